import type { Supervision } from "../models/communication";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate, reportedDate } from "./dates";

/**
 * Folds what a supervisor's communication names: `monitoredParticipantId`, `coachedParticipantId`,
 * `bargedParticipantId`. Where it comes to name more, the furthest counts from then on: barging, coaching, monitoring.
 */
export function foldSupervision(
  supervision: readonly Supervision[],
  observation: Observation,
  phase: Phase,
): readonly Supervision[] {
  const role = roleOf(observation);
  const before = supervision.at(-1)?.role;
  if (role === undefined || role === before || phase === "ended") return supervision;
  if (before !== undefined && RANK[role] < RANK[before]) return supervision;
  const { bargedAt } = observation.facts;
  const start =
    role === "barging" && bargedAt !== undefined ? reportedDate(observation, bargedAt) : observedDate(observation);
  return [...supervision, { role, start }];
}

const RANK: Readonly<Record<Supervision["role"], number>> = { monitoring: 0, coaching: 1, barging: 2 };

function roleOf({ facts }: Observation): Supervision["role"] | undefined {
  if (facts.bargedParticipantId !== undefined) return "barging";
  if (facts.coachedParticipantId !== undefined) return "coaching";
  return facts.monitoredParticipantId === undefined ? undefined : "monitoring";
}
