import type { CommunicationState } from "../models/communication";
import type { Observation } from "../models/observation";
import { isAfterCallWorkOpen } from "./after-call-work";

/**
 * An observation with what it reports of after-call work by other ways: a listed segment dates it; a wrap-up code that comes
 * to an ended communication completes it, though nothing announced it and no date is given. Work that was announced is done
 * when its end is given: a code before that is a pending save.
 */
export function withReportedWork(observation: Observation, state: CommunicationState): Observation {
  const listed = withListedWork(observation);
  return isNewCode(listed, state) ? { ...listed, facts: { ...listed.facts, afterCallWorkState: "complete" } } : listed;
}

function isNewCode({ facts }: Observation, { phases, profile, afterCallWork }: CommunicationState): boolean {
  if (facts.wrapupCode === undefined || profile.wrapupCode !== undefined || phases.phase !== "ended") return false;
  if (facts.afterCallWorkStartedAt !== undefined || isAfterCallWorkOpen(afterCallWork)) return false;
  const isDated = facts.wrapupEndedAt !== undefined || facts.afterCallWorkEndedAt !== undefined;
  return !isDated && facts.wrapupProvisional !== true && facts.afterCallWorkState === undefined;
}

/** An observation with the after-call work that its list of segments dates, where it does not date it itself. */
function withListedWork(observation: Observation): Observation {
  const { facts } = observation;
  const wrapup = facts.segments?.find(({ type }) => type === "wrapup");
  if (wrapup === undefined) return observation;
  const { startAt, endAt } = wrapup;
  const afterCallWorkStartedAt = facts.afterCallWorkStartedAt ?? startAt;
  const isOther = facts.afterCallWorkEndedAt !== undefined || endAt === undefined;
  const afterCallWorkEndedAt = isOther ? facts.afterCallWorkEndedAt : endAt;
  return {
    ...observation,
    facts: { ...facts, afterCallWorkStartedAt, ...(afterCallWorkEndedAt !== undefined && { afterCallWorkEndedAt }) },
  };
}
