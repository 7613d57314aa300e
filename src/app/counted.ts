import { byName } from "./counts";
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
