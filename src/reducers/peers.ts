import type { CommunicationTimeline } from "../models/timeline";

/**
 * Communications whose peers have one name each. `peer` of a flat participant names a participant, `peerId` of a communication
 * names a communication. Where records of both kinds tell of one conversation, the name of a participant becomes that of its
 * communication, if it has but one of the medium.
 */
export function withOneNameEach(communications: readonly CommunicationTimeline[]): readonly CommunicationTimeline[] {
  if (!namesSeveralPeers(communications)) return communications;
  const ofParticipant = new Map<string, CommunicationTimeline[]>();
  for (const communication of communications) {
    const { participantId } = communication.state;
    const own = ofParticipant.get(participantId);
    if (own === undefined) ofParticipant.set(participantId, [communication]);
    else own.push(communication);
  }
  return communications.map((communication) => {
    const { state } = communication;
    const { mediaType, profile } = state;
    if (profile.peerId === undefined) return communication;
    const [peer, another] = (ofParticipant.get(profile.peerId) ?? []).filter(
      (one) => one.state.mediaType === mediaType,
    );
    const peerId = another === undefined ? peer?.state.communicationId : undefined;
    if (peerId === undefined) return communication;
    return { ...communication, state: { ...state, profile: { ...profile, peerId } } };
  });
}

function namesSeveralPeers(communications: readonly CommunicationTimeline[]): boolean {
  let peer: string | undefined;
  for (const { state } of communications) {
    const { peerId } = state.profile;
    if (peer !== undefined && peerId !== undefined && peerId !== peer) return true;
    peer ??= peerId;
  }
  return false;
}
