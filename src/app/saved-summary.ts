import type { Instant } from "../models/instant";
import type { Counts } from "./counts";
import type { SavedHistogram } from "./histogram";
import type { SavedReading } from "./log-reading";

/** What a collector has counted, as plain data. */
export interface SavedSummary extends SavedReading {
  readonly anomalies: Counts;
  readonly unknownValues: Counts;
  readonly measurements: readonly (readonly [string, SavedHistogram])[];
  readonly deadlines: readonly (readonly [string, Counts])[];
  readonly states: Counts;
  readonly policies: Counts;
  readonly timeSuspects: readonly string[];
  readonly faulted: readonly string[];
  readonly pastBound: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
}
