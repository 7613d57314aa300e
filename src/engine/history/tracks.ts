import type { ParticipantState } from "../../models/communication";
import type { ObservationBody } from "../../models/decoded";
import type { AcceptedRecord } from "../../models/accepted-record";
import { createParticipant } from "../../reducers/participant";
import type { FoldParticipant } from "./context";
import { isOfDistinctParticipants, observe, sortSameInstant } from "./same-instant";

/** A participant's state now. `stable`: the last thing said of it changes nothing when it is said again. */
interface Track {
  state: ParticipantState;
  last: ObservationBody | undefined;
  stable: boolean;
}

/** The states of a conversation's participants after all of its records. */
export class Tracks {
  private readonly tracks = new Map<string, Track>();
  /** The states, once they were asked for, until one changes. */
  private listed: readonly ParticipantState[] | undefined;
  /** What the last record said, where it spoke of nobody twice. */
  private last: readonly ObservationBody[] = NONE;

  constructor(
    states: ReadonlyMap<string, ParticipantState>,
    private readonly foldOne: FoldParticipant,
  ) {
    this.take(states);
  }

  /** Folds a record that comes after all others, or beside those of its instant; says whether a state changed. */
  fold(record: AcceptedRecord): boolean {
    const { bodies } = record;
    if (!isLike(bodies, this.last) && !isOfDistinctParticipants(record)) return this.foldSameInstant(record);
    this.last = bodies;
    let isChanged = false;
    for (const body of bodies) {
      const track = this.trackOf(body.participantId);
      if (track.stable && track.last === body) continue;
      const after = this.foldOne(track.state, observe(body, record));
      track.stable = after === track.state;
      track.last = body;
      track.state = after;
      if (!track.stable) isChanged = true;
    }
    if (isChanged) this.listed = undefined;
    return isChanged;
  }

  private foldSameInstant(record: AcceptedRecord): boolean {
    this.last = NONE;
    let isChanged = false;
    for (const observation of sortSameInstant([record])) {
      const track = this.trackOf(observation.participantId);
      const after = this.foldOne(track.state, observation);
      track.stable = false;
      if (after !== track.state) isChanged = true;
      track.state = after;
    }
    if (isChanged) this.listed = undefined;
    return isChanged;
  }

  /** Takes states that were folded elsewhere. */
  take(states: ReadonlyMap<string, ParticipantState>): void {
    this.listed = undefined;
    for (const [id, state] of states) this.tracks.set(id, { state, last: undefined, stable: false });
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

  /** Whether something is so of every state; asks no further than to the first of which it is not. */
  every(isSo: (participant: ParticipantState) => boolean): boolean {
    for (const { state } of this.tracks.values()) if (!isSo(state)) return false;
    return true;
  }

  private list(): readonly ParticipantState[] {
    const states: ParticipantState[] = [];
    for (const track of this.tracks.values()) states.push(track.state);
    return states;
  }

  private trackOf(id: string): Track {
    const known = this.tracks.get(id);
    if (known !== undefined) return known;
    const track = { state: createParticipant(id), last: undefined, stable: false };
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
