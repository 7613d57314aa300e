import type { ParticipantState } from "../models/communication";
import type { Sighting } from "../models/decoded";
import type { HeldRecord } from "../models/held-record";
import type { Observation } from "../models/observation";
import { createParticipant } from "../reducers/participant";
import type { FoldParticipant } from "./means";
import { isOfDistinctParticipants, observe, sortTied } from "./tied";

/** How many observations records make. */
export function countObservations(records: readonly HeldRecord[]): number {
  return records.reduce((sum, { sightings }) => sum + sightings.length, 0);
}

/** How many of some sorted records, of which the last does not, lie before an instant. */
export function countBefore(records: readonly HeldRecord[], instant: number): number {
  return records.findIndex(({ at }) => at >= instant);
}

/** Folds sorted records into states, those of one instant together; all participants, or only some. */
export function foldInto(
  states: Map<string, ParticipantState>,
  records: readonly HeldRecord[],
  fold: FoldParticipant,
  only: ReadonlySet<string> | undefined,
): void {
  /** What was last said of a participant, where hearing it again changes nothing. */
  const settled = new Map<string, Sighting>();
  const foldOne = (observation: Observation) => {
    const { participantId } = observation;
    const before = states.get(participantId) ?? createParticipant(participantId);
    const after = fold(before, observation);
    states.set(participantId, after);
    return after === before;
  };
  for (let from = 0; from < records.length;) {
    let until = from + 1;
    while (until < records.length && records[until]?.at === records[from]?.at) until += 1;
    const record = records[from];
    if (record !== undefined && until === from + 1 && isOfDistinctParticipants(record)) {
      for (const sighting of record.sightings) {
        const { participantId } = sighting;
        if (settled.get(participantId) === sighting || only?.has(participantId) === false) continue;
        if (foldOne(observe(sighting, record))) settled.set(participantId, sighting);
        else settled.delete(participantId);
      }
    } else {
      for (const observation of sortTied(records.slice(from, until))) {
        if (only?.has(observation.participantId) === false) continue;
        foldOne(observation);
        settled.delete(observation.participantId);
      }
    }
    from = until;
  }
}
