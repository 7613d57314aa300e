import type { AnomalyKind } from "../models/anomaly";
import type { CommunicationState } from "../models/communication";
import { isClosed, lengthOf, type Dated, type Span } from "../models/dated";
import { talkTotal, type SessionTotals } from "../models/fact-kinds";
import {
  STAFF,
  type CommunicationTimeline,
  type EvidenceLimits,
  type HandleCertainty,
  type Segment,
  type SegmentType,
  type SessionSums,
} from "../models/timeline";
import { isListed } from "./listed";

/** What a communication's talk and holds come to, and how well that is known. */
export type Weighed = Pick<
  CommunicationTimeline,
  "connection" | "segments" | "sums" | "handle" | "incomplete" | "seenFrom"
>;

/** The time between connect and end, as snapshots and lists lay it out. */
export interface Seen {
  readonly connection: Span | undefined;
  readonly before: readonly Segment[];
  readonly during: readonly Segment[];
}

/**
 * Weighs what was seen of a communication against the platform's own totals and lists. Where totals prove a hold that has
 * no dates, talk and hold are theirs, and no talk that may hide it is emitted. Where they contradict what was seen, both
 * are kept and the sums are inferred. What was before the first sight is known only by them.
 */
export function weigh(state: CommunicationState, seen: Seen, limits: EvidenceLimits, notes: AnomalyKind[]): Weighed {
  const isIncomplete = state.shown !== undefined && (state.incomplete || state.shown.phase === "ended");
  if (!STAFF.includes(state.profile.purpose ?? "") || state.supervision.length > 0) {
    const isListedWhole = state.supervision.length > 0 && isWhollyListed(state, seen.connection);
    return weighConnected(state, seen, limits, isIncomplete && !isListedWhole, notes);
  }
  const totals = compare(state, seen, limits.totalsToleranceMs);
  const isContradicted = notes.includes("totalsDisagree") || totals.verdict === "contradicts";
  if (totals.verdict === "contradicts" && !notes.includes("totalsDisagree")) notes.push("totalsDisagree");
  const isFilled = !isContradicted && (totals.verdict === "agrees" || isWhollyListed(state, seen.connection));
  const seenFrom = isFilled || totals.verdict === "more" ? undefined : seenFromOf(state, seen.connection, limits);
  if (seenFrom !== undefined) notes.push("seenFromTheMiddle");
  const doubts = { isContradicted, isFilled, isIncomplete: isIncomplete && !isFilled, seenFrom, totals };
  return {
    connection: seen.connection,
    segments: [...seen.before, ...weighSegments(state, seen.during, doubts)],
    sums: totals.sums,
    handle: weighHandle(state, seen, doubts),
    incomplete: doubts.isIncomplete,
    seenFrom,
  };
}

/** How the totals of talk and hold stand to what was seen. `more`: they prove a hold that was not seen. */
type Verdict = "none" | "agrees" | "more" | "contradicts";

interface Totals {
  readonly verdict: Verdict;
  readonly sums: SessionSums | undefined;
  /** Both are there, and do not come to the time between connect and end. */
  readonly isHandleContradicted: boolean;
}

const NO_TOTALS: Totals = { verdict: "none", sums: undefined, isHandleContradicted: false };

interface Doubts {
  readonly isContradicted: boolean;
  readonly isFilled: boolean;
  readonly isIncomplete: boolean;
  readonly seenFrom: Dated | undefined;
  readonly totals: Totals;
}

function compare(state: CommunicationState, { connection, during }: Seen, toleranceMs: number): Totals {
  const { ended } = state.phases;
  if (state.totals === undefined || ended === undefined || connection === undefined) return NO_TOTALS;
  const { values } = state.totals;
  const talkMs = talkTotal(values);
  if (talkMs === undefined && values.heldMs === undefined) return NO_TOTALS;
  const seenMs = lengthOfType(during, "interact") + lengthOfType(during, "hold");
  const heldMs = lengthOfType(during, "hold");
  const talked = talkMs ?? Math.max(0, seenMs - (values.heldMs ?? 0));
  const heldTotal = values.heldMs ?? Math.max(0, seenMs - talked);
  const talkEnd = during.findLast(({ type }) => type === "interact")?.end ?? ended;
  const sums = { talkMs: talked, heldMs: heldTotal, talkEnd, ended, by: state.totals.by };
  if (during.some(isLost))
    return { verdict: "more", sums: isWhole(values) ? sums : undefined, isHandleContradicted: false };
  const isHandleContradicted = Math.abs(talked + heldTotal - seenMs) > toleranceMs;
  const isTalkSame = Math.abs(talked - (seenMs - heldMs)) <= toleranceMs;
  const isHeldSame = Math.abs(heldTotal - heldMs) <= toleranceMs;
  if (isTalkSame && isHeldSame) return { verdict: "agrees", sums: undefined, isHandleContradicted };
  const isMore = heldTotal > heldMs && !isHandleContradicted;
  return isMore
    ? { verdict: "more", sums, isHandleContradicted }
    : { verdict: "contradicts", sums: undefined, isHandleContradicted };
}

/** Whether both talk and hold are summed up. */
function isWhole(values: SessionTotals): boolean {
  return talkTotal(values) !== undefined && values.heldMs !== undefined;
}

/** A parking whose end nobody saw. */
function isLost({ type, hidden }: Segment): boolean {
  return type === "parked" && hidden === true;
}

function lengthOfType(segments: readonly Segment[], type: SegmentType): number {
  let sum = 0;
  for (const segment of segments) if (segment.type === type && isClosed(segment)) sum += lengthOf(segment);
  return sum;
}

function isWhollyListed(state: CommunicationState, connection: Span | undefined): boolean {
  if (connection === undefined || !isClosed(connection) || state.listed.length === 0) return false;
  return isListed(state, connection.start.at, connection.end.at);
}

/** When it was first seen, where that was long after its connect and no list shows what was before. */
function seenFromOf(
  state: CommunicationState,
  connection: Span | undefined,
  { firstSightMs }: EvidenceLimits,
): Dated | undefined {
  const { shown } = state;
  if (shown === undefined || connection === undefined) return undefined;
  if (shown.phase !== "connected" && shown.phase !== "parked") return undefined;
  const { start } = connection;
  const isLate = shown.seen.at - start.at > firstSightMs;
  return isLate && !isListed(state, start.at, shown.seen.at) ? shown.seen : undefined;
}

function weighSegments(state: CommunicationState, during: readonly Segment[], doubts: Doubts): readonly Segment[] {
  const { isContradicted, isIncomplete, seenFrom, totals } = doubts;
  if (!isContradicted && !isIncomplete && seenFrom === undefined && totals.verdict !== "more") return during;
  const firstSight = seenFrom?.at ?? -Infinity;
  const isParkedUnseen = during.some((segment) => isLost(segment) && segment.start.at < firstSight);
  return during.map((segment) => {
    const { type, start } = segment;
    const isVague = start.origin === "observed" && (totals.verdict === "more" || start.at === firstSight);
    if (type === "interact") {
      if (totals.verdict === "more" || isIncomplete) return hide(segment);
      if (start.at < firstSight) return isParkedUnseen ? hide(segment) : infer(segment);
    } else if (type !== "hold") return segment;
    else if (isIncomplete && !isListedStart(state, start)) return hide(segment);
    else if (isVague) return infer(segment);
    return isContradicted ? infer(segment) : segment;
  });
}

function isListedStart({ listed }: CommunicationState, start: Dated): boolean {
  return start.origin === "reported" && listed.some(({ startAt }) => startAt === start.at);
}

const hide = (segment: Segment): Segment => ({ ...segment, hidden: true });

function infer<Inferred extends Span>(span: Inferred): Inferred {
  return { ...span, start: { at: span.start.at, origin: "inferred", by: span.start.by } };
}

function weighHandle(state: CommunicationState, { before, during }: Seen, doubts: Doubts): HandleCertainty {
  const { isContradicted, isIncomplete, seenFrom, totals } = doubts;
  const isLate = isIncomplete || seenFrom !== undefined;
  const { totals: reported } = state;
  const hasEffort = before.some(({ type }) => type === "dialing" || type === "contacting");
  const isEffortReported = reported?.values.dialingMs !== undefined || reported?.values.contactingMs !== undefined;
  if (isLate && state.profile.direction === "outbound" && !hasEffort && !isEffortReported) return "unknown";
  const isParkedUnseen = during.some(isLost) || (isIncomplete && state.profile.resumeAt !== undefined);
  if (isParkedUnseen) return reported !== undefined && isWhole(reported.values) ? "byTotals" : "unknown";
  const isParkedAtFirst = seenFrom !== undefined && state.shown?.phase === "parked";
  return totals.isHandleContradicted || isParkedAtFirst || (isContradicted && isIncomplete) ? "inferred" : "known";
}

/** Connected time that is no talk: where its total contradicts its dates, it is inferred. */
function weighConnected(
  state: CommunicationState,
  { connection, before, during }: Seen,
  { totalsToleranceMs }: EvidenceLimits,
  incomplete: boolean,
  notes: AnomalyKind[],
): Weighed {
  const connectedMs = state.totals?.values.connectedMs;
  const isOver = connection !== undefined && isClosed(connection) && connectedMs !== undefined;
  const isContradicted = isOver && Math.abs(lengthOf(connection) - connectedMs) > totalsToleranceMs;
  if (isContradicted) notes.push("totalsDisagree");
  return {
    connection: isContradicted ? infer(connection) : connection,
    segments: [...before, ...during],
    sums: undefined,
    handle: "known",
    incomplete,
    seenFrom: undefined,
  };
}
