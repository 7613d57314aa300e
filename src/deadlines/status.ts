import type { DeadlineStatus, DeadlineValue } from "../models/deadline";
import type { Instant } from "../models/instant";

/**
 * What has become of a promise as of an instant. Nothing is remembered: later news that shows it was kept in time
 * changes the status.
 */
export function statusOf(deadline: DeadlineValue, asOf: Instant, settleMs: number): DeadlineStatus {
  const { dueAt, toleranceMs, met, closed } = deadline;
  if (met !== undefined) return met.at <= dueAt + toleranceMs ? "met" : "late";
  if (closed !== undefined) return closed.at >= dueAt ? "missed" : "cancelled";
  return asOf > overdueFrom(deadline, settleMs) ? "overdue" : "pending";
}

/** The last instant at which a promise that stays open is not yet overdue. */
export function overdueFrom({ dueAt, toleranceMs }: DeadlineValue, settleMs: number): Instant {
  return dueAt + Math.max(toleranceMs, settleMs);
}
