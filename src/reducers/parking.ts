import type { Parking, ResumePlan } from "../models/communication";
import { CLOCK_TOLERANCE_MS, type Dated } from "../models/dated";
import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate, reportedDate, withLast } from "./dates";

/**
 * Folds parkings: from `parkTime` (which does not reset on resume, so an old one counts once) or the first observation
 * of `parked`, until the communication is seen connected again. One that is open at the end ends there. Another
 * `parkTime` proves another parking; if no resume was seen between, the first ended at an unknown instant. So did one
 * that only its `parkTime` shows.
 */
export function foldParkings(
  parkings: readonly Parking[],
  observation: Observation,
  phase: Phase,
  connectedAt: Instant | undefined,
): readonly Parking[] {
  const last = parkings.at(-1);
  if (phase === "parked") return foldParked(parkings, last, observation);
  const { parkedAt, resumeAt } = observation.facts;
  if (parkedAt !== undefined && isUnseen(parkedAt, last, connectedAt)) {
    const over = isOpen(last) ? withLast(parkings, lost(last, reportedDate(observation, parkedAt))) : parkings;
    return [...over, lost(parkingFrom(reportedDate(observation, parkedAt), observation), observedDate(observation))];
  }
  if (last === undefined) return parkings;
  const isKnown = resumeAt === undefined || last.resumes.length > 0 || resumeAt < last.start.at;
  const planned = isKnown ? last : { ...last, resumes: plansWith(last.resumes, observation, last.start.at) };
  const isBack = phase === "connected" && isOpen(last);
  const now = isBack ? { ...planned, end: observedDate(observation) } : planned;
  return now === last ? parkings : withLast(parkings, now);
}

/** An observation of a parked communication: the same parking goes on, or another one began. */
function foldParked(
  parkings: readonly Parking[],
  last: Parking | undefined,
  observation: Observation,
): readonly Parking[] {
  const { parkedAt } = observation.facts;
  const isNews = parkedAt !== undefined && isAnother(parkedAt, last);
  const start = isNews ? reportedDate(observation, parkedAt) : observedDate(observation);
  if (!isOpen(last)) return [...parkings, parkingFrom(start, observation)];
  if (isNews) return [...withLast(parkings, lost(last, start)), parkingFrom(start, observation)];
  const isDated = parkedAt !== undefined && last.reportedStart === undefined;
  const dated = isDated ? { start: reportedDate(observation, parkedAt), reportedStart: parkedAt } : {};
  const resumes = plansWith(last.resumes, observation, last.start.at);
  return withLast(parkings, { ...last, ...dated, seenAt: observation.at, resumes });
}

function parkingFrom(start: Dated, observation: Observation): Parking {
  const reportedStart = start.origin === "reported" ? start.at : undefined;
  const resumes = plansWith(NO_PLANS, observation, start.at);
  return { start, end: undefined, reportedStart, endUnknown: false, seenAt: observation.at, resumes };
}

const NO_PLANS: readonly ResumePlan[] = [];

/** A parking that was over at an instant at the latest. */
function lost(parking: Parking, until: Dated): Parking {
  return { ...parking, end: { ...until, origin: "inferred" }, endUnknown: true };
}

/** Whether `parkTime` is of another parking than the last: a later one than its own, or than its first sight. */
function isAnother(parkedAt: Instant, last: Parking | undefined): boolean {
  if (last === undefined) return true;
  if (last.reportedStart !== undefined) return parkedAt > last.reportedStart;
  return parkedAt > last.start.at + CLOCK_TOLERANCE_MS;
}

/** Whether a communication that is not parked was parked at an instant, and nobody saw it. */
function isUnseen(parkedAt: Instant, last: Parking | undefined, connectedAt: Instant | undefined): boolean {
  const isOfThisOne = connectedAt === undefined || parkedAt >= connectedAt - CLOCK_TOLERANCE_MS;
  return isOfThisOne && isAnother(parkedAt, last);
}

/** The plans to come back, with the one that an observation gives: it replaces the one before it. */
function plansWith(plans: readonly ResumePlan[], observation: Observation, parkedAt: Instant): readonly ResumePlan[] {
  const { resumeAt } = observation.facts;
  const last = plans.at(-1);
  if (resumeAt === undefined || resumeAt < parkedAt || resumeAt === last?.dueAt) return plans;
  const made = observedDate(observation);
  const before = last === undefined ? plans : withLast(plans, { ...last, replaced: made });
  return [...before, { dueAt: resumeAt, made, replaced: undefined }];
}

function isOpen(parking: Parking | undefined): parking is Parking {
  return parking !== undefined && parking.end === undefined;
}
