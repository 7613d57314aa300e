import type { Outputs } from "../../engine/ports";
import type { SummaryCollector } from "../summary";
import type { Batch } from "./protocol";

/** Counts numbers, and values that are not known, in the order of the log: both keep only so many apart. */
export function countValues(batches: readonly Batch[], collector: SummaryCollector): void {
  const at = batches.map(() => 0);
  for (;;) {
    let next = -1;
    batches.forEach(({ values }, worker) => {
      const place = values[at[worker] ?? 0] ?? Infinity;
      if (place < (next < 0 ? Infinity : (batches[next]?.values[at[next] ?? 0] ?? Infinity))) next = worker;
    });
    const batch = batches[next];
    if (batch === undefined) break;
    const from = at[next] ?? 0;
    const [, name = 0, value = NaN, before = NaN] = batch.values.subarray(from, from + 4);
    collector.measurement(
      { name: batch.names[name] ?? "", value: Number.isNaN(value) ? undefined : value },
      Number.isNaN(before) ? undefined : { value: before },
    );
    at[next] = from + 4;
  }
  const unknown = batches.flatMap((batch) => batch.unknown).sort(([left], [right]) => left - right);
  for (const [, value] of unknown) collector.unknown(value);
}

/** Counts all but the values of measurements: those are counted in the order of all workers. */
export function withoutValues(collector: SummaryCollector): Outputs {
  return {
    ...collector,
    measurement: () => undefined,
    stage: (emission) => collector.stage({ ...emission, measurements: [] }),
    superseded: (emission) => collector.superseded({ ...emission, measurements: [] }),
  };
}
