import { FACT_NAMES, type Facts } from "./facts";
import { factsFrom } from "./generated/fact-values";

const PLACE_BY_NAME: ReadonlyMap<string, number> = new Map(FACT_NAMES.map((name, place) => [name, place] as const));

/** Facts out of what is said under their names. Few are said at a time: what is not is not looked for. */
export function factsNamed(said: Readonly<Partial<Record<string, unknown>>>): Facts {
  const values = new Array<unknown>(FACT_NAMES.length).fill(undefined);
  for (const [name, value] of Object.entries(said)) {
    const place = PLACE_BY_NAME.get(name);
    if (place !== undefined) values[place] = value;
  }
  return factsFrom(values);
}
