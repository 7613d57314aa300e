import type { DeadlineStatus } from "../../models/deadline";
import type { CommunicationView } from "../../models/view";

/** Why a customer is owed a call, with what it means. */
export const OWED_MEANING = {
  overdue: "The promised instant has passed, and nobody tried.",
  lost: "The callback ended without an attempt for its last promise, and not by the customer.",
  skipped: "An agent took the callback and left it, and no call was dialled.",
  waiting: "It is open without an instant promised, and nobody tried.",
  attempted: "Somebody tried, the customer was not reached, and it is open.",
  notDue: "The promised instant is still to come.",
} as const;
export type Owed = keyof typeof OWED_MEANING;

/** What decides on it. */
export interface OwedFacts {
  readonly callback: NonNullable<CommunicationView["callback"]>;
  readonly last: { readonly attemptAt: number | undefined; readonly status: DeadlineStatus | undefined } | undefined;
  readonly isOver: boolean;
  /** The customer ended it. */
  readonly isWithdrawn: boolean;
}

/**
 * Whether a customer is owed a call: until the last promise was tried, the customer was reached or withdrew it. That a callback ended
 * otherwise, as where its owner's time ran out, does not end what is owed.
 */
export function owedOf({ callback, last, isOver, isWithdrawn }: OwedFacts): Owed | undefined {
  if (isWithdrawn) return undefined;
  const isTried = last === undefined ? callback.attempts.length > 0 : last.attemptAt !== undefined;
  if (!isTried && (last !== undefined || callback.contactTime === undefined)) {
    if (isOver) return "lost";
    if (last === undefined) return "waiting";
    return last.status === "overdue" || last.status === "missed" ? "overdue" : "notDue";
  }
  if (callback.contactTime !== undefined) return undefined;
  if (callback.state === "skipped") return "skipped";
  return isOver ? undefined : "attempted";
}
