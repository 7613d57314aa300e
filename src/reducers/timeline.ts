import { withAnomaly, type AnomalyCounts, type AnomalyKind } from "../models/anomaly";
import type { CommunicationState } from "../models/communication";
import { TIMED_PROMPTS } from "../models/enums";
import { isClosed, lengthOf, type Dated, type Span } from "../models/dated";
import type { Phase } from "../models/phase";
import type { CommunicationTimeline, Segment, SegmentType, WrapupTimeline } from "../models/timeline";
import { cutConnection } from "./connection";
import { layOutSession } from "./session";

/** Lays out a folded communication in time: its segments, cut so that they neither overlap nor run backwards. */
export function layOutCommunication(state: CommunicationState): CommunicationTimeline {
  const notes: AnomalyKind[] = [];
  const session = state.inSnapshot ? undefined : layOutSession(state);
  const { ended } = state.phases;
  const connected = state.phases.connected ?? session?.connected;
  const before = session?.before ?? layOutPhases(state, notes);
  const connection = connected && clampSpan({ start: connected, end: ended }, notes);
  const isCut = connection !== undefined && (session?.sums?.heldMs ?? 0) === 0;
  const during = isCut ? cutConnection(state, connection, notes) : [];
  return {
    key: keyOf(state),
    state,
    appeared: appearanceOf(state),
    segments: [...before, ...during],
    connection,
    wrapup: layOutWrapup(state, notes),
    securePauses: state.securePauses.map((pause) => ({ start: pause.start, end: pause.end ?? ended })),
    sums: session?.sums,
    anomalies: notes.reduce<AnomalyCounts>(withAnomaly, state.anomalies),
  };
}

/** A span that does not run backwards. */
export function clampSpan<Clamped extends Span>(span: Clamped, notes: AnomalyKind[]): Clamped {
  if (span.end === undefined || span.end.at >= span.start.at) return span;
  notes.push("negativeSpan");
  return { ...span, end: { ...span.end, at: span.start.at } };
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
  ];
  return earliest(dates) ?? state.firstSeen;
}

function earliest(dates: readonly (Dated | undefined)[]): Dated | undefined {
  return dates.reduce(
    (best, date) => (date !== undefined && (best === undefined || date.at < best.at) ? date : best),
    undefined,
  );
}

const SEGMENT_BY_PHASE: Readonly<Partial<Record<Phase, SegmentType>>> = {
  scheduled: "scheduled",
  offering: "offering",
  contacting: "contacting",
  dialing: "dialing",
  alerting: "alert",
  transmitting: "transmitting",
};

/** Each phase before the connect lasts until the next begins, or the connect, or the end. */
function layOutPhases(state: CommunicationState, notes: AnomalyKind[]): Segment[] {
  const entered = withAlertStart(state);
  const { connected, ended } = state.phases;
  return entered.flatMap(({ phase, start }, index) => {
    const type = SEGMENT_BY_PHASE[phase];
    const end = entered[index + 1]?.start ?? connected ?? ended;
    return type === undefined ? [] : [clampSpan({ type, start, end }, notes)];
  });
}

/**
 * An alert begins at its earliest evidence: `startTime` where the participant's first communication began by alerting,
 * `startAlertingTime`, the first observation of `alerting`, or the session's start in a detail event.
 */
function withAlertStart(state: CommunicationState): CommunicationState["phases"]["entered"] {
  const { entered } = state.phases;
  const index = entered.findIndex(({ phase }) => phase === "alerting");
  const alert = entered[index];
  const beganAlerting = index === 0 || (entered.length === 0 && state.profile.initialState === "alerting");
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

function layOutWrapup(state: CommunicationState, notes: AnomalyKind[]): WrapupTimeline | undefined {
  const { afterCallWork: work, profile } = state;
  const { ended } = state.phases;
  const isKnown = work.pending || work.completion !== undefined || work.skipped;
  const start = work.start ?? (isKnown && ended ? inferredFrom(ended) : undefined);
  if (start === undefined) return undefined;
  const end = work.completion ?? (work.skipped ? start : undefined);
  const span = clampSpan({ start, end }, notes);
  const { wrapupTimeoutMs, wrapupPrompt } = profile;
  const isLimited =
    wrapupTimeoutMs !== undefined &&
    wrapupTimeoutMs > 0 &&
    (wrapupPrompt === undefined || TIMED_PROMPTS.has(wrapupPrompt));
  const timedOut = isLimited && isClosed(span) && lengthOf(span) >= wrapupTimeoutMs;
  return { ...span, skipped: work.skipped, timedOut };
}

function inferredFrom(date: Dated): Dated {
  return { ...date, origin: date.origin === "observed" ? "observed" : "inferred" };
}
