import type { FinalConversation } from "./final-conversation";
import type { CommunicationView, ParticipantView } from "./view";

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
  const all = views.flatMap(({ participants }) =>
    participants.flatMap((participant) =>
      participant.communications.map((communication) => ({ participant, communication })),
    ),
  );
  const byKey = new Map<string, Party>();
  for (const party of all) {
    const key = keyOf(party);
    const { participantId } = party.participant;
    if (!byKey.has(key)) byKey.set(key, party);
    byKey.set(`${key}@${participantId}`, party);
  }
  return { all, withKey: (key) => byKey.get(key) };
}

function keyOf({ participant: { participantId }, communication }: Party): string {
  const { communicationId, mediaType, episode } = communication;
  const again = episode === undefined ? "" : `#${String(episode)}`;
  return `${communicationId ?? `${participantId}:${mediaType}`}${again}`;
}
