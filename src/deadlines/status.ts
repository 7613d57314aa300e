import type { DeadlineStatus, DeadlineValue } from "../models/deadline";
import type { Instant } from "../models/instant";

/**
 * What has become of a deadline as of an instant. Nothing is remembered: a later record that shows it was kept in time
 * changes the status.
 */
export function statusOf(deadline: DeadlineValue, asOf: Instant, settleMs: number): DeadlineStatus {
  const { dueAt, toleranceMs, met, closed } = deadline;
  if (met !== undefined) return met.at <= dueAt + toleranceMs ? "met" : "late";
  if (closed !== undefined) return closed.at >= dueAt ? "missed" : "cancelled";
  if (asOf > overdueFrom(deadline, settleMs)) return "overdue";
  return asOf >= (deadline.warnFrom ?? Infinity) ? "dueSoon" : "pending";
}

/** The last instant at which a deadline has the status that it has now, if nothing new comes. */
export function unchangedUntil(deadline: DeadlineValue, asOf: Instant, settleMs: number): Instant {
  const status = statusOf(deadline, asOf, settleMs);
  if (status === "pending") return Math.min((deadline.warnFrom ?? Infinity) - 1, overdueFrom(deadline, settleMs));
  return status === "dueSoon" ? overdueFrom(deadline, settleMs) : Infinity;
}

/** The last instant at which a deadline that stays open is not yet overdue. */
export function overdueFrom({ dueAt, toleranceMs }: DeadlineValue, settleMs: number): Instant {
  return dueAt + Math.max(toleranceMs, settleMs);
}
