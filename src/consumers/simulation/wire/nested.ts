import type { Communication } from "../communication";
import { iso, joinedAt, mediaFields, supervisionFields, toWrapup, type Json } from "./flat";

/** The last word of a medium's topic. */
export const TOPIC_WORDS: Readonly<Record<Communication["mediaType"], string>> = {
  call: "calls",
  callback: "callbacks",
  chat: "chats",
  cobrowse: "cobrowseSessions",
  email: "emails",
  message: "messages",
  video: "videos",
  screenshare: "screenshares",
  internalmessage: "internalMessages",
  socialexpression: "socialExpressions",
  screenmonitoring: "screenMonitorings",
};

/** The array of a participant that holds communications of a medium: one is spelled otherwise than its topic. */
const ARRAYS: typeof TOPIC_WORDS = { ...TOPIC_WORDS, cobrowse: "cobrowsesessions" };

/** Every participant with its communications, as the whole-conversation topic carries them; with `rest`, as a GET does. */
export function toNestedParticipants(communications: readonly Communication[], rest: boolean): Json[] {
  const ids = [...new Set(communications.map(({ participantId }) => participantId))];
  return ids.map((id) =>
    toNestedParticipant(
      communications.filter(({ participantId }) => participantId === id),
      communications,
      rest,
    ),
  );
}

function toNestedParticipant(
  own: readonly Communication[],
  communications: readonly Communication[],
  rest: boolean,
): Json {
  const [first] = own;
  const latest = own.at(-1);
  if (first === undefined || latest === undefined) return {};
  const work = own.findLast(({ afterCallWork }) => afterCallWork !== undefined)?.afterCallWork;
  const isOver = own.every(({ endedAt }) => endedAt !== undefined);
  const byMedium = groupByMedium(own);
  return {
    id: first.participantId,
    ...(rest && { startTime: iso(joinedAt(first, communications)) }),
    connectedTime: iso(own.find(({ connectedAt }) => connectedAt !== undefined)?.connectedAt),
    endTime: isOver ? iso(Math.max(...own.map(({ endedAt = 0 }) => endedAt))) : undefined,
    userId: latest.userId,
    name: first.name,
    queueId: latest.queueId,
    purpose: first.purpose,
    wrapupRequired: latest.wrapupRequired,
    wrapupPrompt: latest.wrapupPrompt,
    wrapupTimeoutMs: latest.wrapupTimeoutMs,
    ...(rest && { wrapupSkipped: latest.wrapupSkipped || undefined }),
    startAcwTime: iso(work?.startedAt),
    endAcwTime: iso(work?.endedAt),
    alertingTimeoutMs: first.alertingTimeoutMs,
    ...supervisionFields(first),
    attributes: first.note > 0 ? { note: String(first.note) } : {},
    ...Object.fromEntries(
      [...byMedium].map(([mediaType, ofMedium]) => [
        ARRAYS[mediaType],
        ofMedium.map((communication) => toCommunication(communication, communications, rest)),
      ]),
    ),
  };
}

function groupByMedium(communications: readonly Communication[]): Map<Communication["mediaType"], Communication[]> {
  const groups = new Map<Communication["mediaType"], Communication[]>();
  for (const communication of communications)
    groups.set(communication.mediaType, [...(groups.get(communication.mediaType) ?? []), communication]);
  return groups;
}

function toCommunication(communication: Communication, communications: readonly Communication[], rest: boolean): Json {
  const { afterCallWork } = communication;
  const hasHold = communication.mediaType !== "cobrowse";
  return {
    id: communication.communicationId,
    state: communication.state,
    initialState: communication.initialState,
    direction: communication.direction,
    ...(hasHold && { held: communication.held, startHoldTime: iso(communication.holdStartedAt) }),
    ...mediaFields(communication, communications, false),
    errorInfo: communication.failed
      ? { status: 400, code: "error.session.inactive", message: "The session is inactive" }
      : undefined,
    disconnectType: communication.disconnectType,
    provider: "Edge",
    peerId: communication.peerId,
    ...(rest && { startAlertingTime: iso(communication.alertingAt) }),
    connectedTime: iso(communication.connectedAt),
    disconnectedTime: iso(communication.endedAt),
    parkTime: iso(communication.parkedAt),
    resumeTime: iso(communication.resumeAt),
    wrapup: toWrapup(communication, rest),
    afterCallWork: afterCallWork && {
      state: afterCallWork.state,
      startTime: iso(afterCallWork.startedAt),
      endTime: iso(afterCallWork.endedAt),
    },
    afterCallWorkRequired: communication.afterCallWorkRequired,
    queueMediaSettings:
      communication.alertingTimeoutMs === undefined
        ? undefined
        : { alertingTimeoutSeconds: communication.alertingTimeoutMs / 1000 },
  };
}
