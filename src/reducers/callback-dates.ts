import type { Dated } from "../models/dated";
import type { Instant } from "../models/instant";
import type { CommunicationTimeline } from "../models/timeline";

/** When a communication ended; Infinity while it has not. */
export function endOf({ state }: CommunicationTimeline): Instant {
  return state.phases.ended?.at ?? Infinity;
}

/** Whether a communication was there at an instant, also where it ended then: a callback may end as its call begins. */
export function isThere(communication: CommunicationTimeline, at: Instant): boolean {
  return communication.appeared.at <= at && at <= endOf(communication);
}

/** Whether a communication was there at an instant and went on after it: who left then is not beside what began. */
export function isThereBeyond(communication: CommunicationTimeline, at: Instant): boolean {
  return communication.appeared.at <= at && at < endOf(communication);
}

/**
 * When a communication began. The participant's `startTime` dates its first communication; where two of a participant
 * were first seen in one record, it may be the other one's, and does not count.
 */
export function beginningOf(
  communication: CommunicationTimeline,
  communications: readonly CommunicationTimeline[],
): Dated {
  const { appeared, state, connection } = communication;
  if (appeared !== state.started) return appeared;
  const isFirst = !communications.some(
    (other) =>
      other !== communication &&
      other.state.participantId === state.participantId &&
      other.state.firstSeen.at <= state.firstSeen.at,
  );
  if (isFirst) return appeared;
  return connection !== undefined && connection.start.at < state.firstSeen.at ? connection.start : state.firstSeen;
}
