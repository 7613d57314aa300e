import type { AnomalyKind } from "../models/anomaly";
import type { AfterCallWork, PhaseHistory } from "../models/communication";
import { CLOCK_TOLERANCE_MS, betterDate, type Dated } from "../models/dated";
import type { Facts } from "../models/facts";
import type { Instant } from "../models/instant";
import type { Observation } from "../models/observation";
import type { Phase } from "../models/phase";
import { observedDate, reportedDate } from "./dates";

/** After-call work of which nothing was said. */
export const NO_AFTER_CALL_WORK: AfterCallWork = {
  start: undefined,
  pending: false,
  completion: undefined,
  skipped: false,
  editedTo: undefined,
  openSeenAt: undefined,
  closeSeenAt: undefined,
};

/**
 * Folds after-call work. It is owed when the platform says `pending` or gives it a start; `wrapupRequired` says nothing,
 * it stays true for ever. It is done at the *first* completion in event time; later edits are kept beside, never
 * instead. A completion with a date replaces one that was only observed. Work dated before the communication was
 * `bornAt` is not its own.
 */
export function foldAfterCallWork(
  work: AfterCallWork,
  observation: Observation,
  { phase, ended }: Pick<PhaseHistory, "phase" | "ended">,
  bornAt: Instant | undefined,
  notes: AnomalyKind[],
): AfterCallWork {
  const facts = withoutFormerWork(observation.facts, bornAt);
  const start = startOf(work, facts.afterCallWorkStartedAt, observation, notes);
  const pending = work.pending || facts.afterCallWorkState === "pending";
  const isSkip = facts.afterCallWorkState === "skipped" || facts.wrapupSkipped === true;
  const skipped = work.skipped || isSkip;
  const seen = completionOf(facts, observation, phase, start?.at ?? ended?.at);
  const completion = betterDate(work.completion, seen);
  const editedTo = editOf(work, seen, notes);
  const openSeenAt = work.openSeenAt ?? (start !== undefined || pending ? observation.at : undefined);
  const isClosed = completion !== undefined || skipped;
  const closeSeenAt = work.closeSeenAt ?? (isClosed ? observation.at : undefined);
  const isSame =
    start === work.start &&
    pending === work.pending &&
    skipped === work.skipped &&
    completion === work.completion &&
    editedTo === work.editedTo &&
    openSeenAt === work.openSeenAt &&
    closeSeenAt === work.closeSeenAt;
  return isSame ? work : { start, pending, completion, skipped, editedTo, openSeenAt, closeSeenAt };
}

/** Whether after-call work is owed and not done. */
export function isAfterCallWorkOpen(work: AfterCallWork): boolean {
  return (work.pending || work.start !== undefined) && work.completion === undefined && !work.skipped;
}

/** A participant still shows the after-call work of its last communication when the next one has begun. */
function withoutFormerWork(facts: Facts, bornAt: Instant | undefined): Facts {
  const isFormer = (at: Instant | undefined) =>
    at !== undefined && bornAt !== undefined && at + CLOCK_TOLERANCE_MS < bornAt;
  const isAnyFormer =
    isFormer(facts.afterCallWorkStartedAt) || isFormer(facts.afterCallWorkEndedAt) || isFormer(facts.wrapupEndedAt);
  if (!isAnyFormer) return facts;
  const { afterCallWorkStartedAt: start, afterCallWorkEndedAt: end, wrapupEndedAt, ...others } = facts;
  return {
    ...others,
    ...(start !== undefined && !isFormer(start) && { afterCallWorkStartedAt: start }),
    ...(end !== undefined && !isFormer(end) && { afterCallWorkEndedAt: end }),
    ...(wrapupEndedAt !== undefined && !isFormer(wrapupEndedAt) && { wrapupEndedAt }),
  };
}

function startOf(
  work: AfterCallWork,
  at: Instant | undefined,
  observation: Observation,
  notes: AnomalyKind[],
): Dated | undefined {
  if (at === undefined) return work.start;
  if (work.start?.origin === "reported" && work.start.at !== at) notes.push("afterCallWorkStartChanged");
  return betterDate(work.start, reportedDate(observation, at));
}

/** The completion that this observation shows: `endAcwTime`, else the end of a wrap-up that is not provisional. */
function completionOf(
  facts: Facts,
  observation: Observation,
  phase: Phase,
  owedFrom: Instant | undefined,
): Dated | undefined {
  if (facts.afterCallWorkEndedAt !== undefined) {
    const dated = reportedDate(observation, facts.afterCallWorkEndedAt);
    return observation.shape === "event" ? { ...dated, origin: "event" } : dated;
  }
  const isFinal = facts.wrapupProvisional !== true && facts.afterCallWorkState !== "pending" && phase === "ended";
  if (facts.wrapupEndedAt !== undefined && isFinal && owedFrom !== undefined && facts.wrapupEndedAt >= owedFrom) {
    return reportedDate(observation, facts.wrapupEndedAt);
  }
  return facts.afterCallWorkState === "complete" ? observedDate(observation) : undefined;
}

function editOf(work: AfterCallWork, seen: Dated | undefined, notes: AnomalyKind[]): number | undefined {
  const isEdit =
    work.completion?.origin === "reported" && seen?.origin === "reported" && seen.at !== work.completion.at;
  if (!isEdit || seen.at === work.editedTo) return work.editedTo;
  notes.push("afterCallWorkEdited");
  return seen.at;
}
