import type { CommunicationStub, ParticipantState } from "../models/communication";
import type { Instant } from "../models/instant";
import { isSameFacts, type Facts, type Observation } from "../models/observation";
import { comparePositions } from "../models/position";
import { createParticipant, foldParticipant } from "../reducers/participant";
import { compareObservations } from "./order";

/** What an observation did to a history. `unchanged`: it is kept, and the state is the same as without it. */
export type Placement = "changed" | "unchanged" | "repeated";

/**
 * The observations of one participant, sorted, each with the state after it. Placing one at the end folds one step;
 * placing one earlier folds again from there. Observations that can no longer be preceded are sealed: let go, their
 * state kept as the base. The arrays are this object's own.
 */
export interface History {
  readonly place: (observation: Observation) => Placement;
  /** Lets go of what is older than an instant; returns how many observations that were. */
  readonly seal: (horizon: Instant) => number;
  readonly state: () => ParticipantState;
  /** Lets go of the states, which follow from the observations; they are folded again when they are needed. */
  readonly rest: () => void;
  /** What is not sealed, in order. */
  readonly observations: () => readonly Observation[];
}

/** A history of a participant of which at most finished communications are known. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createHistory(participantId: string, finished: readonly CommunicationStub[]): History {
  let base = createParticipant(participantId, finished);
  let observations: Observation[] = [];
  let states: ParticipantState[] = [];
  const stateBefore = (index: number) => (index === 0 ? base : (states[index - 1] ?? base));

  function state(): ParticipantState {
    if (states.length < observations.length) refold(0);
    return stateBefore(states.length);
  }

  function refold(from: number): void {
    for (let index = from; index < observations.length; index += 1) {
      const observation = observations[index];
      if (observation !== undefined) states[index] = foldParticipant(stateBefore(index), observation);
    }
  }

  function place(observation: Observation): Placement {
    const before = state();
    let index = observations.length;
    let order = 1;
    for (let other = observations[index - 1]; other !== undefined; other = observations[index - 1]) {
      order = compareObservations(observation, other);
      if (order >= 0) break;
      index -= 1;
    }
    if (order === 0 && index > 0) return replaceCopy(index - 1, observation, before);
    observations.splice(index, 0, withSharedFacts(observation, observations[index - 1]));
    states.splice(index, 0, before);
    refold(index);
    return state() === before ? "unchanged" : "changed";
  }

  /** Of equal copies the lowest position counts, so that evidence does not depend on arrival either. */
  function replaceCopy(index: number, observation: Observation, before: ParticipantState): Placement {
    const held = observations[index];
    if (held === undefined || comparePositions(observation.position, held.position) >= 0) return "repeated";
    observations[index] = observation;
    refold(index);
    return state() === before ? "repeated" : "changed";
  }

  function rest(): void {
    states = [];
  }

  function seal(horizon: Instant): number {
    let count = 0;
    while ((observations[count]?.at ?? Infinity) < horizon) count += 1;
    if (count === 0 || count * 4 < observations.length) return 0;
    state();
    base = stateBefore(count);
    observations = observations.slice(count);
    states = states.slice(count);
    return count;
  }

  return { place, seal, state, rest, observations: () => observations };
}

/** Most observations say what the one before them says: they share its facts, and at least its texts. */
function withSharedFacts(observation: Observation, before: Observation | undefined): Observation {
  if (before === undefined) return observation;
  const { mediaType, shape, at, undated, position } = observation;
  const isSameName = observation.communicationId === before.communicationId;
  return {
    participantId: before.participantId,
    communicationId: isSameName ? before.communicationId : observation.communicationId,
    mediaType,
    shape,
    at,
    undated,
    position,
    facts: isSameFacts(before.facts, observation.facts)
      ? before.facts
      : withSharedTexts(observation.facts, before.facts),
  };
}

/** The same facts, with texts that equal the earlier ones being them: a parser makes a copy of each. */
function withSharedTexts(facts: Facts, before: Facts): Facts {
  const shared: Record<string, unknown> = {};
  for (const key in facts) {
    const held = before[key as keyof Facts];
    shared[key] = held === facts[key as keyof Facts] ? held : facts[key as keyof Facts];
  }
  return shared;
}
