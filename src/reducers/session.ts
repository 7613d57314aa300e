import type { CommunicationState } from "../models/communication";
import { CLOCK_TOLERANCE_MS, type Dated } from "../models/dated";
import { talkTotal, type SessionTotals } from "../models/fact-kinds";
import type { Segment, SegmentType, SessionSums } from "../models/timeline";

/** A communication that only detail events have shown, laid out from the sums of its closing event. */
export interface SessionTimeline {
  readonly before: readonly Segment[];
  /** The connect as far before the end as talk and hold come to. */
  readonly connected: Dated | undefined;
  /** How much of the time from the connect to the end the totals leave out, in ms: it was parked. */
  readonly leftOutMs: number;
  readonly sums: SessionSums | undefined;
  /** Whether the totals show a talk without a break: with a hold, or time that they leave out (parked), it had some. */
  readonly isOneTalk: boolean;
}

/**
 * Lays out a session backwards from its end: talk and hold (or connected time) last, dialling, contacting or alerting
 * before. Undefined while no closing event was seen.
 */
export function layOutSession(state: CommunicationState): SessionTimeline | undefined {
  const { ended } = state.phases;
  if (state.totals === undefined || ended === undefined) return undefined;
  const { values } = state.totals;
  const talkMs = talkTotal(values) ?? 0;
  const heldMs = values.heldMs ?? 0;
  const connectedMs = values.connectedMs ?? talkMs + heldMs;
  const connected = connectedMs > 0 ? earlier(ended, connectedMs) : undefined;
  const isStaffSession = values.connectedMs === undefined;
  const sums = { talkMs, heldMs, talkEnd: ended, ended, by: state.totals.by };
  const before = layOutTotals(values, connected ?? ended);
  const gap = isStaffSession ? gapOf(state, before[0]?.start ?? connected ?? ended) : 0;
  return {
    before: before.map((segment) => moved(segment, gap)),
    connected,
    leftOutMs: gap,
    sums: isStaffSession && connected !== undefined ? sums : undefined,
    isOneTalk: heldMs === 0 && gap === 0,
  };
}

/** How long before its totals have it begin a session began, in ms: they leave out parked time. Without the alert nothing shows it. */
function gapOf({ totals, firstSeen }: CommunicationState, began: Dated): number {
  if (totals?.values.alertingMs === undefined || firstSeen.origin !== "event") return 0;
  const gap = began.at - firstSeen.at;
  return gap > CLOCK_TOLERANCE_MS ? gap : 0;
}

/** What came before the talk lies where the session began, whatever the totals leave out after it. */
function moved(segment: Segment, byMs: number): Segment {
  const { start, end } = segment;
  return byMs === 0 || end === undefined
    ? segment
    : { ...segment, start: earlier(start, byMs), end: earlier(end, byMs) };
}

/** Dialling, contacting and alerting as totals sum them up, laid out backwards from an instant. */
export function layOutTotals(values: SessionTotals, until: Dated): Segment[] {
  const lengths: readonly (readonly [SegmentType, number | undefined])[] = [
    ["dialing", values.dialingMs],
    ["contacting", values.contactingMs],
    ["alert", values.alertingMs],
  ];
  const segments: Segment[] = [];
  let end = until;
  for (const [type, length] of lengths) {
    if (length === undefined || length <= 0) continue;
    const start = earlier(end, length);
    segments.unshift({ type, start, end });
    end = start;
  }
  return segments;
}

/** A date so many ms before another. */
export function earlier(date: Dated, ms: number): Dated {
  return { ...date, at: date.at - ms };
}
