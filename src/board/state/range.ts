import type { BoardRange } from "../../models/board-range";
import type { ConversationRow } from "../../models/board-rows";
import { fromGapRecord, isTouched } from "../../models/gap";
import type { GapRecord } from "../../models/gap-record";
import { formatInstant } from "../../models/instant";
import type { WaitOutcome } from "./contributions";
import { countsOf } from "./queue-rows";
import { addSums, countOutcome, emptySums, type WaitSums } from "./window";

/** Which time, and whose, is asked for; `to` is not in it. */
export interface RangeFilter {
  readonly from: number;
  readonly to: number;
  readonly queueId?: string | undefined;
}

/** What of a conversation a range counts. */
export interface RangedConversation {
  readonly row: ConversationRow;
  readonly outcomes: readonly WaitOutcome[];
}

/** Since when nothing is missing, and what is now, in the data; -Infinity where nothing came. */
export interface CompleteSpan {
  readonly from: number;
  readonly to: number;
}

/** Adds up the waits that ended within a range. They count when they end, as in reports. */
export function rangeOf(
  all: Iterable<RangedConversation>,
  { from, to, queueId }: RangeFilter,
  complete: CompleteSpan,
  known: readonly GapRecord[] = [],
): BoardRange {
  const sums = new Map<string, WaitSums>();
  let conversations = 0;
  for (const { row, outcomes } of all) {
    if (isWithin(row, { from, to }) && (queueId === undefined || row.queueIds.includes(queueId))) conversations += 1;
    for (const outcome of outcomes) {
      if (outcome.at < from || outcome.at >= to || (queueId !== undefined && outcome.queueId !== queueId)) continue;
      const its = sums.get(outcome.queueId) ?? emptySums();
      sums.set(outcome.queueId, its);
      countOutcome(its, outcome, 1);
    }
  }
  const gaps = gapsWithin(known, from, to);
  const queues = [...sums].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    from: formatInstant(from),
    to: formatInstant(to),
    heldFrom: Number.isFinite(complete.from) ? formatInstant(complete.from) : null,
    heldTo: Number.isFinite(complete.to) ? formatInstant(complete.to) : null,
    gaps,
    conversations,
    totals: countsOf(
      queues.reduce((sum, [, one]) => addSums(sum, one), emptySums()),
      gaps.length > 0,
    ),
    queues: queues.map(([id, one]) => ({ queueId: id, ...countsOf(one, gaps.length > 0) })),
  };
}

/** The gaps that lie in a time. */
export function gapsWithin(gaps: readonly GapRecord[], from: number, to: number): GapRecord[] {
  return gaps.filter((gap) => isTouched(fromGapRecord(gap), from, to));
}

/** Whether a conversation went on within a time: it began before its end, and had news since its start. */
export function isWithin(row: ConversationRow, { from, to }: Pick<RangeFilter, "from" | "to">): boolean {
  return Date.parse(row.startTime) < to && Date.parse(row.lastNews) >= from;
}
