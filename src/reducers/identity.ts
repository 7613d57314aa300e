import { CLOCK_TOLERANCE_MS } from "../models/dated";
import type { CommunicationState, ParticipantState } from "../models/communication";
import { observedPhase } from "../models/phase";
import type { Observation } from "../models/observation";

/**
 * Which communication of its participant an observation speaks of.
 * `known`: the one at `index`; if it had no name so far, it gets this one's, as its episode `adoptedAs`. `new`: one
 * not seen before, or a further episode of one that had ended. `ambiguous`: it fits several, and is not folded.
 */
export type Match =
  | { readonly kind: "known"; readonly index: number; readonly adoptedAs?: number }
  | { readonly kind: "new"; readonly episode: number }
  | { readonly kind: "ambiguous" };

const NEW: Match = { kind: "new", episode: 0 };

/**
 * Finds the communication of an observation among those seen before it in time. A communication is known by its own
 * id; without one, by participant, medium and life. A communication that was so far only known without id is the first
 * named one that it does not contradict.
 */
export function matchCommunication(participant: ParticipantState, observation: Observation): Match {
  const [only, other] = participant.communications;
  const isAlone = only !== undefined && other === undefined && observation.facts.isOneOfSeveral !== true;
  const isPlain = isAlone && only.mediaType === observation.mediaType;
  if (isPlain && only.communicationId === observation.communicationId) {
    const isKnown = observation.communicationId !== undefined || !isContradicted(only, observation);
    if (isKnown) return inEpisode(only, 0, observation);
  }
  return observation.communicationId === undefined
    ? matchUnnamed(participant, observation)
    : matchNamed(participant, observation, observation.communicationId);
}

function matchNamed(participant: ParticipantState, observation: Observation, id: string): Match {
  const index = participant.communications.findLastIndex((known) => known.communicationId === id);
  const known = participant.communications[index];
  const byName = known && inEpisode(known, index, observation);
  if (byName !== undefined && byName.kind !== "new") return byName;
  const isOneOfSeveral = observation.facts.isOneOfSeveral === true;
  const unnamed = participant.communications.findIndex(
    (candidate) =>
      candidate.communicationId === undefined &&
      isOfMedium(candidate.mediaType, observation) &&
      !isContradicted(candidate, observation) &&
      (!isOneOfSeveral || isConfirmed(candidate, observation)),
  );
  if (unnamed >= 0) return { kind: "known", index: unnamed, adoptedAs: byName?.episode ?? 0 };
  return byName ?? NEW;
}

function matchUnnamed(participant: ParticipantState, observation: Observation): Match {
  const candidates = participant.communications
    .map((known, index) => ({ known, index }))
    .filter(({ known }) => isOfMedium(known.mediaType, observation));
  const fitting = candidates.filter(({ known }) => !isContradicted(known, observation));
  const dated = fitting.filter(({ known }) => isConfirmed(known, observation));
  const certain = dated.length > 0 ? dated : fitting.filter(({ known }) => isSameAlert(known, observation));
  if (observation.facts.isOneOfSeveral === true && certain.length === 0) return matchLine(fitting, observation);
  const open = fitting.filter(({ known }) => known.phases.phase !== "ended");
  const choice = certain.length > 0 ? certain : open.length > 0 ? open : fitting.slice(-1);
  const [first, second] = choice;
  if (second !== undefined) return { kind: "ambiguous" };
  if (first !== undefined) return inEpisode(first.known, first.index, observation);
  return candidates.length > 0 && observation.mediaType === "unknown" ? { kind: "ambiguous" } : NEW;
}

interface Candidate {
  readonly known: CommunicationState;
  readonly index: number;
}

/**
 * One of several lines of a medium that a participant shows at once, without an id. Only its connect distinguishes it from the
 * others: it is the one line that may connect then, or a new one.
 */
function matchLine(fitting: readonly Candidate[], observation: Observation): Match {
  if (observation.facts.connectedAt === undefined) return { kind: "ambiguous" };
  const [first, second] = fitting.filter(({ known }) => known.phases.phase !== "ended");
  if (second !== undefined) return { kind: "ambiguous" };
  if (first !== undefined) return { kind: "known", index: first.index };
  return NEW;
}

/**
 * A connect dated after the end opens a new episode; so does an alert, where the communication has no id. Anything else
 * belongs to the one that is known.
 */
function inEpisode(known: CommunicationState, index: number, observation: Observation): Match {
  const { connectedAt } = observation.facts;
  const { connected, ended } = known.phases;
  const isReopened = connectedAt !== undefined && ended !== undefined && connectedAt > ended.at;
  if ((isReopened && connectedAt !== connected?.at) || isAlertedAgain(known, observation)) {
    return { kind: "new", episode: known.episode + 1 };
  }
  return { kind: "known", index };
}

function isAlertedAgain({ phases, alertingReported }: CommunicationState, observation: Observation): boolean {
  const { alertingAt } = observation.facts;
  const { ended } = phases;
  if (observation.communicationId !== undefined || alertingAt === undefined || ended === undefined) return false;
  return alertingAt > ended.at && (alertingReported === undefined || !isNear(alertingReported.at, alertingAt));
}

function isOfMedium(mediaType: string, observation: Observation): boolean {
  return mediaType === observation.mediaType || mediaType === "unknown" || observation.mediaType === "unknown";
}

/** Both name a connect or an end, and not the same one: two communications. */
function isContradicted(known: CommunicationState, observation: Observation): boolean {
  const { connected, ended } = known.phases;
  const { connectedAt, endedAt } = observation.facts;
  if (connected?.origin === "reported" && connectedAt !== undefined) {
    const isReopening = ended !== undefined && connectedAt > ended.at;
    return !isNear(connected.at, connectedAt) && !(isReopening && observation.communicationId === undefined);
  }
  if (ended?.origin === "reported" && endedAt !== undefined && !isNear(ended.at, endedAt)) return true;
  if (isAlertOfAnother(known, observation)) return true;
  const isAlive = !["unseen", "ended"].includes(observedPhase(observation.facts));
  return observation.communicationId !== undefined && ended !== undefined && isAlive && connectedAt === undefined;
}

/** Both name an alert, and not the same one; neither has an id. */
function isAlertOfAnother({ communicationId, alertingReported, phases }: CommunicationState, observation: Observation) {
  const { alertingAt } = observation.facts;
  if (communicationId !== undefined || observation.communicationId !== undefined) return false;
  if (alertingReported === undefined || alertingAt === undefined) return false;
  return !isNear(alertingReported.at, alertingAt) && !(phases.ended !== undefined && alertingAt > phases.ended.at);
}

function isSameAlert({ alertingReported }: CommunicationState, observation: Observation): boolean {
  const { alertingAt } = observation.facts;
  return alertingAt !== undefined && alertingReported !== undefined && isNear(alertingReported.at, alertingAt);
}

function isConfirmed(known: CommunicationState, observation: Observation): boolean {
  const { connectedAt, endedAt } = observation.facts;
  const { connected, ended } = known.phases;
  return (
    (connectedAt !== undefined && connected !== undefined && isNear(connected.at, connectedAt)) ||
    (endedAt !== undefined && ended !== undefined && isNear(ended.at, endedAt))
  );
}

function isNear(left: number, right: number): boolean {
  return Math.abs(left - right) <= CLOCK_TOLERANCE_MS;
}
