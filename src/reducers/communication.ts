import { withAnomaly, type AnomalyCounts, type AnomalyKind } from "../models/anomaly";
import type { CommunicationState } from "../models/communication";
import { betterDate, type Dated } from "../models/dated";
import { observedPhase } from "../models/phase";
import { isSameFacts, NO_FACTS } from "../models/generated/fact-values";
import type { Observation } from "../models/observation";
import { foldAfterCallWork, NO_AFTER_CALL_WORK } from "./after-call-work";
import { foldPromises } from "./callback";
import { observedDate, reportedDate } from "./dates";
import { foldFlows, NO_FLOWS } from "./flow";
import { foldHolds } from "./hold";
import { foldListed, NO_LISTED } from "./listed";
import { foldParkings } from "./parking";
import { foldPhase, NO_PHASES } from "./phase";
import { NO_PROFILE } from "./generated/profile-values";
import { foldProfile } from "./profile";
import { NO_CLAIMS, rulesFor, type ProfileRules } from "./profile-rules";
import { foldRecordings, foldSecurePauses } from "./recording";
import { foldSupervision } from "./supervision";
import { withReportedWork } from "./reported-work";

/** The state of a communication before anything was seen of it. */
export function createCommunication(
  observation: Observation,
  place: { readonly episode: number; readonly isFirst: boolean },
): CommunicationState {
  return {
    participantId: observation.participantId,
    communicationId: observation.communicationId,
    mediaType: observation.mediaType,
    episode: place.episode,
    isFirst: place.isFirst,
    firstSeen: observedDate(observation),
    incomplete: observedPhase(observation.facts) === "ended",
    inSnapshot: false,
    shown: undefined,
    listed: NO_LISTED,
    lastFacts: NO_FACTS,
    profile: NO_PROFILE,
    started: undefined,
    alertingReported: undefined,
    phases: NO_PHASES,
    holds: [],
    afterCallWork: NO_AFTER_CALL_WORK,
    parkings: [],
    securePauses: [],
    recordings: [],
    supervision: [],
    promises: [],
    totals: undefined,
    flows: NO_FLOWS,
    anomalies: {},
  };
}

/**
 * One step of the fold: what was known of a communication, and the next observation of it in time. `claims` are the facts
 * that a younger communication of the participant has already. Returns the same object when there is nothing new.
 */
export function foldCommunication(
  state: CommunicationState,
  observation: Observation,
  claims: ProfileRules = NO_CLAIMS,
): CommunicationState {
  if (saysTheSame(state, observation)) return state;
  const notes: AnomalyKind[] = [];
  const phases = foldPhase(state.phases, observation, notes);
  const { phase } = phases;
  const alertingReported = reported(state.alertingReported, observation, observation.facts.alertingAt);
  const bornAt = phases.connected?.at ?? alertingReported?.at;
  const parkings = foldParkings(state.parkings, observation, phase, phases.connected?.at);
  return {
    participantId: state.participantId,
    communicationId: state.communicationId ?? observation.communicationId,
    mediaType: state.mediaType === "unknown" ? observation.mediaType : state.mediaType,
    episode: state.episode,
    isFirst: state.isFirst,
    firstSeen: state.firstSeen,
    incomplete: state.incomplete,
    inSnapshot: state.inSnapshot || observation.shape === "snapshot",
    shown: state.shown ?? firstSnapshot(observation),
    listed: foldListed(state.listed, observation),
    lastFacts: observation.facts,
    profile: foldProfile(state.profile, observation.facts, rulesFor(state, observation, phase, claims)),
    started: reported(state.started, observation, observation.facts.startedAt),
    alertingReported,
    phases,
    holds: foldHolds(state.holds, observation, phase, parkings, notes),
    afterCallWork: foldAfterCallWork(state.afterCallWork, withReportedWork(observation, state), phases, bornAt, notes),
    parkings,
    securePauses: foldSecurePauses(state.securePauses, observation, phase),
    recordings: foldRecordings(state.recordings, observation, phase),
    supervision: foldSupervision(state.supervision, observation, phase, state),
    promises: foldPromises(state.promises, observation, phase),
    totals: foldTotals(state.totals, observation),
    flows: foldFlows(state.flows, observation),
    anomalies: notes.length === 0 ? state.anomalies : notes.reduce<AnomalyCounts>(withAnomaly, state.anomalies),
  };
}

/**
 * Whether an observation says what the one before it said, in as good a shape: every rule of the fold leaves the state as
 * it is then, and what contradicts itself is counted once.
 */
function saysTheSame(state: CommunicationState, observation: Observation): boolean {
  const isKnown = state.inSnapshot || observation.shape === "event";
  const isNamed = state.communicationId !== undefined || observation.communicationId === undefined;
  const hasMedium = state.mediaType !== "unknown" || observation.mediaType === "unknown";
  return (
    isKnown && isNamed && hasMedium && state.lastFacts !== NO_FACTS && isSameFacts(state.lastFacts, observation.facts)
  );
}

function firstSnapshot(observation: Observation): CommunicationState["shown"] {
  if (observation.shape !== "snapshot") return undefined;
  return { seen: observedDate(observation), phase: observedPhase(observation.facts) };
}

function reported(known: Dated | undefined, observation: Observation, at: number | undefined): Dated | undefined {
  return at === undefined || known !== undefined ? known : betterDate(known, reportedDate(observation, at));
}

function foldTotals(known: CommunicationState["totals"], observation: Observation): CommunicationState["totals"] {
  const { totals } = observation.facts;
  if (totals === undefined) return known;
  const values = { ...totals, ...known?.values };
  const isNew = known === undefined || Object.keys(values).length > Object.keys(known.values).length;
  return isNew ? { values, by: observation.position } : known;
}
