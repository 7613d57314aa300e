import type { AnomalyKind } from "../models/anomaly";
import type { CommunicationState, Supervision } from "../models/communication";
import type { Dated, Span } from "../models/dated";
import type { EvidenceLimits, Segment, SegmentType } from "../models/timeline";

/**
 * Cuts the time between connect and end into talk, holds and parkings. A hold or parking still open at the end ends
 * there. `breaks` are holds and parkings by start.
 */
export function cutConnection(
  state: CommunicationState,
  connection: Span,
  breaks: readonly Segment[],
  notes: AnomalyKind[],
): Segment[] {
  const type = TYPE_BY_PURPOSE.get(state.profile.purpose ?? "") ?? "interact";
  const segments: Segment[] = [];
  let cursor: Dated = connection.start;
  for (const pause of breaks) {
    const cut = clampInto(pause, cursor, connection.end, notes);
    if (cut === undefined) continue;
    if (cut.start.at > cursor.at) segments.push({ type, start: cursor, end: cut.start });
    segments.push(cut);
    if (cut.end === undefined) return segments;
    cursor = cut.end;
  }
  if (connection.end === undefined || connection.end.at > cursor.at) {
    segments.push({ type, start: cursor, end: connection.end });
  }
  return segments;
}

/** Connected time that is no talk: a flow, a queue, a voicemail box. */
const TYPE_BY_PURPOSE = new Map<string, SegmentType>(
  Object.entries({ ivr: "ivr", acd: "acd", voicemail: "voicemail" }),
);

/** A pause within what is left of the connection, or nothing where nothing of it lies there. */
function clampInto(pause: Segment, cursor: Dated, end: Dated | undefined, notes: AnomalyKind[]): Segment | undefined {
  const start = pause.start.at < cursor.at ? cursor : pause.start;
  if (start !== pause.start && pause.type === "hold") notes.push("overlap");
  const until = pause.end === undefined || (end !== undefined && pause.end.at > end.at) ? end : pause.end;
  if (until !== undefined && until.at < start.at) {
    notes.push("negativeSpan");
    return undefined;
  }
  if (end !== undefined && start.at > end.at) return undefined;
  return pause.hidden === true ? { ...pause, start, end: until } : { type: pause.type, start, end: until };
}

/** What is counted of each role: watching a screen is nothing. */
const SEGMENT_BY_ROLE: Readonly<Record<Supervision["role"], SegmentType | undefined>> = {
  screenMonitoring: undefined,
  monitoring: "monitoring",
  coaching: "coaching",
  barging: "barging",
};

/**
 * Cuts the time between connect and end into what was supervised. The first role counts from the connect, each further one
 * from when it was named. Of several that were named at first the furthest counts, where that was at the connect; where it was
 * later, nobody saw how long each lasted.
 */
export function cutSupervision(
  state: CommunicationState,
  connection: Span,
  { firstSightMs }: EvidenceLimits,
): Segment[] {
  const { supervision, shown } = state;
  const isSeenEnded = state.incomplete || shown?.phase === "ended";
  const first = supervision.filter(({ start }) => isNamedAtFirst(start, supervision));
  const last = first.at(-1);
  const isSplitUnknown =
    last !== undefined && first.length > 1 && (isSeenEnded || last.start.at - connection.start.at > firstSightMs);
  const roles = supervision.slice(Math.max(0, first.length - 1));
  // From the last role on: what a further one dates earlier ends those before it, and nothing lasts longer than the connection.
  let end = connection.end;
  const segments: Segment[] = [];
  for (let index = roles.length - 1; index >= 0; index -= 1) {
    const named = roles[index];
    if (named === undefined) continue;
    const start = index === 0 || named.start.at < connection.start.at ? connection.start : named.start;
    const type = SEGMENT_BY_ROLE[named.role];
    const isEmpty = end !== undefined && end.at < start.at;
    if (type !== undefined && !isEmpty)
      segments.push(index === 0 && isSplitUnknown ? { type, start, end, hidden: true } : { type, start, end });
    if (!isEmpty) end = start;
  }
  return segments.reverse();
}

/** Whether a role began when the first one was seen: nothing says which of them lasted how long. */
function isNamedAtFirst(start: Dated, [first]: readonly Supervision[]): boolean {
  return first !== undefined && start.origin !== "reported" && start.at === first.start.at;
}
