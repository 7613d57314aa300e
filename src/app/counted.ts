import { deadlineStatus } from "../models/deadline";
import { compareText } from "../models/position";
import type { Histogram } from "./histogram";

/** The values of a measurement. `approximate`: median and 95th percentile are right to 0.1 %. */
export interface MeasurementSummary {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly approximate?: true;
}

/** What the values of each measurement come to, by name. */
export function summarise(measurements: ReadonlyMap<string, Histogram>): Record<string, MeasurementSummary> {
  const named = [...measurements].filter(([, histogram]) => histogram.count() > 0).sort(byName);
  return Object.fromEntries(
    named.map(([name, histogram]) => [
      name,
      {
        count: histogram.count(),
        median: histogram.valueAt(0.5),
        p95: histogram.valueAt(0.95),
        ...(!histogram.isExact() && { approximate: true as const }),
      },
    ]),
  );
}

/** Counts by status, in the order in which statuses are listed; none that is zero. */
export function inStatusOrder(byStatus: ReadonlyMap<string, number>): Record<string, number> {
  const known = deadlineStatus.options.map((status) => [status, byStatus.get(status) ?? 0] as const);
  return Object.fromEntries(known.filter(([, times]) => times > 0));
}

/** Counts in the order of their names. */
export function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(byName));
}

/** The order of names. */
export function byName(left: readonly [string, unknown], right: readonly [string, unknown]): number {
  return compareText(left[0], right[0]);
}
