import type { Sighting } from "../models/decoded";
import type { HeldRecord } from "../models/held-record";
import type { Observation } from "../models/observation";
import { comparePositions } from "../models/position";
import { compareObservations } from "./order";

/** A sighting as its record shows it. Spelled out: objects of one shape are what the hot path lives on. */
export function observe(sighting: Sighting, { at, undated, position }: HeldRecord): Observation {
  const { participantId, communicationId, mediaType, shape, facts } = sighting;
  return { participantId, communicationId, mediaType, shape, at, undated, position, facts };
}

/** Whether no participant occurs twice in a record. */
export function isOfDistinctParticipants({ sightings }: HeldRecord): boolean {
  for (let index = 1; index < sightings.length; index += 1) {
    for (let earlier = 0; earlier < index; earlier += 1) {
      if (sightings[earlier]?.participantId === sightings[index]?.participantId) return false;
    }
  }
  return true;
}

/** The observations of records of one instant, in their order; of equal copies the lowest position counts. */
export function sortTied(tied: readonly HeldRecord[]): Observation[] {
  const byParticipant = new Map<string, Observation[]>();
  for (const observation of tied.flatMap(observationsOf)) {
    const sorted = byParticipant.get(observation.participantId);
    if (sorted === undefined) byParticipant.set(observation.participantId, [observation]);
    else insertSorted(sorted, observation);
  }
  return [...byParticipant.values()].flat();
}

function observationsOf(record: HeldRecord): Observation[] {
  return record.sightings.map((sighting) => observe(sighting, record));
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

/** Whether a record speaks of none of the participants that others speak of. */
export function isApart(record: HeldRecord, others: readonly HeldRecord[]): boolean {
  return others.every((other) =>
    other.sightings.every(({ participantId }) =>
      record.sightings.every((sighting) => sighting.participantId !== participantId),
    ),
  );
}

/** Whether all that a record says was said at its instant, at positions not higher than its own. */
export function isRepeatOf(record: HeldRecord, tied: readonly HeldRecord[]): boolean {
  const held = tied.flatMap(observationsOf);
  return observationsOf(record).every((observation) =>
    held.some(
      (other) =>
        other.participantId === observation.participantId &&
        comparePositions(other.position, observation.position) <= 0 &&
        compareObservations(observation, other) === 0,
    ),
  );
}
