import { lastCallBy } from "../../calendars/last-call";
import type { DeadlineValue } from "../../models/deadline";
import type { Limits } from "../../models/limits";
import { oncePer } from "../../models/memo";
import type { Policy } from "../../models/policy";
import type { Ties } from "../../models/ties";
import type { CommunicationTimeline } from "../../models/timeline";
import { calleeZonesOf } from "./callee-zones-of";
import { queueOf } from "./limits-of";

/** Each policy's calendars are worked out once. */
const lastCallOf = oncePer(lastCallBy);

/**
 * A deadline with the instant from which on it is due soon, where the policy sets a lead time for its kind: so long before the due instant, or
 * before the calling window closes in which a promise that is due outside may still be kept.
 */
export function withWarning(
  kind: string,
  value: DeadlineValue,
  communication: CommunicationTimeline,
  ties: Ties,
  { warnBefore }: Limits,
  policy: Policy,
): DeadlineValue {
  if (warnBefore.length === 0) return value;
  const lead = warnBefore.find(([warned]) => warned === kind);
  if (lead === undefined) return value;
  const lastCallAt = kind === "callbackDue" ? lastCall(value, communication, ties, policy) : undefined;
  return { ...value, warnFrom: (lastCallAt ?? value.dueAt) - lead[1] };
}

function lastCall(
  { dueAt }: DeadlineValue,
  communication: CommunicationTimeline,
  ties: Ties,
  { calling }: Policy,
): number | undefined {
  if (calling === undefined || ties.callback === undefined) return undefined;
  return lastCallOf(calling)(dueAt, queueOf(communication, ties), calleeZonesOf(communication, ties.callback));
}
