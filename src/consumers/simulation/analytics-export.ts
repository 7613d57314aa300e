import type { Communication } from "./communication";
import type { TruthRow } from "./script";

/** A segment as the platform's analytics write it. */
export interface ExportedSegment {
  segmentType: string;
  segmentStart: string;
  segmentEnd?: string;
  disconnectType?: string;
  queueId?: string;
  wrapUpCode?: string;
}
/** A number of a session: ms or a count, and the instant at which it was final. */
export interface ExportedMetric {
  name: string;
  value: number;
  emitDate: string;
}
/** A communication, as the platform's analytics have it. */
export interface ExportedSession {
  mediaType: string;
  direction: string;
  sessionId: string;
  peerId?: string;
  segments: ExportedSegment[];
  metrics: ExportedMetric[];
}
/** A conversation with its participants, as the platform's analytics write it. */
export interface ExportedConversation {
  conversationId: string;
  conversationStart: string;
  conversationEnd?: string;
  participants: { participantId: string; purpose: string; userId?: string; sessions: ExportedSession[] }[];
}

/** What the platform's sessions do not have, though it is true. */
const NOT_ON_SESSIONS = /^(?:tWait|tShortAbandon|tConversationDuration|nHeld|nHolds|nAlert\w+|\w*Callback\w*)$/;

/** Numbers that are as long as a segment, by its type. */
const SEGMENT_BY_NAME = new Map([
  ["tAlert", "alert"],
  ["tContacting", "contacting"],
  ["tDialing", "dialing"],
  ["tTalk", "interact"],
  ["tHeld", "hold"],
  ["tAcw", "wrapup"],
  ["tPark", "parked"],
  ["tAcd", "interact"],
  ["tConnected", "interact"],
  ["tIvr", "ivr"],
  ["tVoicemail", "voicemail"],
  ["tMonitoring", "monitoring"],
  ["tCoaching", "coaching"],
  ["tBarging", "barging"],
]);

const iso = (at: number) => new Date(at).toISOString();

/** The analytics detail of a simulated conversation, made from its truth: what the platform would export of it. */
export function exportedFrom(
  truth: readonly TruthRow[],
  communications: readonly Communication[],
): ExportedConversation {
  const participants = new Map<string, ExportedConversation["participants"][number]>();
  for (const communication of communications) {
    const { participantId, purpose, userId } = communication;
    const participant = participants.get(participantId) ?? {
      participantId,
      purpose,
      ...(userId !== undefined && { userId }),
      sessions: [],
    };
    participants.set(participantId, participant);
    participant.sessions.push(sessionOf(communication, truth));
  }
  const ends = communications.map(({ endedAt }) => endedAt);
  return {
    conversationId: truth[0]?.conversationId ?? "",
    conversationStart: iso(Math.min(...communications.map(({ startedAt }) => startedAt))),
    ...(ends.every((end) => end !== undefined) && { conversationEnd: iso(Math.max(...ends)) }),
    participants: [...participants.values()],
  };
}

function sessionOf(communication: Communication, truth: readonly TruthRow[]): ExportedSession {
  const own = truth.filter(
    (row) => row.communicationId === communication.communicationId && !NOT_ON_SESSIONS.test(row.name),
  );
  const segments = own.flatMap((row) => segmentOf(row, communication) ?? []);
  segments.sort((left, right) => (left.segmentStart < right.segmentStart ? -1 : 1));
  const last = segments.findLast(({ segmentType }) => segmentType !== "wrapup");
  if (last !== undefined && communication.disconnectType !== undefined)
    last.disconnectType = communication.disconnectType;
  return {
    mediaType: communication.mediaType === "call" ? "voice" : communication.mediaType,
    direction: communication.direction,
    sessionId: communication.communicationId,
    ...(communication.peerId !== undefined && { peerId: communication.peerId }),
    segments,
    metrics: own.map(({ name, value, emitDate }) => ({ name, value, emitDate })),
  };
}

function segmentOf({ name, value, emitDate }: TruthRow, communication: Communication): ExportedSegment | undefined {
  const segmentType = SEGMENT_BY_NAME.get(name);
  if (segmentType === undefined) return undefined;
  const code = segmentType === "wrapup" ? communication.wrapup?.code : undefined;
  return {
    segmentType,
    segmentStart: iso(Date.parse(emitDate) - value),
    segmentEnd: emitDate,
    ...(communication.queueId !== undefined && { queueId: communication.queueId }),
    ...(code !== undefined && { wrapUpCode: code }),
  };
}
