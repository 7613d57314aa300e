import { calleeZone } from "../../answers/callbacks/callee-zone";
import { callingTerms, type CallingPolicy } from "../../calendars/calling-policy";
import { allOf, callingWindow, windowEnd } from "../../calendars/calling-window";
import { zoneNamed, type Zone } from "../../calendars/zones";
import type { CallingLook } from "../../board/state/calling-look";
import type { Policy } from "../../models/policy";

/**
 * Looks at the calling window of a promise for a board, by the calendars of a policy. A warning comes as long
 * before the window closes as one that the promise is due soon, and by its tolerance where the policy says nothing of that.
 */
export function callingLookOf(policy: Policy, calling: CallingPolicy): CallingLook {
  const termsFor = callingTerms(calling);
  const zones = new Map<string, Zone | undefined>();
  const zoneOf = (name: string) => {
    if (!zones.has(name)) zones.set(name, zoneNamed(name));
    return zones.get(name);
  };
  return ({ dueAt, queueId, calleeZones }) => {
    const { calendars, zone } = termsFor(queueId);
    if (calendars.length === 0) return undefined;
    const callee = calleeZone({ number: calleeZones, queue: zone?.name }, zoneOf).zones;
    const window = allOf(calendars.map((calendar) => callingWindow(dueAt, callee, calendar)));
    const closesAt = window === "inside" ? windowEnd(dueAt, callee, calendars) : undefined;
    const { warnBefore, callbackToleranceMs } = policy.limitsFor(queueId, "callback");
    const leadMs = warnBefore.find(([kind]) => kind === "callbackDue")?.[1] ?? callbackToleranceMs;
    return { window, closesAt, warnAt: closesAt === undefined ? undefined : closesAt - leadMs };
  };
}
