import type { ObservationBody } from "../../models/decoded";
import type { AcceptedRecord } from "../../models/accepted-record";
import type { Observation } from "../../models/observation";
import { comparePositions } from "../../models/position";
import { compareObservations } from "./order";

/** An observation body as its record shows it. Spelled out: objects of one shape are what the hot path lives on. */
export function observe(body: ObservationBody, { at, undated, position }: AcceptedRecord): Observation {
  const { participantId, communicationId, mediaType, shape, facts } = body;
  return { participantId, communicationId, mediaType, shape, at, undated, position, facts };
}

/** Whether no participant occurs twice in a record. */
export function isOfDistinctParticipants({ bodies }: AcceptedRecord): boolean {
  for (let index = 1; index < bodies.length; index += 1) {
    for (let earlier = 0; earlier < index; earlier += 1) {
      if (bodies[earlier]?.participantId === bodies[index]?.participantId) return false;
    }
  }
  return true;
}

/** The observations of records of one instant, in their order; of equal copies the lowest position counts. */
export function sortSameInstant(sameInstant: readonly AcceptedRecord[]): Observation[] {
  const byParticipant = new Map<string, Observation[]>();
  for (const observation of sameInstant.flatMap(observationsOf)) {
    const sorted = byParticipant.get(observation.participantId);
    if (sorted === undefined) byParticipant.set(observation.participantId, [observation]);
    else insertSorted(sorted, observation);
  }
  return [...byParticipant.values()].flat();
}

function observationsOf(record: AcceptedRecord): Observation[] {
  return record.bodies.map((body) => observe(body, record));
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
export function isApart(record: AcceptedRecord, others: readonly AcceptedRecord[]): boolean {
  return others.every((other) =>
    other.bodies.every(({ participantId }) => record.bodies.every((body) => body.participantId !== participantId)),
  );
}

/** Whether all that a record says was said at its instant, at positions not higher than its own. */
export function isRepeatOf(record: AcceptedRecord, sameInstant: readonly AcceptedRecord[]): boolean {
  const known = sameInstant.flatMap(observationsOf);
  return observationsOf(record).every((observation) =>
    known.some(
      (other) =>
        other.participantId === observation.participantId &&
        comparePositions(other.position, observation.position) <= 0 &&
        compareObservations(observation, other) === 0,
    ),
  );
}
