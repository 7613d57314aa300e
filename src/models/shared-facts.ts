import { FACT_TABLE, type FactRow } from "./fact-table";
import type { Profile } from "./facts";

/** A set of plain facts, as bits by `FACT_BITS`. */
export type FactSet = number;

/** The bit of each plain fact in a set. */
export const FACT_BITS = Object.fromEntries(
  FACT_TABLE.flatMap(({ name, plain }: FactRow) => (plain === undefined ? [] : [[name, 1 << plain]])),
) as Readonly<Record<keyof Profile, FactSet>>;

/** The set of some plain facts. */
export function factSetOf(...names: readonly (keyof Profile)[]): FactSet {
  return names.reduce((set, name) => set | FACT_BITS[name], 0);
}

/** No plain fact. */
export const NO_PLAIN_FACTS: FactSet = 0;
/** Every plain fact. */
export const ALL_PLAIN_FACTS: FactSet = Object.values(FACT_BITS).reduce((set, bit) => set | bit, 0);
/** Facts of the person: the same for all communications of a participant. */
export const PERSONAL_FACTS = factSetOf("purpose", "userId");
/** How long an agent may be alerted. */
export const ALERTING_LIMITS = factSetOf("alertingTimeoutMs", "queueAlertingTimeoutSeconds");
/** How long after-call work may take. */
export const WRAPUP_LIMITS = factSetOf("wrapupPrompt", "wrapupTimeoutMs");
