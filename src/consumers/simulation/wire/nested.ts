import type { Leg } from "../leg";
import { iso, joinedAt, mediaFields, supervisionFields, toWrapup, type Json } from "./flat";

/** The last word of a medium's topic. */
export const TOPIC_WORDS: Readonly<Record<Leg["mediaType"], string>> = {
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
export function toNestedParticipants(legs: readonly Leg[], rest: boolean): Json[] {
  const ids = [...new Set(legs.map(({ participantId }) => participantId))];
  return ids.map((id) =>
    toNestedParticipant(
      legs.filter(({ participantId }) => participantId === id),
      legs,
      rest,
    ),
  );
}

function toNestedParticipant(own: readonly Leg[], legs: readonly Leg[], rest: boolean): Json {
  const [first] = own;
  const latest = own.at(-1);
  if (first === undefined || latest === undefined) return {};
  const work = own.findLast(({ afterCallWork }) => afterCallWork !== undefined)?.afterCallWork;
  const isOver = own.every(({ endedAt }) => endedAt !== undefined);
  const byMedium = groupByMedium(own);
  return {
    id: first.participantId,
    ...(rest && { startTime: iso(joinedAt(first, legs)) }),
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
        ofMedium.map((leg) => toCommunication(leg, legs, rest)),
      ]),
    ),
  };
}

function groupByMedium(legs: readonly Leg[]): Map<Leg["mediaType"], Leg[]> {
  const groups = new Map<Leg["mediaType"], Leg[]>();
  for (const leg of legs) groups.set(leg.mediaType, [...(groups.get(leg.mediaType) ?? []), leg]);
  return groups;
}

function toCommunication(leg: Leg, legs: readonly Leg[], rest: boolean): Json {
  const { afterCallWork } = leg;
  const hasHold = leg.mediaType !== "cobrowse";
  return {
    id: leg.communicationId,
    state: leg.state,
    initialState: leg.initialState,
    direction: leg.direction,
    ...(hasHold && { held: leg.held, startHoldTime: iso(leg.holdStartedAt) }),
    ...mediaFields(leg, legs, false),
    errorInfo: leg.failed
      ? { status: 400, code: "error.session.inactive", message: "The session is inactive" }
      : undefined,
    disconnectType: leg.disconnectType,
    provider: "Edge",
    peerId: leg.peerId,
    ...(rest && { startAlertingTime: iso(leg.alertingAt) }),
    connectedTime: iso(leg.connectedAt),
    disconnectedTime: iso(leg.endedAt),
    parkTime: iso(leg.parkedAt),
    resumeTime: iso(leg.resumeAt),
    wrapup: toWrapup(leg, rest),
    afterCallWork: afterCallWork && {
      state: afterCallWork.state,
      startTime: iso(afterCallWork.startedAt),
      endTime: iso(afterCallWork.endedAt),
    },
    afterCallWorkRequired: leg.afterCallWorkRequired,
    queueMediaSettings:
      leg.alertingTimeoutMs === undefined ? undefined : { alertingTimeoutSeconds: leg.alertingTimeoutMs / 1000 },
  };
}
