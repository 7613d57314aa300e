import type { CommunicationStub, ParticipantState } from "../models/communication";
import type { Sighting } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";
import { comparePositions, type Position } from "../models/position";
import { createParticipant, foldParticipant } from "../reducers/participant";
import { createCheckpoints, type States } from "./checkpoints";
import { compareObservations } from "./order";

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

/**
 * The records of a conversation sorted by instant, and the states of its participants: the fold over them. A record in
 * order costs one step; one out of order is inserted, and its participants are folded again from the checkpoint before.
 */
export interface History {
  readonly place: (record: HeldRecord) => Placement;
  /** Folds what is older than `horizon` into a base and lets go of it; returns how many observations that were. */
  readonly seal: (horizon: Instant) => number;
  readonly participants: () => Iterable<ParticipantState>;
  readonly records: () => readonly HeldRecord[];
  /** Lets go of the states; they are folded again when they are asked for. */
  readonly rest: () => void;
}

/** An empty history. `finished` tells the participants' communications that were let go before. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createHistory(finished: ReadonlyMap<string, readonly CommunicationStub[]>): History {
  let records: HeldRecord[] = [];
  let base: States = new Map();
  let states: States | undefined = new Map();
  const checkpoints = createCheckpoints();

  const current = () => (states ??= statesAfter(records.length));

  /** The states after the first `count` records; `count` does not part records of one instant. */
  function statesAfter(count: number): States {
    const checkpoint = checkpoints.lastWithin(count);
    const folded = new Map(checkpoint?.states ?? base);
    foldRange(folded, checkpoint?.count ?? 0, count, undefined);
    return folded;
  }

  /** Folds records on, all participants or some; records of one instant go together. */
  function foldRange(into: States, from: number, until: number, only: ReadonlySet<string> | undefined): boolean {
    let isChanged = false;
    for (let index = from; index < until;) {
      const next = endOfTie(index);
      const record = records[index];
      const isPlain = next === index + 1 && record !== undefined && isOfDistinctParticipants(record);
      const observations = isPlain ? observationsOf(record, only) : sortTied(records.slice(index, next), only);
      for (const observation of observations) isChanged = foldOne(into, observation) || isChanged;
      index = next;
      if (only !== undefined) checkpoints.mend(index, into, only);
    }
    return isChanged;
  }

  function foldOne(into: States, observation: Observation): boolean {
    const { participantId } = observation;
    const before = into.get(participantId) ?? createParticipant(participantId, finished.get(participantId));
    const after = foldParticipant(before, observation);
    if (after === before) return false;
    into.set(participantId, after);
    return true;
  }

  function endOfTie(index: number): number {
    const at = records[index]?.at;
    let end = index + 1;
    while (end < records.length && records[end]?.at === at) end += 1;
    return end;
  }

  /** The first index whose record is later than an instant. */
  function indexAfter(at: Instant): number {
    let index = records.length;
    while (index > 0 && (records[index - 1]?.at ?? -Infinity) > at) index -= 1;
    return index;
  }

  /** At the end, and nothing else is said of its participants at its instant. */
  function append(record: HeldRecord): Placement {
    const into = current();
    records.push(record);
    return foldRange(into, records.length - 1, records.length, undefined) ? "changed" : "unchanged";
  }

  function insert(record: HeldRecord, index: number): Placement {
    let start = index;
    while (start > 0 && records[start - 1]?.at === record.at) start -= 1;
    const tied = records.slice(start, index);
    if (index === records.length && tied.every((other) => isApart(record, other))) return append(record);
    if (tied.length > 0 && isRepeatOf(record, tied)) return "repeated";
    const into = current();
    records.splice(index, 0, record);
    checkpoints.recordInserted(start);
    const affected = new Set(record.sightings.map(({ participantId }) => participantId));
    const before = [...affected].map((id) => into.get(id));
    const checkpoint = checkpoints.lastWithin(start);
    for (const id of affected) {
      const state = (checkpoint?.states ?? base).get(id);
      if (state === undefined) into.delete(id);
      else into.set(id, state);
    }
    foldRange(into, checkpoint?.count ?? 0, records.length, affected);
    return [...affected].every((id, place) => into.get(id) === before[place]) ? "unchanged" : "changed";
  }

  function seal(horizon: Instant): number {
    const quarter = records[Math.floor(records.length / 4)];
    if (quarter === undefined || quarter.at >= horizon) return 0;
    const count = records.findIndex(({ at }) => at >= horizon);
    const sealed = count < 0 ? records.length : count;
    base = statesAfter(sealed);
    checkpoints.recordsSealed(sealed);
    return records.splice(0, sealed).reduce((sum, { sightings }) => sum + sightings.length, 0);
  }

  return {
    place(record) {
      const last = records.at(-1);
      if (last === undefined || record.at > last.at) {
        if (checkpoints.isTimeFor(records.length)) checkpoints.take(records.length, current());
        return append(record);
      }
      return insert(record, indexAfter(record.at));
    },
    seal,
    participants: () => current().values(),
    records: () => records,
    rest() {
      states = undefined;
      checkpoints.clear();
    },
  };
}

function isOfDistinctParticipants({ sightings }: HeldRecord): boolean {
  for (let index = 1; index < sightings.length; index += 1) {
    for (let earlier = 0; earlier < index; earlier += 1) {
      if (sightings[earlier]?.participantId === sightings[index]?.participantId) return false;
    }
  }
  return true;
}

function observationsOf(record: HeldRecord, only: ReadonlySet<string> | undefined): Observation[] {
  const { sightings } = record;
  const chosen = only === undefined ? sightings : sightings.filter(({ participantId }) => only.has(participantId));
  return chosen.map((sighting) => observe(sighting, record));
}

/** Spelled out: objects of one shape are what the hot path lives on. */
function observe(sighting: Sighting, { at, undated, position }: HeldRecord): Observation {
  const { participantId, communicationId, mediaType, shape, facts } = sighting;
  return { participantId, communicationId, mediaType, shape, at, undated, position, facts };
}

/** The observations of records of one instant, in their order; of equal copies the lowest position counts. */
function sortTied(tied: readonly HeldRecord[], only: ReadonlySet<string> | undefined): Observation[] {
  const byParticipant = new Map<string, Observation[]>();
  for (const observation of tied.flatMap((record) => observationsOf(record, only))) {
    const sorted = byParticipant.get(observation.participantId);
    if (sorted === undefined) byParticipant.set(observation.participantId, [observation]);
    else insertSorted(sorted, observation);
  }
  return [...byParticipant.values()].flat();
}

function insertSorted(sorted: Observation[], observation: Observation): void {
  let index = sorted.length;
  for (let other = sorted[index - 1]; other !== undefined; other = sorted[index - 1]) {
    const order = compareObservations(observation, other);
    if (order === 0) {
      if (comparePositions(observation.position, other.position) < 0) sorted[index - 1] = observation;
      return;
    }
    if (order > 0) break;
    index -= 1;
  }
  sorted.splice(index, 0, observation);
}

/** Whether two records speak of different participants. */
function isApart(left: HeldRecord, right: HeldRecord): boolean {
  return left.sightings.every(({ participantId }) =>
    right.sightings.every((other) => other.participantId !== participantId),
  );
}

/** Whether all that a record says was said at its instant, at positions not higher than its own. */
function isRepeatOf(record: HeldRecord, tied: readonly HeldRecord[]): boolean {
  const held = tied.flatMap((other) => observationsOf(other, undefined));
  return observationsOf(record, undefined).every((observation) =>
    held.some(
      (other) =>
        other.participantId === observation.participantId &&
        comparePositions(other.position, observation.position) <= 0 &&
        compareObservations(observation, other) === 0,
    ),
  );
}
