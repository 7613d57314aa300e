/**
 * `pending`: not yet due. `met`: it came at or before the due instant and the kind's tolerance. `late`: it came after.
 * `overdue`: due, settled and still open. `missed`: its communication ended, at or after the due instant, without it.
 * `cancelled`: it became moot before it was due.
 */
export const DEADLINE_STATUSES = ["pending", "met", "late", "overdue", "missed", "cancelled"] as const;
