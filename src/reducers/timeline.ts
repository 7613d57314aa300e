import { withAnomaly, type AnomalyCounts, type AnomalyKind } from "../models/anomaly";
import type { CommunicationState } from "../models/communication";
import { TIMED_PROMPTS } from "../models/enums";
import { isClosed, lengthOf, type Dated, type Span } from "../models/dated";
import type { CommunicationTimeline, EvidenceLimits, Segment, WrapupTimeline } from "../models/timeline";
import { layOutBefore } from "./before";
import { breaksOf } from "./breaks";
import { cutConnection, cutSupervision } from "./connection";
import { clampSpan, earliest } from "./dates";
import { weigh, type Weighed } from "./evidence";
import { listedConnect, listedStart } from "./listed";
import { earlier, layOutSession, type SessionTimeline } from "./session";

/** Lays out a folded communication in time: its segments, cut so that they neither overlap nor run backwards. */
export function layOutCommunication(state: CommunicationState, limits: EvidenceLimits): CommunicationTimeline {
  const notes: AnomalyKind[] = [];
  const session = layOutSession(state);
  const isSession = session !== undefined && !state.inSnapshot && state.listed.length === 0;
  const { ended } = state.phases;
  const connected = state.phases.connected ?? listedConnect(state) ?? connectByTotals(state, session, isSession);
  const connection = connected && clampSpan({ start: connected, end: ended }, notes);
  const isCut = connection !== undefined && !(isSession && session.sums !== undefined && !session.isOneTalk);
  const during = isCut ? layOutDuring(state, connection, limits, notes) : [];
  const before = isSession ? session.before : layOutBefore(state, connected, limits, notes);
  const weighed = isSession
    ? weighSession(session, connection, [...before, ...during])
    : weigh(state, { connection, before, during }, limits, notes);
  return {
    key: keyOf(state),
    state,
    appeared: appearanceOf(state),
    connection: weighed.connection,
    segments: weighed.segments,
    sums: weighed.sums,
    handle: weighed.handle,
    incomplete: weighed.incomplete,
    seenFrom: weighed.seenFrom,
    wrapup: layOutWrapup(state, notes),
    securePauses: state.securePauses.map((pause) => ({ start: pause.start, end: pause.end ?? ended })),
    anomalies: notes.reduce<AnomalyCounts>(withAnomaly, state.anomalies),
  };
}

/** What is known by the totals of a session alone is not in doubt. */
function weighSession(
  { leftOutMs, sums }: SessionTimeline,
  connection: Weighed["connection"],
  segments: Weighed["segments"],
): Weighed {
  const handle = leftOutMs > 0 ? "byTotals" : "known";
  return { connection, segments, sums, handle, incomplete: false, seenFrom: undefined };
}

function layOutDuring(
  state: CommunicationState,
  connection: Span,
  limits: EvidenceLimits,
  notes: AnomalyKind[],
): Segment[] {
  return state.supervision.length > 0
    ? cutSupervision(state, connection, limits)
    : cutConnection(state, connection, breaksOf(state, notes), notes);
}

/**
 * The connect as the platform's totals date it, where nothing else does. Parked time would spoil it; of detail events alone it is
 * known how much there was.
 */
function connectByTotals(
  state: CommunicationState,
  session: SessionTimeline | undefined,
  isSession: boolean,
): Dated | undefined {
  if (session?.connected === undefined || state.parkings.length > 0) return undefined;
  return isSession ? earlier(session.connected, session.leftOutMs) : session.connected;
}

function keyOf(state: CommunicationState): string {
  const name = state.communicationId ?? `${state.participantId}:${state.mediaType}`;
  return state.episode === 0 ? name : `${name}#${state.episode + 1}`;
}

function appearanceOf(state: CommunicationState): Dated {
  const dates = [
    state.firstSeen,
    state.alertingReported,
    state.phases.connected,
    state.isFirst ? state.started : undefined,
    listedStart(state),
  ];
  return earliest(dates) ?? state.firstSeen;
}

function layOutWrapup(state: CommunicationState, notes: AnomalyKind[]): WrapupTimeline | undefined {
  const { afterCallWork: work, profile } = state;
  const { ended } = state.phases;
  const isKnown = work.pending || work.completion !== undefined || work.skipped;
  const start = work.start ?? (isKnown && ended ? inferredFrom(ended) : undefined);
  if (start === undefined) return undefined;
  const end = work.skipped ? start : work.completion;
  const span = clampSpan({ start, end }, notes);
  const { wrapupTimeoutMs, wrapupPrompt } = profile;
  const isLimited =
    wrapupTimeoutMs !== undefined &&
    wrapupTimeoutMs > 0 &&
    (wrapupPrompt === undefined || TIMED_PROMPTS.has(wrapupPrompt));
  const timedOut = isLimited && isClosed(span) && lengthOf(span) >= wrapupTimeoutMs;
  return { start: span.start, end: span.end, skipped: work.skipped, timedOut };
}

function inferredFrom(date: Dated): Dated {
  return { at: date.at, origin: date.origin === "observed" ? "observed" : "inferred", by: date.by };
}
