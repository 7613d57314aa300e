import type { ParticipantState } from "../../models/communication";
import type { ObservationBody } from "../../models/decoded";
import type { AcceptedRecord } from "../../models/accepted-record";
import { createParticipant } from "../../reducers/participant";
import type { FoldParticipant } from "./context";
import { itemAt } from "../../models/item-at";
import { isSettled, wasSeenAlive } from "./lifecycle-end";
import { isOfDistinctParticipants, observe, sortSameInstant } from "./same-instant";

/** A participant's state now. */
interface Track {
  state: ParticipantState;
  last: ObservationBody | undefined;
  /** The last thing said of it changes nothing when it is said again. */
  stable: boolean;
  isSettled: boolean;
  wasSeenAlive: boolean;
}

/** The states of a conversation's participants after all of its records. */
export class Tracks {
  private readonly tracks = new Map<string, Track>();
  /** The states, once they were asked for, until one changes. */
  private listed: readonly ParticipantState[] | undefined;
  /** How many participants are not settled, and how many were seen alive. */
  private unsettled = 0;
  private seenAlive = 0;
  /** What the last record said, where it spoke of nobody twice, and the track of each of whom it spoke. */
  private last: readonly ObservationBody[] = NONE;
  private ofLast: readonly Track[] = [];

  constructor(
    states: ReadonlyMap<string, ParticipantState>,
    private readonly foldOne: FoldParticipant,
  ) {
    this.take(states);
  }

  /** Folds a record that comes after all others, or beside those of its instant; says whether a state changed. */
  fold(record: AcceptedRecord): boolean {
    const { bodies } = record;
    if (!isLike(bodies, this.last)) {
      if (!isOfDistinctParticipants(record)) return this.foldSameInstant(record);
      this.ofLast = bodies.map(({ participantId }) => this.trackOf(participantId));
    }
    this.last = bodies;
    let isChanged = false;
    for (let index = 0; index < bodies.length; index += 1) {
      const [body, track] = [itemAt(bodies, index), itemAt(this.ofLast, index)];
      if (track.stable && track.last === body) continue;
      track.stable = !this.setState(track, this.foldOne(track.state, observe(body, record)));
      track.last = body;
      if (!track.stable) isChanged = true;
    }
    return isChanged;
  }

  private foldSameInstant(record: AcceptedRecord): boolean {
    this.last = NONE;
    let isChanged = false;
    for (const observation of sortSameInstant([record])) {
      const track = this.trackOf(observation.participantId);
      track.stable = false;
      if (this.setState(track, this.foldOne(track.state, observation))) isChanged = true;
    }
    return isChanged;
  }

  /** Takes states that were folded elsewhere. */
  take(states: ReadonlyMap<string, ParticipantState>): void {
    for (const [id, state] of states) {
      const track = this.trackOf(id);
      Object.assign(track, { last: undefined, stable: false });
      this.setState(track, state);
    }
  }

  /** Whether all has ended, with no after-call work open. */
  areSettled(): boolean {
    return this.unsettled === 0;
  }

  /** Whether anything was seen before it had ended. */
  isAnySeenAlive(): boolean {
    return this.seenAlive > 0;
  }

  /** The states by participant, as they are now. */
  states(): Map<string, ParticipantState> {
    const states = new Map<string, ParticipantState>();
    for (const [id, { state }] of this.tracks) states.set(id, state);
    return states;
  }

  /** The states, in the order in which the participants appeared. */
  all(): readonly ParticipantState[] {
    return (this.listed ??= this.list());
  }

  private list(): readonly ParticipantState[] {
    const states: ParticipantState[] = [];
    for (const track of this.tracks.values()) states.push(track.state);
    return states;
  }

  /** Sets the state of a participant; says whether it changed. */
  private setState(track: Track, state: ParticipantState): boolean {
    if (state === track.state) return false;
    this.unsettled += Number(track.isSettled);
    this.seenAlive -= Number(track.wasSeenAlive);
    track.state = state;
    track.isSettled = isSettled(state);
    track.wasSeenAlive = wasSeenAlive(state);
    this.unsettled -= Number(track.isSettled);
    this.seenAlive += Number(track.wasSeenAlive);
    this.listed = undefined;
    return true;
  }

  /** The track of a participant; of one of whom nothing was seen yet nothing is owed. */
  private trackOf(id: string): Track {
    const known = this.tracks.get(id);
    if (known !== undefined) return known;
    const state = createParticipant(id);
    const track = { state, last: undefined, stable: false, isSettled: true, wasSeenAlive: false };
    this.tracks.set(id, track);
    this.listed = undefined;
    return track;
  }
}

const NONE: readonly ObservationBody[] = [];

/** Whether a record speaks of the same participants, in the same order, as one that spoke of nobody twice. */
function isLike(bodies: readonly ObservationBody[], before: readonly ObservationBody[]): boolean {
  if (bodies.length !== before.length) return false;
  for (let index = 0; index < bodies.length; index += 1) {
    const [one, other] = [bodies[index], before[index]];
    if (one !== other && one?.participantId !== other?.participantId) return false;
  }
  return true;
}
