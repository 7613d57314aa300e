import { finalTruth, foldDocuments, type RunSettings, type Emitted } from "./run";
import { fold, type Json } from "./story";

/** Folds the records of a story in their order, and expects the same final numbers, deadlines and view of every other. */
export function foldInEveryOrder(records: readonly Json[], settings: RunSettings = {}): Emitted {
  const emitted = fold(records, settings);
  const expected = finalTruth(emitted);
  for (const order of orders(records)) expect(finalTruth(foldDocuments(order, settings))).toEqual(expected);
  return emitted;
}

function orders(records: readonly Json[]): (readonly Json[])[] {
  if (records.length < 2) return [records];
  return records.flatMap((first, index) => orders(records.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}
