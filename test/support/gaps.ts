import type { Gap } from "../../src/models/gap";
import type { MeasurementRecord } from "../../src/models/measurement";
import { instant } from "./finals";

/** The places of records, as measurements show them. */
export type Evidence = NonNullable<MeasurementRecord["evidence"]>;

/** A gap between two times of day of 2 March 2026; declared, and of no partition, if nothing else is said. */
export function gap(from: string, to: string, more: Partial<Gap> = {}): Gap {
  return { from: Date.parse(instant(from)), to: Date.parse(instant(to)), reason: "declared", ...more };
}
