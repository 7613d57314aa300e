import { isOther } from "../models/other";
import type { CommunicationTimeline } from "../models/timeline";

/** Whether two communications are of one medium, as far as it is known. */
export function isSameMedium(left: CommunicationTimeline, right: CommunicationTimeline): boolean {
  const [one, other] = [left.state.mediaType, right.state.mediaType];
  return one === other || one === "unknown" || other === "unknown";
}

/** Whether two communications may be about the same customer: they name no two different peers. */
export function isSamePeer(left: CommunicationTimeline, right: CommunicationTimeline): boolean {
  return !isOther(left.state.profile.peerId, right.state.profile.peerId);
}

/** Whether a name that a record gives, of a communication or a participant, is that of a communication. */
export function isNameOf(name: string | undefined, { state }: CommunicationTimeline): boolean {
  return name !== undefined && (name === state.communicationId || name === state.participantId);
}

/** Whether two communications are one participant's, or one user's. */
export function isSamePerson({ state: one }: CommunicationTimeline, { state: other }: CommunicationTimeline): boolean {
  const { userId } = one.profile;
  return one.participantId === other.participantId || (userId !== undefined && userId === other.profile.userId);
}

/** Whether a communication ended by any way of being handed on. */
export function isTransferred({ state }: CommunicationTimeline): boolean {
  return state.profile.disconnectType?.startsWith("transfer") === true;
}
