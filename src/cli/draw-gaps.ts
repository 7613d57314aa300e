import { fromGapRecord } from "../models/gap";
import type { ConversationRecord } from "../models/view";
import type { Columns } from "./columns";

/** A line that shows where records of a conversation may be missing; undefined where nowhere. */
export function drawGaps({ gaps = [] }: ConversationRecord, axis: Columns, columns: number): string | undefined {
  if (gaps.length === 0) return undefined;
  const line = new Array<string>(columns).fill(" ");
  for (const gap of gaps.map(fromGapRecord)) {
    const from = axis.columnOf(Math.max(gap.from, axis.from));
    const until = axis.columnOf(Math.min(gap.to, axis.to));
    line.fill("~", from, Math.max(until, from + 1));
  }
  return line.slice(0, columns).join("").trimEnd();
}
