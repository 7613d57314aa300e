import type { CommunicationState } from "../models/communication";
import type { Dated } from "../models/dated";
import { talkTotal, type SessionTotals } from "../models/fact-kinds";
import type { Segment, SegmentType, SessionSums } from "../models/timeline";

/** A communication that only detail events have shown, laid out from the sums of its closing event. */
export interface SessionTimeline {
  readonly before: readonly Segment[];
  readonly connected: Dated | undefined;
  readonly sums: SessionSums | undefined;
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
  const connected = connectedMs > 0 ? before(ended, connectedMs) : undefined;
  const isStaffSession = values.connectedMs === undefined;
  const sums = { talkMs, heldMs, talkEnd: ended, ended, by: state.totals.by };
  return {
    before: layOutTotals(values, connected ?? ended),
    connected,
    sums: isStaffSession && connected !== undefined ? sums : undefined,
  };
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
    const start = before(end, length);
    segments.unshift({ type, start, end });
    end = start;
  }
  return segments;
}

function before(date: Dated, ms: number): Dated {
  return { ...date, at: date.at - ms };
}
