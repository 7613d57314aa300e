import type { CommunicationView, ConversationRecord, ParticipantView } from "../../models/view";

/** A communication of a view, and whose it is. */
export interface Party {
  readonly participant: ParticipantView;
  readonly communication: CommunicationView;
}

/** Every communication of a conversation. */
export function partiesOf({ participants }: ConversationRecord): Party[] {
  return participants.flatMap((participant) =>
    participant.communications.map((communication) => ({ participant, communication })),
  );
}

/** People who work for the centre. */
export function isStaff({ participant: { purpose } }: Party): boolean {
  return purpose === "agent" || purpose === "user";
}

/** Whom a deadline is about: its id holds the key of the communication. Undefined for one of the whole conversation. */
export function partyOfDeadline(view: ConversationRecord, parties: readonly Party[], id: string): Party | undefined {
  const [key = ""] = id.slice(view.id.length + 1).split("/");
  return (
    parties.find(({ communication }) => nameOf(communication.communicationId, communication) === key) ??
    parties.find(({ participant: { participantId }, communication }) => {
      return (
        nameOf(`${participantId}:${communication.mediaType}`, communication) === key ||
        key.endsWith(`@${participantId}`)
      );
    })
  );
}

function nameOf(name: string | undefined, { episode }: CommunicationView): string | undefined {
  return name === undefined || episode === undefined ? name : `${name}#${episode}`;
}
