import type { Supervision } from "../models/communication";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate, reportedDate } from "./dates";

/**
 * Folds what a supervisor's communication names: `monitoredParticipantId`, `coachedParticipantId`,
 * `bargedParticipantId`, or only its role in `mediaRoles`. Where it comes to name more, the furthest counts from then on: barging, coaching, monitoring.
 * The end changes no role, but a communication that only its end shows to be a supervisor's is one all the same. What the
 * platform lists (`segments[]`) counts before what was seen, whether anybody is named or not.
 */
export function foldSupervision(
  supervision: readonly Supervision[],
  observation: Observation,
  phase: Phase,
): readonly Supervision[] {
  if (observation.mediaType === "screenmonitoring")
    return supervision.length > 0 ? supervision : [{ role: "screenMonitoring", start: observedDate(observation) }];
  const listed = listedRoles(observation);
  if (listed.length > 0) return isSameRoles(listed, supervision) ? supervision : listed;
  const role = roleOf(observation);
  const before = supervision.at(-1)?.role;
  if (role === undefined || role === before || (phase === "ended" && before !== undefined)) return supervision;
  if (before !== undefined && RANK[role] < RANK[before]) return supervision;
  const { bargedAt } = observation.facts;
  const start =
    role === "barging" && bargedAt !== undefined ? reportedDate(observation, bargedAt) : observedDate(observation);
  const earlier = before === undefined && start.origin === "reported" ? lesserRoleOf(observation) : undefined;
  const roles = earlier === undefined ? supervision : [{ role: earlier, start: observedDate(observation) }];
  return [...roles, { role, start }];
}

const ROLE_BY_SEGMENT: ReadonlyMap<string, Supervision["role"]> = new Map([
  ["monitoring", "monitoring"],
  ["coaching", "coaching"],
  ["barging", "barging"],
]);

/** The roles that the platform lists, each from its date on. */
function listedRoles(observation: Observation): readonly Supervision[] {
  const roles: Supervision[] = [];
  for (const { type, startAt } of observation.facts.segments ?? []) {
    const role = ROLE_BY_SEGMENT.get(type);
    if (role !== undefined && role !== roles.at(-1)?.role)
      roles.push({ role, start: reportedDate(observation, startAt) });
  }
  return roles;
}

function isSameRoles(left: readonly Supervision[], right: readonly Supervision[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ role, start }, index) => role === right[index]?.role && start.at === right[index].start.at)
  );
}

const RANK: Readonly<Record<Supervision["role"], number>> = {
  screenMonitoring: -1,
  monitoring: 0,
  coaching: 1,
  barging: 2,
};

/** What else is named beside a barging that is dated: it was that before. */
function lesserRoleOf({ facts }: Pick<Observation, "facts">): Supervision["role"] | undefined {
  const roles = facts.mediaRoles ?? "";
  if (facts.coachedParticipantId !== undefined || roles.includes("coaching")) return "coaching";
  return facts.monitoredParticipantId !== undefined || roles.includes("monitoring") ? "monitoring" : undefined;
}

function roleOf({ facts }: Observation): Supervision["role"] | undefined {
  const isBarging = facts.bargedParticipantId !== undefined || facts.mediaRoles?.endsWith("barging") === true;
  return isBarging ? "barging" : lesserRoleOf({ facts });
}
