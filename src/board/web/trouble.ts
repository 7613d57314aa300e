import type { RangeRow } from "../../models/board-range";
import type { QueueRow } from "../../models/board-rows";
import { standingOf } from "./parts/state";

const WEIGHT_BY_STANDING = { bad: 2, warn: 1, good: 0, plain: 0 } as const;

type NameOf = (queueId: string | null) => string;

/**
 * Queues with trouble first: callbacks overdue, then a service level below its target, then who waits, longest first, then the
 * lowest level; what has none of that by name, and what has no queue last.
 */
export function byTrouble(queues: readonly QueueRow[], target: number | undefined, nameOf: NameOf): QueueRow[] {
  return heaviestFirst(queues, nameOf, ({ callbacksOverdue, serviceLevel, waiting, longestWaitSince }) => [
    callbacksOverdue,
    WEIGHT_BY_STANDING[standingOf(serviceLevel, target)],
    waiting,
    longestWaitSince === null ? -Infinity : -Date.parse(longestWaitSince),
    lacking(serviceLevel, target),
  ]);
}

/** Queues over a range, the lowest service level first of those below their target; the others by name. */
export function byLevel(queues: readonly RangeRow[], target: number | undefined, nameOf: NameOf): RangeRow[] {
  return heaviestFirst(queues, nameOf, ({ serviceLevel }) => [lacking(serviceLevel, target)]);
}

/** How much a share is below a target; none where it is not. */
function lacking(share: number | null, target: number | undefined): number {
  return share === null || target === undefined ? 0 : Math.max(0, target - share);
}

function heaviestFirst<Row extends { readonly queueId: string | null }>(
  rows: readonly Row[],
  nameOf: NameOf,
  weightsOf: (row: Row) => readonly number[],
): Row[] {
  return [...rows].sort((one, other) => {
    const [left, right] = [weightsOf(one), weightsOf(other)];
    const place = left.findIndex((weight, index) => weight !== right[index]);
    if (place >= 0) return (left[place] ?? 0) > (right[place] ?? 0) ? -1 : 1;
    if ((one.queueId === null) !== (other.queueId === null)) return one.queueId === null ? 1 : -1;
    return nameOf(one.queueId).localeCompare(nameOf(other.queueId), "en");
  });
}
