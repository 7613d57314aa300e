import type { ParticipantState } from "../models/communication";
import type { Sighting } from "../models/decoded";
import type { HeldRecord } from "../models/held-record";
import { createParticipant } from "../reducers/participant";
import type { FoldParticipant } from "./means";
import { isOfDistinctParticipants, observe, sortTied } from "./tied";

/** A participant's state now. `stable`: the last thing said of it changes nothing when it is said again. */
interface Track {
  state: ParticipantState;
  last: Sighting | undefined;
  stable: boolean;
}

/** The states of a conversation's participants after all of its records. */
export class Tracks {
  private readonly tracks = new Map<string, Track>();
  /** What the last record said, where it spoke of nobody twice. */
  private last: readonly Sighting[] = NONE;

  constructor(
    states: ReadonlyMap<string, ParticipantState>,
    private readonly foldOne: FoldParticipant,
  ) {
    this.take(states);
  }

  /** Folds a record that comes after all others, or beside those of its instant; says whether a state changed. */
  fold(record: HeldRecord): boolean {
    const { sightings } = record;
    if (!isLike(sightings, this.last) && !isOfDistinctParticipants(record)) return this.foldTied(record);
    this.last = sightings;
    let isChanged = false;
    for (const sighting of sightings) {
      const track = this.trackOf(sighting.participantId);
      if (track.stable && track.last === sighting) continue;
      const after = this.foldOne(track.state, observe(sighting, record));
      track.stable = after === track.state;
      track.last = sighting;
      track.state = after;
      if (!track.stable) isChanged = true;
    }
    return isChanged;
  }

  private foldTied(record: HeldRecord): boolean {
    this.last = NONE;
    let isChanged = false;
    for (const observation of sortTied([record])) {
      const track = this.trackOf(observation.participantId);
      const after = this.foldOne(track.state, observation);
      track.stable = false;
      if (after !== track.state) isChanged = true;
      track.state = after;
    }
    return isChanged;
  }

  /** Takes states that were folded elsewhere. */
  take(states: ReadonlyMap<string, ParticipantState>): void {
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
    const states: ParticipantState[] = [];
    for (const track of this.tracks.values()) states.push(track.state);
    return states;
  }

  private trackOf(id: string): Track {
    const known = this.tracks.get(id);
    if (known !== undefined) return known;
    const track = { state: createParticipant(id), last: undefined, stable: false };
    this.tracks.set(id, track);
    return track;
  }
}

const NONE: readonly Sighting[] = [];

/** Whether a record speaks of the same participants, in the same order, as one that spoke of nobody twice. */
function isLike(sightings: readonly Sighting[], before: readonly Sighting[]): boolean {
  if (sightings.length !== before.length) return false;
  for (let index = 0; index < sightings.length; index += 1) {
    const [one, other] = [sightings[index], before[index]];
    if (one !== other && one?.participantId !== other?.participantId) return false;
  }
  return true;
}
