import type { AnomalyCounts } from "../../models/anomaly";
import { formatInstant, type Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import { compareText } from "../../models/position";
import type { ConversationTimeline } from "../../models/timeline";
import { SCHEMA_VERSION } from "../../models/schema-version";
import type { ConversationRecord, ParticipantView } from "../../models/view";
import { isAfterCallWorkOpen } from "../../reducers/after-call-work";
import { groupByParticipant } from "../../reducers/by-participant";
import type { Lifecycle } from "../history/lifecycle";
import { sweptTimeOf } from "../history/lifecycle-end";
import type { Conversation } from "../store/conversation";
import type { EvaluatedDeadline } from "../derive/deadlines-of";
import { formatOptional, viewAnomalies, viewCommunication } from "./view-communication";

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
  const anomaliesById = new Map<string, AnomalyCounts>();
  for (const { participantId, anomalies } of participants) anomaliesById.set(participantId, anomalies);
  return [...groupByParticipant(timeline.communications)].map(([participantId, communications]) => {
    const { purpose, userId } = communications.at(-1)?.state.profile ?? {};
    return {
      participantId,
      purpose,
      userId,
      communications: communications.map((communication) => viewCommunication(communication, timeline, policy)),
      anomalies: viewAnomalies(anomaliesById.get(participantId) ?? {}),
    };
  });
}
