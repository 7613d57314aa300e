import type { FinalConversation } from "./final-conversation";
import type { CommunicationView, ConversationRecord, ParticipantView } from "./view";

/** A communication in a view, and whose it is. */
export interface Party {
  readonly participant: ParticipantView;
  readonly communication: CommunicationView;
}

/** Every communication of a conversation, with the key by which ids name it. */
export interface Parties {
  readonly all: readonly Party[];
  readonly withKey: (key: string) => Party | undefined;
}

/** The communications of all lives of a conversation. */
export function partiesOf({ views }: FinalConversation): Parties {
  const all = views.flatMap(partiesIn);
  const byKey = new Map<string, Party>();
  for (const party of all) {
    const [key, apart] = keysOf(party);
    if (!byKey.has(key)) byKey.set(key, party);
    byKey.set(apart, party);
  }
  return { all, withKey: (key) => byKey.get(key) };
}

/** The communications of a view. */
export function partiesIn({ participants }: ConversationRecord): readonly Party[] {
  return participants.flatMap((participant) =>
    participant.communications.map((communication) => ({ participant, communication })),
  );
}

/** The key by which ids name a communication, and the one by which they do where another participant has one of that name. */
export function keysOf(party: Party): readonly [string, string] {
  const key = keyOf(party);
  return [key, `${key}@${party.participant.participantId}`];
}

function keyOf({ participant: { participantId }, communication }: Party): string {
  const { communicationId, mediaType, episode } = communication;
  const again = episode === undefined ? "" : `#${String(episode)}`;
  return `${communicationId ?? `${participantId}:${mediaType}`}${again}`;
}
