import type { CommunicationState, ParticipantState } from "../../models/communication";
import { formatInstant, isInstant, type Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import { isAfterCallWorkOpen } from "../../reducers/after-call-work";

/** What decides when a lifecycle is over. */
interface Ending {
  readonly isSettled: () => boolean;
  readonly lastAt: () => Instant;
}

/**
 * The instant after which a quiet lifecycle is over: the lateness after its last activity once all has ended, else when the
 * sweep evicts it. Nothing of it is owed after that.
 */
export function overAt(lifecycle: Ending, policy: Policy): Instant {
  return lifecycle.isSettled() ? lifecycle.lastAt() + policy.latenessMs : sweptAt(lifecycle, policy);
}

/** When the sweep evicts a lifecycle that has not ended, as outputs show it; undefined past the calendar. */
export function sweptTimeOf(lifecycle: Pick<Ending, "lastAt">, policy: Policy): string | undefined {
  const at = sweptAt(lifecycle, policy);
  return isInstant(at) ? formatInstant(at) : undefined;
}

function sweptAt(lifecycle: Pick<Ending, "lastAt">, { sweepMs, latenessMs }: Policy): Instant {
  return lifecycle.lastAt() + Math.max(sweepMs, latenessMs);
}

/** The instant of activity after which a lifecycle is forgotten: a later record opens another. */
export function forgottenAfter(lifecycle: Ending, policy: Policy): Instant {
  return overAt(lifecycle, policy) + policy.markersMs;
}

/** The instant of stream time after which the first of some lifecycles can go; of one that is stale, one that is not later. */
export function evictableFrom(
  [first, ...later]: readonly (Ending & { readonly isStale: () => boolean })[],
  policy: Policy,
): Instant {
  if (first === undefined) return Infinity;
  if (later.length > 0) return forgottenAfter(first, policy) + policy.latenessMs;
  return (first.isStale() ? first.lastAt() + policy.latenessMs : overAt(first, policy)) + policy.latenessMs;
}

/** The one of some lifecycles that a view shows: the latest that had not ended long before it was seen; undefined where none is shown. */
export function shownOf<Shown extends { readonly isLongEnded: () => boolean }>(
  lifecycles: readonly Shown[],
): Shown | undefined {
  return lifecycles.findLast((one) => !one.isLongEnded());
}

/** Whether there are communications, and all were first seen ended and lie before an instant. */
export function areLongEnded(participants: readonly ParticipantState[], before: Instant): boolean {
  let isAny = false;
  for (const { communications } of participants)
    for (const communication of communications) {
      if (!isLongEnded(communication, before)) return false;
      isAny = true;
    }
  return isAny;
}

/** Whether a communication of a participant was seen before it had ended. */
export function wasSeenAlive({ communications }: ParticipantState): boolean {
  return communications.some(
    ({ firstSeen, phases }) => phases.ended === undefined || phases.endSeenAt !== firstSeen.at,
  );
}

/** Whether a communication was first seen ended, and all of it lies before an instant. */
function isLongEnded({ firstSeen, phases, afterCallWork }: CommunicationState, before: Instant): boolean {
  const { ended, endSeenAt } = phases;
  if (ended === undefined || ended.at >= before || endSeenAt !== firstSeen.at) return false;
  return !isAfterCallWorkOpen(afterCallWork) && (afterCallWork.completion?.at ?? -Infinity) < before;
}

/** Whether all of a participant has ended, with no after-call work open. */
export function isSettled({ communications }: ParticipantState): boolean {
  return communications.every(
    ({ phases, afterCallWork }) => phases.phase === "ended" && !isAfterCallWorkOpen(afterCallWork),
  );
}
