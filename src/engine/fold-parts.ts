import type { ParticipantState } from "../models/communication";
import { foldInto } from "./fold-records";
import type { Means } from "./means";
import { ownPart, type Part } from "./part";

/** Folds some participants, or all, again from the part at a place on. Returns their states after all parts. */
export function foldPartsAgain(
  parts: Part[],
  place: number,
  base: ReadonlyMap<string, ParticipantState>,
  affected: ReadonlySet<string> | undefined,
  means: Means,
): ReadonlyMap<string, ParticipantState> {
  const states = new Map<string, ParticipantState>();
  for (const [id, state] of parts[place]?.before ?? base)
    if (affected === undefined || affected.has(id)) states.set(id, state);
  foldInto(states, parts[place]?.segment.records() ?? [], means.fold, affected);
  for (let index = place + 1; index < parts.length; index += 1) {
    const later = ownPart(parts, index, means.undo);
    for (const [id, state] of states) later?.before?.set(id, state);
    foldInto(states, later?.segment.records() ?? [], means.fold, affected);
  }
  return states;
}
