import { withAnomaly } from "../models/anomaly";
import type { CommunicationState, ParticipantState } from "../models/communication";
import type { MediaType } from "../models/media-type";
import type { Observation } from "../models/observation";
import { createCommunication, foldCommunication } from "./communication";
import { matchCommunication } from "./identity";
import { findClaims } from "./profile-rules";

/** A participant of which nothing is known. */
export function createParticipant(participantId: string): ParticipantState {
  return { participantId, communications: [], anomalies: {} };
}

/**
 * Folds the next observation of a participant, in time, into the communication that it speaks of. Returns the same
 * object when nothing changes.
 */
export function foldParticipant(participant: ParticipantState, observation: Observation): ParticipantState {
  const match = matchCommunication(participant, observation);
  switch (match.kind) {
    case "ambiguous":
      return { ...participant, anomalies: withAnomaly(participant.anomalies, "ambiguousCommunication") };
    case "new": {
      const isFirst = participant.communications.length === 0;
      const isNamed = observation.communicationId !== undefined;
      const episode = isNamed ? match.episode : nextEpisode(participant, observation.mediaType);
      const created = createCommunication(observation, { episode, isFirst });
      return withCommunications(participant, [...participant.communications, foldCommunication(created, observation)]);
    }
    case "known": {
      const known = participant.communications[match.index];
      if (known === undefined) return participant;
      const before = identified(participant, known, observation, match.adoptedAs);
      const next = foldCommunication(before, observation, findClaims(participant, known, observation));
      return next === known
        ? participant
        : withCommunications(participant, participant.communications.with(match.index, next));
    }
  }
}

/** Spelled out: objects of one shape are what the hot path lives on. */
function withCommunications(
  { participantId, anomalies }: ParticipantState,
  communications: ParticipantState["communications"],
): ParticipantState {
  return { participantId, communications, anomalies };
}

/** A communication as the observation identifies it: one that gets its name or medium only now is counted anew. */
function identified(
  participant: ParticipantState,
  known: CommunicationState,
  observation: Observation,
  adoptedAs: number | undefined,
): CommunicationState {
  if (adoptedAs !== undefined) return { ...known, episode: adoptedAs };
  const getsMedium = known.mediaType === "unknown" && observation.mediaType !== "unknown";
  if (!getsMedium || known.communicationId !== undefined) return known;
  return { ...known, episode: nextEpisode(participant, observation.mediaType) };
}

/** Communications without id are distinguished, within their medium, by counting. */
function nextEpisode({ communications }: ParticipantState, mediaType: MediaType): number {
  const taken = communications
    .filter((other) => other.communicationId === undefined && other.mediaType === mediaType)
    .map(({ episode }) => episode);
  return Math.max(-1, ...taken) + 1;
}
