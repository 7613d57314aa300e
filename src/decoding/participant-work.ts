import { CLOCK_TOLERANCE_MS } from "../models/dated";
import type { Facts } from "../models/facts";
import { isOther } from "../models/other";
import { observedPhase } from "../models/phase";

/** Which of its communications a participant's after-call work belongs to: its start, its end, and its wrap-up. */
export interface Workers {
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly wrapup: number | undefined;
}

/**
 * Finds the communications that a participant's after-call work follows: each date belongs to the communication that
 * ended last before it. An end or a wrap-up of work whose start is given goes with that start.
 */
export function findWorkers(participant: Facts, communications: readonly Facts[]): Workers {
  const { afterCallWorkStartedAt: startedAt, afterCallWorkEndedAt: endedAt, wrapupEndedAt } = participant;
  const follow = (at: number | undefined) => findFollowed(at, communications);
  const start = follow(startedAt ?? endedAt ?? wrapupEndedAt);
  const isOfStart = (at: number | undefined) => startedAt !== undefined && at !== undefined && at >= startedAt;
  const end = isOfStart(endedAt) ? start : follow(endedAt);
  const isAfterEnd = isOfStart(endedAt) && isBefore(endedAt, wrapupEndedAt);
  const isOfWork = wrapupEndedAt === undefined || (isOfStart(wrapupEndedAt) && !isAfterEnd);
  return { start, end, wrapup: isOfWork ? start : follow(wrapupEndedAt) };
}

/** Whether a communication reports its own after-call work. */
export function hasOwnWork({ afterCallWorkState, afterCallWorkStartedAt }: Facts): boolean {
  return afterCallWorkState !== undefined || afterCallWorkStartedAt !== undefined;
}

/** Whether a communication reports a wrap-up that is not the one of its participant. */
export function isOtherWrapup(communication: Facts, participant: Facts): boolean {
  return isOther(communication.wrapupCode, participant.wrapupCode);
}

function findFollowed(at: number | undefined, communications: readonly Facts[]): number | undefined {
  const [only, other] = communications;
  if (only !== undefined && other === undefined) return isBefore(at, only.connectedAt) ? undefined : 0;
  const ended = communications.flatMap((facts, index) => (observedPhase(facts) === "ended" ? [index] : []));
  const fitting = ended.filter((index) => !isBefore(at, communications[index]?.endedAt));
  const [first, second] = fitting;
  if (second === undefined) return first;
  if (at === undefined) return undefined;
  const distances = fitting.map((index) => Math.abs((communications[index]?.endedAt ?? -Infinity) - at));
  const nearest = Math.min(...distances);
  const isOne = distances.filter((distance) => distance === nearest).length === 1;
  return nearest < Infinity && isOne ? fitting[distances.indexOf(nearest)] : undefined;
}

function isBefore(at: number | undefined, bound: number | undefined): boolean {
  return at !== undefined && bound !== undefined && at + CLOCK_TOLERANCE_MS < bound;
}
