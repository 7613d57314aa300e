import type { ParticipantState } from "../../models/communication";
import { foldInto } from "./fold-records";
import type { EngineContext } from "./context";
import { ownPart, type Part } from "./part";

/** Folds some participants, or all, again from the part at a place on. Returns their states after all parts. */
export function foldPartsAgain(
  parts: Part[],
  place: number,
  base: ReadonlyMap<string, ParticipantState>,
  affected: ReadonlySet<string> | undefined,
  context: EngineContext,
): ReadonlyMap<string, ParticipantState> {
  const states = new Map<string, ParticipantState>();
  for (const [id, state] of parts[place]?.before ?? base)
    if (affected === undefined || affected.has(id)) states.set(id, state);
  foldInto(states, parts[place]?.block.records() ?? [], context.fold, affected);
  for (let index = place + 1; index < parts.length; index += 1) {
    const later = ownPart(parts, index, context.undo);
    for (const [id, state] of states) later?.before?.set(id, state);
    foldInto(states, later?.block.records() ?? [], context.fold, affected);
  }
  return states;
}
