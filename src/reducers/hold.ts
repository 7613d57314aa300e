import type { AnomalyKind } from "../models/anomaly";
import type { Hold } from "../models/communication";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate, reportedDate, withLast } from "./dates";

/**
 * Folds holds. There is no "end of hold" in the platform's bodies: a hold begins at `startHoldTime` (else when it is
 * first seen) and ends when the communication is first seen without it, or with another `startHoldTime`. One that is
 * open at the end of the communication ends there. `held` absent says nothing; `confined` and `muted` are no holds.
 */
export function foldHolds(
  holds: readonly Hold[],
  observation: Observation,
  phase: Phase,
  notes: AnomalyKind[],
): readonly Hold[] {
  const { held, holdStartedAt } = observation.facts;
  const isHeld = held ?? (holdStartedAt === undefined ? undefined : true);
  if (isHeld === undefined) return holds;
  if (!isHeld) return phase === "ended" ? holds : release(holds, observation);
  if (holdStartedAt !== undefined) return holdSince(holds, observation, holdStartedAt, phase, notes);
  if (phase === "ended" || isOpen(holds.at(-1))) return holds;
  return [...holds, { start: observedDate(observation), end: undefined, reportedStart: undefined }];
}

function release(holds: readonly Hold[], observation: Observation): readonly Hold[] {
  const last = holds.at(-1);
  return isOpen(last) ? withLast(holds, { ...last, end: observedDate(observation) }) : holds;
}

function holdSince(
  holds: readonly Hold[],
  observation: Observation,
  startedAt: number,
  phase: Phase,
  notes: AnomalyKind[],
): readonly Hold[] {
  const known = holds.findLast((hold) => hold.reportedStart === startedAt);
  if (known !== undefined) {
    if (known.end !== undefined) notes.push("holdReappeared");
    return holds;
  }
  if (phase === "ended" && startedAt > (observation.facts.endedAt ?? observation.at)) {
    notes.push("holdAfterEnd");
    return holds;
  }
  const start = reportedDate(observation, startedAt);
  const hold: Hold = { start, end: undefined, reportedStart: startedAt };
  const last = holds.at(-1);
  if (!isOpen(last)) return [...holds, hold];
  if (last.reportedStart === undefined && startedAt <= last.start.at) return withLast(holds, hold);
  const end = startedAt < observation.at ? { ...start, origin: "inferred" as const } : observedDate(observation);
  return [...withLast(holds, { ...last, end }), hold];
}

function isOpen(hold: Hold | undefined): hold is Hold {
  return hold !== undefined && hold.end === undefined;
}
