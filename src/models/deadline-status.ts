/**
 * `pending`: not yet due. `dueSoon`: still open, and due within the policy's lead time (`warnBefore…`), so that somebody can act. `met`: it came at or before the due instant and the kind's tolerance. `late`: it came after.
 * `overdue`: due, settled and still open. `missed`: its communication ended, at or after the due instant, without it.
 * `cancelled`: it became moot before it was due.
 */
export const DEADLINE_STATUSES = ["pending", "dueSoon", "met", "late", "overdue", "missed", "cancelled"] as const;

/** Came, or became moot, before it was due: the due instant is no part of what happened, and makes no picture of it longer. */
export function isBeforeDue(status: string): boolean {
  return status === "met" || status === "cancelled";
}
