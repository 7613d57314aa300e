import type { DateOrigin } from "../models/dated";
import { FACT_TABLE } from "../models/fact-table";

/** How well a date is known, by its number. */
export const ORIGINS: readonly DateOrigin[] = ["reported", "event", "observed", "inferred"];

/** What stands before a value. Of a date the origin is part of it: `dated` and the three behind it. */
export const TAG = {
  null: 0,
  true: 1,
  false: 2,
  /** A whole number, and one as distance from the last instant. */
  number: 3,
  instant: 4,
  /** Any other number, as text. */
  decimal: 5,
  /** A text by its number, and one not used before. */
  known: 6,
  uuid: 7,
  text: 8,
  list: 9,
  object: 10,
  map: 11,
  undefined: 12,
  position: 13,
  dated: 14,
  bytes: 18,
} as const;

/**
 * Names of fields that states use, beside those of facts. Each is packed by its place here, so a new one goes to the end, and one
 * that is gone keeps its place.
 */
const STATE_FIELDS: readonly string[] = [
  ..."participantId communications anomalies communicationId mediaType episode isFirst firstSeen incomplete".split(" "),
  ..."inSnapshot lastFacts profile started alertingReported phases phase entered start end connected ended".split(" "),
  ..."endSeenAt holds reportedStart afterCallWork pending completion skipped editedTo openSeenAt".split(" "),
  ..."closeSeenAt parkings securePauses recordings supervision role promises scheduledAt made".split(" "),
  ..."values by lifecycles emittedPending news from to settled history base parts bytes count firstAt lastAt".split(
    " ",
  ),
];

/** The number of a field: odd ones are those of states, even ones those of facts by their code. 0 ends an object. */
export const fieldNumbers: ReadonlyMap<string, number> = new Map([
  ...STATE_FIELDS.map((name, index) => [name, index * 2 + 1] as const),
  ...FACT_TABLE.map(({ name, code }) => [name, code * 2] as const),
]);
/** The name of a field by its number. */
export const fieldNames: ReadonlyMap<number, string> = new Map(
  [...fieldNumbers].map(([name, number]) => [number, name]),
);
/** Stands before the name of a field that has no number. */
export const OTHER_FIELD = 255;

/** Numbers between these are packed as instants: the distance of two of them is exact. */
export const INSTANTS = { from: 2 ** 36, to: 2 ** 51 } as const;
