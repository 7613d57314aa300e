import { fromGapRecord, spellGap } from "../../models/gap";
import type { GapRecord } from "../../models/gap-record";
import { formatInstant } from "./format";

const NAMED_MAX = 3;

/** Gaps in words; those beyond the first few are counted. */
export function describeGaps(gaps: readonly GapRecord[], zone: string): string {
  const format = (at: number) => formatInstant(at, zone);
  const named = gaps.slice(0, NAMED_MAX).map((gap) => spellGap(fromGapRecord(gap), format));
  const more = gaps.length - NAMED_MAX;
  return `${named.join("; ")}${more > 0 ? `; and ${String(more)} more` : ""}`;
}
