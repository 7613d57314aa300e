import type { CommunicationState, Supervision } from "../models/communication";
import type { Dated } from "../models/dated";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate, reportedDate } from "./dates";

/**
 * Folds what a supervisor's communication names: `monitoredParticipantId`, `coachedParticipantId`,
 * `bargedParticipantId`, or only its role in `mediaRoles`. Where it comes to name more, the furthest counts from then on: barging, coaching, monitoring.
 * Of several that are named at first, each is kept: where no date tells them apart, the layout gives none of them a length.
 * The end changes no role, but a communication that only its end shows to be a supervisor's is one all the same. What a
 * participant says after the end is of another communication. What the platform lists (`segments[]`) counts before what was seen,
 * whether anybody is named or not.
 */
export function foldSupervision(
  supervision: readonly Supervision[],
  observation: Observation,
  phase: Phase,
  known: Known,
): readonly Supervision[] {
  if (observation.mediaType === "screenmonitoring")
    return supervision.length > 0 ? supervision : [{ role: "screenMonitoring", start: observedDate(observation) }];
  const listed = listedRoles(observation);
  if (listed.length > 0) return isSameRoles(listed, supervision) ? supervision : listed;
  const role = namedRoles(observation).at(-1);
  const before = supervision.at(-1)?.role;
  if (role === undefined || role === before || (phase === "ended" && before !== undefined)) return supervision;
  if (before !== undefined && RANK[role] < RANK[before]) return supervision;
  if (before === undefined && isOfAnother(known, observation)) return supervision;
  if (before !== undefined) return [...supervision, { role, start: startOf(role, observation) }];
  return namedRoles(observation).map((named) => ({ role: named, start: startOf(named, observation) }));
}

/** What is known of the communication from the observations before. */
type Known = Pick<CommunicationState, "phases" | "shown">;

/**
 * Whether a role that is said now is not this communication's: it was seen alive without one, and had ended. A participant
 * without communications is its communication: what it says after the end is of that one.
 */
function isOfAnother({ phases, shown }: Known, { communicationId }: Observation): boolean {
  if (communicationId === undefined || phases.phase !== "ended" || shown === undefined) return false;
  return shown.phase !== "ended";
}

function startOf(role: Supervision["role"], observation: Observation): Dated {
  const { bargedAt } = observation.facts;
  return role === "barging" && bargedAt !== undefined ? reportedDate(observation, bargedAt) : observedDate(observation);
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

/** The roles that an observation names, the furthest last. */
function namedRoles({ facts }: Observation): readonly Supervision["role"][] {
  const { mediaRoles = "", monitoredParticipantId, coachedParticipantId, bargedParticipantId } = facts;
  const roles: Supervision["role"][] = [];
  if (monitoredParticipantId !== undefined || mediaRoles.includes("monitoring")) roles.push("monitoring");
  if (coachedParticipantId !== undefined || mediaRoles.includes("coaching")) roles.push("coaching");
  if (bargedParticipantId !== undefined || mediaRoles.includes("barging")) roles.push("barging");
  return roles;
}
