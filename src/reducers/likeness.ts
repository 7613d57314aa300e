import type { CommunicationTimeline } from "../models/timeline";

/** Whether both are known, and not the same. */
export function isOther(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left !== right;
}

/** Whether two communications are of one medium, as far as it is known. */
export function isSameMedium(left: CommunicationTimeline, right: CommunicationTimeline): boolean {
  const [one, other] = [left.state.mediaType, right.state.mediaType];
  return one === other || one === "unknown" || other === "unknown";
}

/** Whether two communications may be about the same customer: they name no two different peers. */
export function isSamePeer(left: CommunicationTimeline, right: CommunicationTimeline): boolean {
  return !isOther(left.state.profile.peerId, right.state.profile.peerId);
}

/** Whether a communication ended by any way of being handed on. */
export function isTransferred({ state }: CommunicationTimeline): boolean {
  return state.profile.disconnectType?.startsWith("transfer") === true;
}
