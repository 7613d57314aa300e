import type { AnomalyCounts } from "../../models/anomaly";
import type { AfterCallWork } from "../../models/communication";
import type { Span } from "../../models/dated";
import { formatInstant, type Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import { compareText } from "../../models/position";
import type { CommunicationTimeline, ConversationTimeline } from "../../models/timeline";
import type { CommunicationView, SegmentView } from "../../models/view";
import { isAfterCallWorkOpen } from "../../reducers/after-call-work";
import { viewCallback } from "./view-callback";

/** The public view of a communication. */
export function viewCommunication(
  communication: CommunicationTimeline,
  timeline: ConversationTimeline,
  policy: Policy,
): CommunicationView {
  const { state, segments, connection, securePauses } = communication;
  const { profile, phases } = state;
  const isOver = phases.phase === "ended";
  return {
    communicationId: state.communicationId,
    mediaType: state.mediaType,
    episode: state.episode > 0 ? state.episode + 1 : undefined,
    state: phases.phase,
    since: formatInstant(phaseStart(communication)),
    direction: profile.direction,
    queueId: profile.queueId,
    connectedTime: formatOptional(connection?.start.at),
    endTime: formatOptional(phases.ended?.at),
    disconnectType: isOver ? profile.disconnectType : undefined,
    incomplete: communication.incomplete ? true : undefined,
    seenFrom: formatOptional(communication.seenFrom?.at),
    held: isOver ? undefined : segments.at(-1)?.type === "hold" || undefined,
    confined: isOver ? undefined : profile.confined,
    muted: isOver ? undefined : profile.muted,
    recordingState: isOver ? undefined : state.recordings.at(-1)?.state,
    errorCode: profile.errorCode,
    wrapupCode: profile.wrapupCode,
    afterCallWork: viewAfterCallWork(communication, state.afterCallWork),
    queueOutcome: timeline.queues.get(communication)?.outcome,
    transfer: timeline.transfers.get(communication)?.kind,
    segments: segments.map((segment) => viewSpan(segment.type, segment, segment.hidden)),
    securePauses:
      securePauses.length > 0 ? securePauses.map((pause) => viewSpan("securePause", pause, undefined)) : undefined,
    callback: viewCallback(communication, timeline, policy),
    anomalies: viewAnomalies(communication.anomalies),
  };
}

function phaseStart({ state, segments, connection }: CommunicationTimeline): Instant {
  const { phases } = state;
  if (phases.phase === "ended") return phases.ended?.at ?? state.firstSeen.at;
  if (phases.phase === "connected" || phases.phase === "parked") {
    const parked = segments.findLast(({ type }) => type === "parked");
    if (phases.phase === "parked") return parked?.start.at ?? state.firstSeen.at;
    return parked?.end?.at ?? connection?.start.at ?? state.firstSeen.at;
  }
  return segments.at(-1)?.start.at ?? state.firstSeen.at;
}

function viewAfterCallWork({ wrapup }: CommunicationTimeline, work: AfterCallWork): CommunicationView["afterCallWork"] {
  if (wrapup === undefined) return undefined;
  const isUndated = wrapup.skipped && work.completion === undefined;
  const state = isAfterCallWorkOpen(work) ? "pending" : wrapup.skipped ? "skipped" : "complete";
  return {
    state,
    startTime: formatInstant(wrapup.start.at),
    endTime: isUndated ? undefined : formatOptional(wrapup.end?.at),
    timedOut: wrapup.timedOut ? true : undefined,
    editedTo: formatOptional(work.editedTo),
  };
}

function viewSpan(type: string, { start, end }: Span, hidden: boolean | undefined): SegmentView {
  return {
    type,
    startTime: formatInstant(start.at),
    endTime: formatOptional(end?.at),
    hidden: hidden === true ? true : undefined,
  };
}

/** What was odd, counted, by name; undefined where nothing was. */
export function viewAnomalies(counts: AnomalyCounts): Record<string, number> | undefined {
  const entries = Object.entries(counts).sort(([left], [right]) => compareText(left, right));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** An instant as views show it; undefined where it is not known. */
export function formatOptional(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : formatInstant(instant);
}
