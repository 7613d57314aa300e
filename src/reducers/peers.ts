import { oncePer, oncePerName } from "../models/memo";
import type { CommunicationTimeline } from "../models/timeline";
import { groupByParticipant } from "./by-participant";
import { isSameMedium } from "./likeness";

/**
 * Communications whose peers have one name each. `peer` of a flat participant names a participant, `peerId` of a communication
 * names a communication. Where records of both kinds tell of one conversation, the name of a participant becomes that of its
 * communication, if it has but one of the medium; its further lives have the same name.
 */
export function withOneNameEach(communications: readonly CommunicationTimeline[]): readonly CommunicationTimeline[] {
  if (!namesSeveralPeers(communications)) return communications;
  const ofParticipant = groupByParticipant(communications);
  return communications.map((communication) => {
    const { peerId } = communication.state.profile;
    if (peerId === undefined) return communication;
    const own = (ofParticipant.get(peerId) ?? []).filter((one) => isSameMedium(one, communication));
    const names = new Set(own.map(({ state }) => state.communicationId));
    names.delete(undefined);
    const [name, another] = names;
    return name === undefined || another !== undefined ? communication : withPeer(communication)(name);
  });
}

/** One and the same each time: what is derived of a communication is derived anew where that is another object. */
const withPeer = oncePer((communication: CommunicationTimeline) =>
  oncePerName((peerId): CommunicationTimeline => {
    const { state } = communication;
    return { ...communication, state: { ...state, profile: { ...state.profile, peerId } } };
  }),
);

function namesSeveralPeers(communications: readonly CommunicationTimeline[]): boolean {
  let peer: string | undefined;
  for (const { state } of communications) {
    const { peerId } = state.profile;
    if (peer !== undefined && peerId !== undefined && peerId !== peer) return true;
    peer ??= peerId;
  }
  return false;
}
