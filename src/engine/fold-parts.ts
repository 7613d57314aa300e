import type { ParticipantState } from "../models/communication";
import type { HeldRecord } from "../models/held-record";
import { foldInto } from "./fold-records";
import type { Means } from "./means";
import { ownPart, type Part } from "./part";

/** Folds some participants again from the part at a place on, which has other records now. Returns their states after all parts. */
export function foldPartsAgain(
  parts: Part[],
  place: number,
  records: readonly HeldRecord[],
  base: ReadonlyMap<string, ParticipantState>,
  affected: ReadonlySet<string>,
  means: Means,
): ReadonlyMap<string, ParticipantState> {
  const states = new Map<string, ParticipantState>();
  const before = parts[place]?.before ?? base;
  for (const id of affected) {
    const state = before.get(id);
    if (state !== undefined) states.set(id, state);
  }
  foldInto(states, records, means.fold, affected);
  for (let index = place + 1; index < parts.length; index += 1) {
    const later = ownPart(parts, index, means.undo);
    for (const [id, state] of states) later?.before?.set(id, state);
    foldInto(states, later?.segment.records() ?? [], means.fold, affected);
  }
  return states;
}
