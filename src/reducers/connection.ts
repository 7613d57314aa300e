import type { AnomalyKind } from "../models/anomaly";
import type { CommunicationState, Supervision } from "../models/communication";
import type { Dated, Span } from "../models/dated";
import type { Segment, SegmentType } from "../models/timeline";

/**
 * Cuts the time between connect and end into talk, holds and parkings, or, on a supervisor's communication, into what
 * was supervised. A hold or parking still open at the end ends there. `breaks` are holds and parkings by start.
 */
export function cutConnection(
  state: CommunicationState,
  connection: Span,
  breaks: readonly Segment[],
  notes: AnomalyKind[],
): Segment[] {
  const type = TYPE_BY_PURPOSE.get(state.profile.purpose ?? "") ?? "interact";
  if (state.supervision.length > 0) return cutSupervision(state.supervision, connection);
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

/** The first role counts from the connect, each further one from when it was named. */
function cutSupervision(supervision: readonly Supervision[], connection: Span): Segment[] {
  const starts = supervision.map(({ start }, index) => {
    const isBefore = index === 0 || start.at < connection.start.at;
    return isBefore ? connection.start : start;
  });
  return supervision.flatMap(({ role }, index) => {
    const start = starts[index];
    const end = starts[index + 1] ?? connection.end;
    const type = SEGMENT_BY_ROLE[role];
    if (type === undefined || start === undefined || (end !== undefined && end.at < start.at)) return [];
    return [{ type, start, end }];
  });
}
