import type { Lasting } from "../models/communication";
import type { Span } from "../models/dated";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate, withLast } from "./dates";

/** Folds secure pauses: from the first observation with `securePause` to the first without it, or the end. */
export function foldSecurePauses(pauses: readonly Span[], observation: Observation, phase: Phase): readonly Span[] {
  const { securePause } = observation.facts;
  const last = pauses.at(-1);
  const isPaused = last !== undefined && last.end === undefined;
  if (securePause === undefined || securePause === isPaused || phase === "ended") return pauses;
  if (securePause) return [...pauses, { start: observedDate(observation), end: undefined }];
  return last === undefined ? pauses : withLast(pauses, { ...last, end: observedDate(observation) });
}

/** Folds the states of the recording (`none`, `active`, `paused`), each until the next. */
export function foldRecordings(
  recordings: readonly Lasting[],
  observation: Observation,
  phase: Phase,
): readonly Lasting[] {
  const { recordingState, recording } = observation.facts;
  const state = recordingState ?? (recording === undefined ? undefined : recording ? "active" : "none");
  if (state === undefined || phase === "ended") return recordings;
  const before = recordings.at(-1)?.state ?? "none";
  return state === before ? recordings : [...recordings, { state, start: observedDate(observation) }];
}
