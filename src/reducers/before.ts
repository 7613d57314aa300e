import type { AnomalyKind } from "../models/anomaly";
import type { CommunicationState } from "../models/communication";
import { CLOCK_TOLERANCE_MS, isClosed, lengthOf, type Dated } from "../models/dated";
import type { SessionTotals } from "../models/fact-kinds";
import type { Phase } from "../models/phase";
import type { EvidenceLimits, Segment, SegmentType } from "../models/timeline";
import { clampSpan, earliest } from "./dates";
import { listedBefore } from "./listed";
import { layOutTotals } from "./session";

const SEGMENT_BY_PHASE: Readonly<Partial<Record<Phase, SegmentType>>> = {
  scheduled: "scheduled",
  offering: "offering",
  contacting: "contacting",
  dialing: "dialing",
  alerting: "alert",
  transmitting: "transmitting",
};

/**
 * What was before the connect: as it was seen, as the platform lists it, and, where neither says, as its totals come to.
 * An alert (or contacting, or dialling) that was only seen late begins as early as its total says.
 */
export function layOutBefore(
  state: CommunicationState,
  connected: Dated | undefined,
  { totalsToleranceMs }: EvidenceLimits,
  notes: AnomalyKind[],
): Segment[] {
  const seen = layOutPhases(state, connected, notes);
  const until = connected ?? state.phases.ended;
  const listed = listedBefore(state).map((one) => clampBefore(endedAsSeen(one, seen), until, notes));
  const known = listed.length === 0 ? seen : merge(seen, listed);
  const values = state.totals?.values;
  if (values === undefined || until === undefined) return known;
  const isSettled = state.phases.ended !== undefined;
  const mended = isSettled ? known.map((one) => withTotal(one, known, values, totalsToleranceMs, notes)) : known;
  const first = earliest([until, ...mended.filter(isSummed).map(({ start }) => start)]) ?? until;
  const missing = layOutTotals(without(values, mended), first);
  return missing.length === 0 ? mended : [...missing, ...mended].sort((left, right) => left.start.at - right.start.at);
}

const TOTALS: Readonly<Partial<Record<SegmentType, "alertingMs" | "contactingMs" | "dialingMs">>> = {
  alert: "alertingMs",
  contacting: "contactingMs",
  dialing: "dialingMs",
};

function isSummed({ type }: Segment): boolean {
  return TOTALS[type] !== undefined;
}

/** Totals of what no segment shows. */
function without(values: SessionTotals, known: readonly Segment[]): SessionTotals {
  const left: Partial<Record<string, number>> = {};
  for (const [type, name] of Object.entries(TOTALS)) {
    if (!known.some((segment) => segment.type === type) && values[name] !== undefined) left[name] = values[name];
  }
  return left;
}

/** A segment beside the total of its kind: seen late, it begins earlier; where they contradict each other, it is inferred. */
function withTotal(
  segment: Segment,
  known: readonly Segment[],
  values: SessionTotals,
  toleranceMs: number,
  notes: AnomalyKind[],
): Segment {
  const name = TOTALS[segment.type];
  const total = name && values[name];
  const isOnly = known.filter(({ type }) => type === segment.type).length === 1;
  if (total === undefined || !isOnly || !isClosed(segment)) return segment;
  const missing = total - lengthOf(segment);
  if (Math.abs(missing) <= toleranceMs) return segment;
  const { start, end } = segment;
  const isSeenLate = missing > 0 && start.origin === "observed" && known.find(isSummed) === segment;
  if (isSeenLate) return { ...segment, start: { ...end, at: end.at - total } };
  notes.push("totalsDisagree");
  return { ...segment, start: { ...start, origin: "inferred" } };
}

/** What is listed takes the place of what was seen of its kind. */
function merge(seen: readonly Segment[], listed: readonly Segment[]): Segment[] {
  const kept = seen.filter(({ type }) => !listed.some((segment) => segment.type === type));
  return [...kept, ...listed].sort((left, right) => left.start.at - right.start.at);
}

/** A listed segment that was still going on ends as it was seen to. */
function endedAsSeen(segment: Segment, seen: readonly Segment[]): Segment {
  if (segment.end !== undefined) return segment;
  const known = seen.find(({ type, end }) => type === segment.type && end !== undefined && end.at >= segment.start.at);
  return known === undefined ? segment : { ...segment, end: known.end };
}

function clampBefore(segment: Segment, until: Dated | undefined, notes: AnomalyKind[]): Segment {
  const { end } = segment;
  const isPast = until !== undefined && (end === undefined || end.at > until.at);
  return clampSpan(isPast ? { ...segment, end: until } : segment, notes);
}

/** Each phase before the connect lasts until the next begins, or the connect, or the end. */
function layOutPhases(state: CommunicationState, connected: Dated | undefined, notes: AnomalyKind[]): Segment[] {
  const entered = withAlertStart(state);
  const { ended } = state.phases;
  return entered.flatMap(({ phase, start }, index) => {
    const type = SEGMENT_BY_PHASE[phase];
    const end = entered[index + 1]?.start ?? connected ?? ended;
    return type === undefined ? [] : [clampSpan({ type, start, end }, notes)];
  });
}

/** Whether a communication that was first seen later began by alerting: it says so, or was alerted as its participant joined. */
function beganAsAlert({ profile, started, alertingReported }: CommunicationState): boolean {
  if (profile.initialState !== undefined) return profile.initialState === "alerting";
  if (started === undefined || alertingReported === undefined) return false;
  return Math.abs(alertingReported.at - started.at) <= CLOCK_TOLERANCE_MS;
}

/**
 * An alert begins at its earliest evidence: `startTime` where the participant's first communication began by alerting,
 * `startAlertingTime`, the first observation of `alerting`, or the session's start in a detail event.
 */
function withAlertStart(state: CommunicationState): CommunicationState["phases"]["entered"] {
  const { entered } = state.phases;
  const index = entered.findIndex(({ phase }) => phase === "alerting");
  const alert = entered[index];
  const beganAlerting = index === 0 || (entered.length === 0 && beganAsAlert(state));
  const start = earliest([
    alert?.start,
    state.alertingReported,
    beganAlerting && state.isFirst ? state.started : undefined,
    beganAlerting && state.firstSeen.origin === "event" ? state.firstSeen : undefined,
  ]);
  if (start === undefined) return entered;
  const alerting = { phase: "alerting" as const, start };
  if (alert === undefined) return state.incomplete || entered.length > 0 ? entered : [alerting];
  return entered.with(index, alerting);
}
