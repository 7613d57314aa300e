import type { ObservationBody } from "../../models/decoded";

/** From which part of a history on the states no longer follow from its records: those of some participants, or of all. `who` is its own. */
export interface Stale {
  readonly from: number;
  readonly who: Set<string> | undefined;
}

/** What is stale once a record was placed in a part, and its participants were not folded again. */
export function withPlaced(stale: Stale | undefined, part: number, bodies: readonly ObservationBody[]): Stale {
  const { from = part, who } = stale ?? { who: new Set<string>() };
  for (const { participantId } of bodies) who?.add(participantId);
  return { from: Math.min(from, part), who };
}

/** What is stale once a part begins behind another, and the states of nobody are known there. */
export function withNewPart(stale: Stale | undefined, before: number): Stale {
  return { from: Math.min(stale?.from ?? before, before), who: undefined };
}
