import type { AnomalyCounts } from "../../models/anomaly";
import type { AfterCallWork } from "../../models/communication";
import { formatInstant, type Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import { compareText } from "../../models/position";
import type { CommunicationTimeline, ConversationTimeline } from "../../models/timeline";
import { SCHEMA_VERSION } from "../../models/schema-version";
import type { CommunicationView, ConversationRecord, ParticipantView, SegmentView } from "../../models/view";
import { isAfterCallWorkOpen } from "../../reducers/after-call-work";
import type { Lifecycle } from "../history/lifecycle";
import { sweptTimeOf } from "../history/lifecycle-end";
import type { Conversation } from "../store/conversation";
import type { EvaluatedDeadline } from "../derive/deadlines-of";
import { viewCallback } from "./view-callback";

/** What its partition knows of a conversation: it was swept, without an end; nothing confirms the leap of its time; a fault of ours. */
interface Marks {
  readonly isSwept?: boolean;
  readonly isSuspect?: boolean;
  readonly isFaulted?: boolean;
}

/** What a view is made of: a conversation, or what the reference has of one. */
export interface Viewed extends Pick<Conversation, "id" | "revision" | "policy" | "deadlines"> {
  readonly shown: () => Pick<Lifecycle, "firstAt" | "lastAt" | "participants" | "timeline"> | undefined;
}

/** The public view of a conversation, as of an instant; undefined where nothing of it is to be shown. */
export function viewConversation(conversation: Viewed, asOf: Instant, marks: Marks): ConversationRecord | undefined {
  const lifecycle = conversation.shown();
  if (lifecycle === undefined) return undefined;
  const timeline = lifecycle.timeline();
  const deadlines = conversation.deadlines(asOf);
  return {
    type: "conversation",
    schemaVersion: SCHEMA_VERSION,
    id: conversation.id,
    revision: Math.max(1, conversation.revision),
    state: marks.isSwept === true ? "swept" : stateOf(timeline),
    startTime: formatInstant(startOf(timeline, lifecycle.firstAt())),
    lastNews: formatInstant(lifecycle.lastAt()),
    sweptTime: marks.isSwept === true ? sweptTimeOf(lifecycle, conversation.policy) : undefined,
    reopened: isReopened(timeline, conversation.policy.latenessMs) ? true : undefined,
    timeSuspect: marks.isSuspect === true ? true : undefined,
    incomplete: timeline.isPastBound,
    faulted: marks.isFaulted === true ? true : undefined,
    policy: conversation.policy.digest,
    participants: viewParticipants(timeline, lifecycle.participants(), conversation.policy),
    deadlines: deadlines
      .sort((left, right) => left.dueAt - right.dueAt || compareText(left.id, right.id))
      .map(viewDeadline),
  };
}

/** Takes back the views of a conversation of which nothing is to be shown any more. */
export function retractView(conversation: Conversation): ConversationRecord {
  const lifecycle = conversation.latest();
  return {
    type: "conversation",
    schemaVersion: SCHEMA_VERSION,
    id: conversation.id,
    revision: conversation.revision,
    state: "ended",
    startTime: formatInstant(lifecycle.firstAt()),
    lastNews: formatInstant(lifecycle.lastAt()),
    retracted: true,
    participants: [],
    deadlines: [],
  };
}

function viewDeadline({ id, kind, dueAt, status, metAt }: EvaluatedDeadline): ConversationRecord["deadlines"][number] {
  return { id, kind, dueAt: formatInstant(dueAt), status, metAt: formatOptional(metAt) };
}

function stateOf({ communications }: ConversationTimeline): "open" | "afterCallWork" | "ended" {
  if (communications.some(({ state }) => state.phases.phase !== "ended")) return "open";
  return communications.some(({ state }) => isAfterCallWorkOpen(state.afterCallWork)) ? "afterCallWork" : "ended";
}

/** Whether a communication appeared when all before it had been over for longer than the lateness. */
function isReopened({ communications }: ConversationTimeline, latenessMs: number): boolean {
  let overAt = Infinity;
  for (const [index, { appeared, state, wrapup }] of communications.entries()) {
    if (appeared.at > overAt + latenessMs) return true;
    const { ended } = state.phases;
    const isOpen = ended === undefined || isAfterCallWorkOpen(state.afterCallWork);
    const endedAt = isOpen ? Infinity : Math.max(ended.at, wrapup?.end?.at ?? -Infinity);
    overAt = index === 0 ? endedAt : Math.max(overAt, endedAt);
  }
  return false;
}

function startOf({ communications }: ConversationTimeline, fallback: Instant): Instant {
  return communications[0]?.appeared.at ?? fallback;
}

function viewParticipants(
  timeline: ConversationTimeline,
  participants: Iterable<{ participantId: string; anomalies: AnomalyCounts }>,
  policy: Policy,
): ParticipantView[] {
  const anomaliesById = new Map([...participants].map((one) => [one.participantId, one.anomalies] as const));
  const ids = [...new Set([...timeline.communications.map(({ state }) => state.participantId)])];
  return ids.map((participantId) => {
    const communications = timeline.communications.filter(({ state }) => state.participantId === participantId);
    const { purpose, userId } = communications.at(-1)?.state.profile ?? {};
    const anomalies = anomaliesById.get(participantId) ?? {};
    return {
      participantId,
      purpose,
      userId,
      communications: communications.map((communication) => viewCommunication(communication, timeline, policy)),
      anomalies: viewAnomalies(anomalies),
    };
  });
}

function viewCommunication(
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
    segments: segments.map((segment) => ({ ...viewSpan(segment), hidden: segment.hidden === true ? true : undefined })),
    securePauses:
      securePauses.length > 0 ? securePauses.map((pause) => viewSpan({ type: "securePause", ...pause })) : undefined,
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

function viewSpan({
  type,
  start,
  end,
}: {
  type: string;
  start: { at: Instant };
  end: { at: Instant } | undefined;
}): SegmentView {
  return { type, startTime: formatInstant(start.at), endTime: formatOptional(end?.at) };
}

function viewAnomalies(counts: AnomalyCounts): Record<string, number> | undefined {
  const entries = Object.entries(counts).sort(([left], [right]) => compareText(left, right));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function formatOptional(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : formatInstant(instant);
}
