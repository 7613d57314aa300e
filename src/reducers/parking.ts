import type { Span } from "../models/dated";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate, reportedDate, withLast } from "./dates";

/**
 * Folds parkings: from `parkTime` (which does not reset on resume, so an old one counts once) or the first observation
 * of `parked`, until the communication is seen connected again. One that is open at the end ends there.
 */
export function foldParkings(parkings: readonly Span[], observation: Observation, phase: Phase): readonly Span[] {
  const last = parkings.at(-1);
  const isParked = last !== undefined && last.end === undefined;
  if (phase === "parked")
    return isParked ? parkings : [...parkings, { start: startOf(last, observation), end: undefined }];
  if (phase === "connected" && isParked) return withLast(parkings, { ...last, end: observedDate(observation) });
  return parkings;
}

function startOf(last: Span | undefined, observation: Observation): Span["start"] {
  const { parkedAt } = observation.facts;
  const isNew = parkedAt !== undefined && (last === undefined || parkedAt > last.start.at);
  return isNew ? reportedDate(observation, parkedAt) : observedDate(observation);
}
