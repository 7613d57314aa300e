import type { QueueRow } from "../../models/board";
import { standingOf } from "./parts/state";

const WEIGHT_BY_STANDING = { bad: 2, warn: 1, good: 0, plain: 0 } as const;

/**
 * Queues with trouble first: callbacks overdue, then a service level below its target, then who waits, longest first; what has
 * none of that by name, and what has no queue last.
 */
export function byTrouble(
  queues: readonly QueueRow[],
  target: number | undefined,
  nameOf: (queueId: string | null) => string,
): QueueRow[] {
  const weights = ({ callbacksOverdue, serviceLevel, waiting }: QueueRow) => [
    callbacksOverdue,
    WEIGHT_BY_STANDING[standingOf(serviceLevel, target)],
    waiting,
  ];
  return [...queues].sort((one, other) => {
    const [left, right] = [weights(one), weights(other)];
    const place = left.findIndex((weight, index) => weight !== right[index]);
    if (place >= 0) return (right[place] ?? 0) - (left[place] ?? 0);
    const [since, otherSince] = [one.longestWaitSince ?? "~", other.longestWaitSince ?? "~"];
    if (since !== otherSince) return since < otherSince ? -1 : 1;
    if ((one.queueId === null) !== (other.queueId === null)) return one.queueId === null ? 1 : -1;
    return nameOf(one.queueId).localeCompare(nameOf(other.queueId), "en");
  });
}
