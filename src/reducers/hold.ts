import type { AnomalyKind } from "../models/anomaly";
import type { Hold, Parking } from "../models/communication";
import { CLOCK_TOLERANCE_MS } from "../models/dated";
import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate, reportedDate, withLast } from "./dates";

/**
 * Folds holds. There is no "end of hold" in the platform's bodies: a hold begins at `startHoldTime` (else when it is
 * first seen) and ends when the communication is first seen without it, or with another `startHoldTime`, or when it is
 * parked. One that is open at the end of the communication ends there. `held` absent says nothing; `confined` and
 * `muted` are no holds.
 */
export function foldHolds(
  holds: readonly Hold[],
  observation: Observation,
  phase: Phase,
  parkings: readonly Parking[],
  notes: AnomalyKind[],
): readonly Hold[] {
  if (phase === "parked") return endAtParking(holds, observation, parkings.at(-1));
  const { held } = observation.facts;
  const holdStartedAt = startedAtOf(observation);
  const isHeld = held ?? (holdStartedAt === undefined ? undefined : true);
  if (isHeld === undefined) return holds;
  if (!isHeld) return phase === "ended" ? holds : release(holds, observation);
  if (holdStartedAt !== undefined) {
    const isInterrupted = phase === "connected" && wasParked(holds, holdStartedAt, parkings);
    if (isInterrupted)
      return [...holds, { start: observedDate(observation), end: undefined, reportedStart: holdStartedAt }];
    return holdSince(holds, observation, holdStartedAt, phase, notes);
  }
  if (phase === "ended" || isOpen(holds.at(-1))) return holds;
  return [...holds, { start: observedDate(observation), end: undefined, reportedStart: undefined }];
}

/** `startHoldTime`, else the start of the hold that the platform lists as going on. */
function startedAtOf({ facts }: Observation): Instant | undefined {
  if (facts.holdStartedAt !== undefined || facts.held === false) return facts.holdStartedAt;
  const last = facts.segments?.findLast(({ type }) => type !== "wrapup");
  return last?.type === "hold" && last.endAt === undefined ? last.startAt : undefined;
}

/** What is parked is not held: a hold ends where the parking begins, whether its flag still stands or not. */
function endAtParking(holds: readonly Hold[], observation: Observation, parking: Parking | undefined): readonly Hold[] {
  if (parking === undefined) return holds;
  const last = holds.at(-1);
  if (isOpen(last)) return withLast(holds, { ...last, end: parking.start });
  const startedAt = startedAtOf(observation);
  const isKnown = startedAt === undefined || holds.some((hold) => hold.reportedStart === startedAt);
  const freeFrom = holds.at(-1)?.end?.at ?? -Infinity;
  if (isKnown || startedAt >= parking.start.at || startedAt <= freeFrom) return holds;
  return [...holds, { start: reportedDate(observation, startedAt), end: parking.start, reportedStart: startedAt }];
}

/** Whether the hold that began at an instant ended only because it was parked; seen again after that, it goes on. */
function wasParked(holds: readonly Hold[], startedAt: Instant, parkings: readonly Parking[]): boolean {
  const known = holds.at(-1);
  if (known?.reportedStart !== startedAt || known.end === undefined) return false;
  return parkings.at(-1)?.start.at === known.end.at;
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
  if (isDateOf(last, startedAt)) return withLast(holds, hold);
  const end = startedAt < observation.at ? { ...start, origin: "inferred" as const } : observedDate(observation);
  return [...withLast(holds, { ...last, end }), hold];
}

/** Whether an instant dates a hold that was first seen without a date: one that began after that sight is another hold. */
function isDateOf(hold: Hold, startedAt: Instant): boolean {
  return hold.reportedStart === undefined && startedAt <= hold.start.at + CLOCK_TOLERANCE_MS;
}

function isOpen(hold: Hold | undefined): hold is Hold {
  return hold !== undefined && hold.end === undefined;
}
