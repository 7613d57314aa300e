import type { Communication } from "../communication";
import { sightOf, type Sight } from "../sight";

/** A JSON object as it goes on the wire. */
export type Json = Record<string, unknown>;

/** The text of an instant, or undefined. */
export const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

const reference = (id: string | undefined) => (id === undefined ? undefined : { id });

/**
 * A flat participant of one medium: the latest of its communications that has begun. With `rest`, with the dates that
 * only the REST API has.
 */
export function flatParticipant(
  all: readonly Communication[],
  own: readonly Communication[],
  at: number,
  rest: boolean,
): Json {
  const one = own.findLast(({ begunAt }) => begunAt <= at);
  const sight = one && sightOf(one, at);
  if (one === undefined || sight === undefined) return {};
  const { limits, userId, queueId, peer, mediaType, purpose } = one.sketch;
  return {
    id: one.participantId,
    ...(rest && { startTime: iso(joinedAt(one, all)), startAlertingTime: iso(sight.alertingAt) }),
    connectedTime: iso(sight.connectedAt),
    endTime: iso(sight.endedAt),
    startHoldTime: iso(sight.holdStartedAt),
    purpose,
    state: sight.state,
    ...(!rest && { initialState: sight.initialState }),
    direction: one.direction,
    disconnectType: sight.disconnectType,
    held: sight.held,
    user: reference(userId),
    queue: reference(queueId),
    ...limitsOf(limits),
    errorInfo: errorOf(sight),
    peer: peer?.communicationId,
    ...workOfParticipant(sight),
    wrapup: wrapupOf(sight, rest),
    wrapupSkipped: sight.work?.state === "skipped" || undefined,
    parkTime: iso(sight.parkedAt),
    resumeTime: iso(sight.resumeAt),
    ...(mediaType === "call" && { muted: false, securePause: sight.securePause, ...supervisionOf(sight) }),
    ...(mediaType === "callback" && callbackOf(one, sight)),
    ...(mediaType === "chat" && { roomId: "room" }),
  };
}

/** When a participant first joined the conversation. */
export function joinedAt(one: Communication, all: readonly Communication[]): number {
  return Math.min(
    ...all.filter(({ participantId }) => participantId === one.participantId).map(({ begunAt }) => begunAt),
  );
}

/** What is asked of an agent. */
export function limitsOf(limits: Communication["sketch"]["limits"]): Json {
  return {
    alertingTimeoutMs: limits?.alertingTimeoutMs,
    wrapupPrompt: limits?.wrapupPrompt,
    wrapupTimeoutMs: limits?.wrapupTimeoutMs,
  };
}

/** The dates of after-call work, as participants show them. */
export function workOfParticipant({ work }: Sight): Json {
  if (work?.dated !== true) return {};
  return { startAcwTime: iso(work.startAt), endAcwTime: iso(work.endAt), wrapupRequired: true };
}

/** A wrap-up; only REST bodies tell whether it is provisional, so that others do not show one that is. */
export function wrapupOf({ work }: Sight, rest: boolean): Json | undefined {
  if (work?.wrapup === undefined || (work.wrapup.provisional && !rest)) return undefined;
  const { endAt, provisional } = work.wrapup;
  return { code: "code", notes: "", endTime: iso(endAt), ...(rest && { provisional }) };
}

/** What went wrong. */
export function errorOf(sight: Sight): Json | undefined {
  return sight.failed ? { message: "The session is inactive", code: "error.session.inactive" } : undefined;
}

/** Whom a supervisor names. */
export function supervisionOf({ roles }: Sight): Json {
  const barge = roles.find(({ kind }) => kind === "barged");
  return {
    ...Object.fromEntries(roles.map(({ kind, participantId }) => [`${kind}ParticipantId`, participantId])),
    ...(barge && { bargedTime: iso(barge.at) }),
  };
}

/** What only callbacks show. */
export function callbackOf({ sketch }: Communication, { scheduledAt }: Sight): Json {
  return {
    callbackNumbers: ["+15550100"],
    skipEnabled: true,
    timeoutSeconds: sketch.timeoutSeconds,
    callbackScheduledTime: iso(scheduledAt),
  };
}
