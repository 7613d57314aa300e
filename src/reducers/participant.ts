import { withAnomaly } from "../models/anomaly";
import type { CommunicationStub, ParticipantState } from "../models/communication";
import type { Observation } from "../models/observation";
import { createCommunication, foldCommunication } from "./communication";
import { matchCommunication } from "./identity";

/** A participant of which nothing is known but what was let go. */
export function createParticipant(
  participantId: string,
  finished: readonly CommunicationStub[] = [],
): ParticipantState {
  return { participantId, finished, communications: [], anomalies: {} };
}

/**
 * Folds the next observation of a participant, in time, into the communication that it speaks of. Returns the same
 * object when nothing changes.
 */
export function foldParticipant(participant: ParticipantState, observation: Observation): ParticipantState {
  const match = matchCommunication(participant, observation);
  switch (match.kind) {
    case "finished":
      return participant;
    case "ambiguous":
      return { ...participant, anomalies: withAnomaly(participant.anomalies, "ambiguousCommunication") };
    case "new": {
      const isFirst = participant.communications.length === 0 && participant.finished.length === 0;
      const created = createCommunication(observation, { episode: match.episode, isFirst });
      return {
        ...participant,
        communications: [...participant.communications, foldCommunication(created, observation)],
      };
    }
    case "known": {
      const known = participant.communications[match.index];
      if (known === undefined) return participant;
      const named = match.adoptedAs === undefined ? known : { ...known, episode: match.adoptedAs };
      const next = foldCommunication(named, observation);
      return next === known
        ? participant
        : { ...participant, communications: participant.communications.with(match.index, next) };
    }
  }
}
