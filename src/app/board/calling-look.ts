import { calleeZone } from "../../calendars/callee-zone";
import { callingTerms } from "../../calendars/calling-policy";
import { answerOf, windowEnd } from "../../calendars/calling-window";
import { lastCallBefore } from "../../calendars/last-call";
import { zoneLookup } from "../../calendars/zones";
import type { CallingLook } from "../../board/state/calling-look";
import type { CallingPolicy } from "../../models/calling-policy";
import type { Policy } from "../../models/policy";

/**
 * Looks at the calling window of a promise for a board, by the calendars of a policy: at the last one before it where the promise does not surely
 * lie in one. A warning comes as long before the window closes as one that the promise is due soon, and by its tolerance where the policy says
 * nothing of that.
 */
export function callingLookOf(policy: Policy, calling: CallingPolicy): CallingLook {
  const [termsFor, zoneOf] = [callingTerms(calling), zoneLookup()];
  return ({ dueAt, queueId, calleeZones }) => {
    const { calendars, zone } = termsFor(queueId);
    const callee = calleeZone({ number: calleeZones, queue: zone }, zoneOf).zones;
    const window = answerOf(dueAt, callee, calendars);
    if (window === undefined) return undefined;
    const closesAt = (window === "inside" ? windowEnd : lastCallBefore)(dueAt, callee, calendars);
    const { warnBefore, callbackToleranceMs } = policy.limitsFor(queueId, "callback");
    const leadMs = warnBefore.find(([kind]) => kind === "callbackDue")?.[1] ?? callbackToleranceMs;
    return { window, closesAt, warnAt: closesAt === undefined ? undefined : closesAt - leadMs };
  };
}
