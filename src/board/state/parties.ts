import { communicationKeyIn, isKeyOf } from "../../models/communication-key";
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

/** Whom a deadline is about; undefined for one of the whole conversation. */
export function partyOfDeadline(view: ConversationRecord, parties: readonly Party[], id: string): Party | undefined {
  const key = communicationKeyIn(view.id, id);
  return parties.find(({ participant: { participantId }, communication }) =>
    isKeyOf(key, { ...communication, participantId }),
  );
}
