import type { CommunicationStub, ParticipantState } from "../models/communication";
import type { Sighting } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Position } from "../models/position";
import { createParticipant } from "../reducers/participant";
import type { FoldParticipant, Means } from "./means";
import { Segment } from "./packing/segment";
import { isApart, isOfDistinctParticipants, isRepeatOf, observe, sortTied } from "./tied";

/** A record as its conversation keeps it: one observation for each sighting. */
export interface HeldRecord {
  readonly at: Instant;
  /** The record carried no instant; `at` is then its place in the conversation. */
  readonly undated: boolean;
  readonly position: Position;
  readonly sightings: readonly Sighting[];
}

/** What a record did to its conversation. `unchanged`: it is news, but the states stay as they are. */
export type Placement = "repeated" | "unchanged" | "changed";

type States = ReadonlyMap<string, ParticipantState>;

/** A participant's state now. `stable`: the last thing said of it, if hearing it again changes nothing. */
interface Track {
  state: ParticipantState;
  last: Sighting | undefined;
  stable: boolean;
}

/** A segment of the records with the states before it; undefined before the first: there the base stands. */
interface Part {
  readonly segment: Segment;
  readonly before: Map<string, ParticipantState> | undefined;
}

const RECORDS_PER_PART = 64;

/**
 * The records of a conversation sorted by instant, packed, and the states of its participants: the fold over them. A
 * record in order costs one step; one out of order is inserted, and its participants are folded again from the start
 * of its part on.
 */
export class History {
  private parts: Part[] = [];
  private base: States = new Map();
  private tracks: Map<string, Track> | undefined = new Map();

  constructor(
    private readonly finished: ReadonlyMap<string, readonly CommunicationStub[]>,
    private readonly means: Means,
  ) {}

  place(record: HeldRecord): Placement {
    const last = this.parts.at(-1)?.segment;
    if (last === undefined || record.at > last.lastAt) return this.append(record);
    if (record.at < last.lastAt) return this.insert(record);
    const tied = last.lastTied();
    if (!isApart(record, tied)) return this.insert(record);
    const isChanged = this.fold(record);
    last.append(record);
    return isChanged ? "changed" : "unchanged";
  }

  /** The state of every participant. */
  *participants(): Iterable<ParticipantState> {
    for (const track of this.current().values()) yield track.state;
  }

  records(): HeldRecord[] {
    return this.parts.flatMap(({ segment }) => segment.records());
  }

  /** Lets go of the states; they are folded again when they are asked for. */
  rest(): void {
    this.tracks = undefined;
    for (const { segment } of this.parts) segment.rest();
  }

  /** Gives back what it holds. */
  release(): void {
    for (const { segment } of this.parts) segment.release();
  }

  /** Folds what is older than `horizon` into the base and lets go of it; returns how many observations that were. */
  seal(horizon: Instant): number {
    const first = this.parts[0]?.segment;
    if (first === undefined || first.firstAt >= horizon) return 0;
    return this.sealWhole(horizon) + this.sealPart(horizon);
  }

  /** Lets go of parts that are all older. */
  private sealWhole(horizon: Instant): number {
    let sealed = 0;
    for (let first = this.parts[0]; first !== undefined && first.segment.lastAt < horizon; first = this.parts[0]) {
      this.base = this.parts[1]?.before ?? this.currentStates();
      sealed += countObservations(first.segment.records());
      first.segment.release();
      this.parts.shift();
    }
    return sealed;
  }

  /** Takes a part apart once a fair share of it is older, so that it is not taken apart at every step. */
  private sealPart(horizon: Instant): number {
    const segment = this.parts[0]?.segment;
    if (segment === undefined || segment.firstAt >= horizon) return 0;
    if (horizon - segment.firstAt < (segment.lastAt - segment.firstAt) / 4) return 0;
    const records = segment.records();
    const count = records.findIndex(({ at }) => at >= horizon);
    const older = records.splice(0, count);
    const states = new Map(this.base);
    foldInto(states, older, this.finished, this.means.fold, undefined);
    this.base = states;
    segment.replace(records);
    return countObservations(older);
  }

  private append(record: HeldRecord): Placement {
    let part = this.parts.at(-1);
    if (part === undefined || part.segment.count >= RECORDS_PER_PART) {
      const before = part === undefined ? undefined : this.currentStates();
      part?.segment.rest();
      part = { segment: new Segment(this.means.store), before };
      this.parts.push(part);
    }
    const isChanged = this.fold(record);
    part.segment.append(record);
    return isChanged ? "changed" : "unchanged";
  }

  /** Folds a record that comes after all others, or beside those of its instant. */
  private fold(record: HeldRecord): boolean {
    const tracks = this.current();
    let isChanged = false;
    if (!isOfDistinctParticipants(record)) {
      for (const observation of sortTied([record])) {
        const track = this.trackOf(tracks, observation.participantId);
        const after = this.means.fold(track.state, observation);
        track.stable = false;
        isChanged ||= after !== track.state;
        track.state = after;
      }
      return isChanged;
    }
    for (const sighting of record.sightings) {
      const track = this.trackOf(tracks, sighting.participantId);
      if (track.stable && track.last === sighting) continue;
      const after = this.means.fold(track.state, observe(sighting, record));
      track.stable = after === track.state;
      track.last = sighting;
      isChanged ||= !track.stable;
      track.state = after;
    }
    return isChanged;
  }

  private trackOf(tracks: Map<string, Track>, id: string): Track {
    const known = tracks.get(id);
    if (known !== undefined) return known;
    const track = { state: createParticipant(id, this.finished.get(id)), last: undefined, stable: false };
    tracks.set(id, track);
    return track;
  }

  /** Inserts a record among those held, and folds its participants again from its part on. */
  private insert(record: HeldRecord): Placement {
    const place = Math.max(
      0,
      this.parts.findLastIndex(({ segment }) => segment.firstAt <= record.at),
    );
    const part = this.parts[place];
    if (part === undefined) return this.append(record);
    const records = part.segment.records();
    let index = records.findIndex(({ at }) => at > record.at);
    if (index < 0) index = records.length;
    const tied = records.filter(({ at }) => at === record.at);
    if (tied.length > 0 && isRepeatOf(record, tied)) return "repeated";
    const tracks = this.current();
    records.splice(index, 0, record);
    part.segment.replace(records);
    this.foldAgain(place, records, new Set(record.sightings.map(({ participantId }) => participantId)), tracks);
    return "changed";
  }

  private foldAgain(
    place: number,
    records: readonly HeldRecord[],
    affected: ReadonlySet<string>,
    tracks: Map<string, Track>,
  ): void {
    const states = new Map<string, ParticipantState>();
    const before = this.parts[place]?.before ?? this.base;
    for (const id of affected) {
      const state = before.get(id);
      if (state !== undefined) states.set(id, state);
    }
    foldInto(states, records, this.finished, this.means.fold, affected);
    for (const later of this.parts.slice(place + 1)) {
      for (const [id, state] of states) later.before?.set(id, state);
      foldInto(states, later.segment.records(), this.finished, this.means.fold, affected);
    }
    for (const [id, state] of states) tracks.set(id, { state, last: undefined, stable: false });
  }

  private current(): Map<string, Track> {
    if (this.tracks !== undefined) return this.tracks;
    const last = this.parts.at(-1);
    const states = new Map(last?.before ?? this.base);
    if (last !== undefined) foldInto(states, last.segment.records(), this.finished, this.means.fold, undefined);
    this.tracks = new Map();
    for (const [id, state] of states) this.tracks.set(id, { state, last: undefined, stable: false });
    return this.tracks;
  }

  private currentStates(): Map<string, ParticipantState> {
    const states = new Map<string, ParticipantState>();
    for (const [id, { state }] of this.current()) states.set(id, state);
    return states;
  }
}

function countObservations(records: readonly HeldRecord[]): number {
  return records.reduce((sum, { sightings }) => sum + sightings.length, 0);
}

/** Folds sorted records, those of one instant together; all participants, or only some. */
function foldInto(
  states: Map<string, ParticipantState>,
  records: readonly HeldRecord[],
  finished: ReadonlyMap<string, readonly CommunicationStub[]>,
  fold: FoldParticipant,
  only: ReadonlySet<string> | undefined,
): void {
  for (let from = 0; from < records.length;) {
    let until = from + 1;
    while (records[until]?.at === records[from]?.at && until < records.length) until += 1;
    for (const observation of sortTied(records.slice(from, until))) {
      const { participantId } = observation;
      if (only !== undefined && !only.has(participantId)) continue;
      const before = states.get(participantId) ?? createParticipant(participantId, finished.get(participantId));
      states.set(participantId, fold(before, observation));
    }
    from = until;
  }
}
