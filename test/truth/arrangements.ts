import { createRandom } from "../../src/consumers/simulation/random";
import type { DecodedRecord } from "./replay";

/** An order in which records arrive. */
export interface Arrangement {
  readonly name: string;
  readonly arrange: (records: readonly DecodedRecord[], seed: number) => DecodedRecord[];
}

/** Every order that is tried beside that in which records were written. A script is shorter than the lateness, so that nothing comes too late. */
export const ARRANGEMENTS: readonly Arrangement[] = [
  { name: "shuffled", arrange: shuffled },
  { name: "reversed", arrange: (records) => [...records].reverse() },
  { name: "with repeats", arrange: (records, seed) => [...records, ...shuffled(records, seed)] },
  {
    name: "a little out of order, with repeats",
    arrange: (records, seed) => delayed([...records, ...records.filter((_, index) => index % 3 === 0)], seed),
  },
];

function shuffled(records: readonly DecodedRecord[], seed: number): DecodedRecord[] {
  const random = createRandom(seed, 0x5f);
  return records
    .map((record) => ({ record, place: random.int(0, 1_000_000) }))
    .sort((left, right) => left.place - right.place)
    .map(({ record }) => record);
}

/** Each record is on its way for up to five seconds. */
function delayed(records: readonly DecodedRecord[], seed: number): DecodedRecord[] {
  const random = createRandom(seed, 0xde);
  return records
    .map((record) => ({ record, arrivesAt: record.at + random.int(0, 5_000) }))
    .sort((left, right) => left.arrivesAt - right.arrivesAt)
    .map(({ record }) => record);
}
