import type { ParticipantState } from "../../models/communication";
import type { ObservationBody } from "../../models/decoded";
import type { AcceptedRecord } from "../../models/accepted-record";
import type { Observation } from "../../models/observation";
import { createParticipant } from "../../reducers/participant";
import type { FoldParticipant } from "./context";
import { isOfDistinctParticipants, observe, sortSameInstant } from "./same-instant";

/** How many observations records make. */
export function countObservations(records: readonly AcceptedRecord[]): number {
  return records.reduce((sum, { bodies }) => sum + bodies.length, 0);
}

/** How many of some sorted records, of which the last does not, lie before an instant. */
export function countBefore(records: readonly AcceptedRecord[], instant: number): number {
  return records.findIndex(({ at }) => at >= instant);
}

/** Folds sorted records into states, those of one instant together; all participants, or only some. */
export function foldInto(
  states: Map<string, ParticipantState>,
  records: readonly AcceptedRecord[],
  fold: FoldParticipant,
  only: ReadonlySet<string> | undefined,
): void {
  /** What was last said of a participant, where hearing it again changes nothing. */
  const settled = new Map<string, ObservationBody>();
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
      for (const body of record.bodies) {
        const { participantId } = body;
        if (settled.get(participantId) === body || only?.has(participantId) === false) continue;
        if (foldOne(observe(body, record))) settled.set(participantId, body);
        else settled.delete(participantId);
      }
    } else {
      for (const observation of sortSameInstant(records.slice(from, until))) {
        if (only?.has(observation.participantId) === false) continue;
        foldOne(observation);
        settled.delete(observation.participantId);
      }
    }
    from = until;
  }
}
