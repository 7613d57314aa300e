import { FACT_NAMES, type Facts } from "./facts";
import { factsFrom } from "./generated/fact-values";

/** Facts out of what is said under their names. */
export function factsNamed(said: Readonly<Partial<Record<string, unknown>>>): Facts {
  return factsFrom(FACT_NAMES.map((name) => said[name]));
}
