import type { CommunicationStub, ParticipantState } from "../models/communication";
import { createParticipant } from "../reducers/participant";
import type { HeldRecord } from "./history";
import type { FoldParticipant } from "./means";
import { sortTied } from "./tied";

/** How many observations records make. */
export function countObservations(records: readonly HeldRecord[]): number {
  return records.reduce((sum, { sightings }) => sum + sightings.length, 0);
}

/** Folds sorted records into states, those of one instant together; all participants, or only some. */
export function foldInto(
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
