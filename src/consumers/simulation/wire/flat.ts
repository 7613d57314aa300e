import type { Communication } from "../communication";

/** A JSON object as it goes on the wire. */
export type Json = Record<string, unknown>;

/** The text of an instant, or undefined. */
export const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

const reference = (id: string | undefined, name: string) => (id === undefined ? undefined : { id, name });

/** A flat participant as the per-media topics carry it; with `rest`, as the REST API and the SDKs do. */
export function toFlatParticipant(
  communication: Communication,
  communications: readonly Communication[],
  rest: boolean,
): Json {
  const { afterCallWork, wrapup } = communication;
  return {
    id: communication.participantId,
    name: communication.name,
    address: communication.purpose === "customer" ? "tel:+15550100" : undefined,
    ...(rest && {
      startTime: iso(joinedAt(communication, communications)),
      startAlertingTime: iso(communication.alertingAt),
    }),
    connectedTime: iso(communication.connectedAt),
    endTime: iso(communication.endedAt),
    startHoldTime: iso(communication.holdStartedAt),
    purpose: communication.purpose,
    state: communication.state,
    ...(!rest && { initialState: communication.initialState }),
    direction: communication.direction,
    disconnectType: communication.disconnectType,
    held: communication.held,
    wrapupRequired: communication.wrapupRequired,
    wrapupPrompt: communication.wrapupPrompt,
    mediaRoles: [],
    user: reference(communication.userId, communication.name),
    queue: reference(communication.queueId, "Queue"),
    attributes: communication.note > 0 ? { note: String(communication.note) } : {},
    errorInfo: communication.failed
      ? { message: "The session is inactive", code: "error.session.inactive" }
      : undefined,
    wrapupTimeoutMs: communication.wrapupTimeoutMs,
    wrapupSkipped: communication.wrapupSkipped || undefined,
    alertingTimeoutMs: communication.alertingTimeoutMs,
    provider: "Edge",
    wrapup: wrapup && toWrapup(communication, rest),
    peer: communication.peerId,
    startAcwTime: iso(afterCallWork?.startedAt),
    endAcwTime: iso(afterCallWork?.endedAt),
    parkTime: iso(communication.parkedAt),
    resumeTime: iso(communication.resumeAt),
    ...mediaFields(communication, communications, true),
  };
}

/** When a participant first joined the conversation. */
export function joinedAt(communication: Communication, communications: readonly Communication[]): number {
  const own = communications.filter(({ participantId }) => participantId === communication.participantId);
  return Math.min(...own.map(({ startedAt }) => startedAt));
}

/** A wrap-up; only REST bodies say whether it is provisional. */
export function toWrapup({ wrapup }: Communication, rest: boolean): Json | undefined {
  if (wrapup === undefined) return undefined;
  return {
    code: wrapup.code,
    notes: wrapup.notes,
    tags: [],
    durationSeconds: wrapup.durationSeconds,
    endTime: iso(wrapup.endedAt),
    ...(rest && { provisional: wrapup.provisional }),
  };
}

/** The fields that only one medium has. Names differ a little between participants and communications. */
export function mediaFields(
  communication: Communication,
  communications: readonly Communication[],
  isParticipant: boolean,
): Json {
  switch (communication.mediaType) {
    case "call":
      return {
        muted: communication.muted,
        confined: communication.confined,
        recording: communication.recordingState === "active",
        recordingState: communication.recordingState,
        securePause: communication.securePause,
        ...(isParticipant && { ani: "tel:+15550100", dnis: "tel:+15550199", ...supervisionFields(communication) }),
      };
    case "callback":
      return callbackFields(communication, communications, isParticipant);
    case "chat":
      return { roomId: `${communication.communicationId}@conference.example` };
    case "cobrowse":
      return {
        cobrowseSessionId: communication.communicationId.slice(0, 8),
        cobrowseRole: communication.purpose === "customer" ? "sharer" : "viewer",
        controlling: [],
      };
    default:
      return {};
  }
}

/** Whom a supervisor's communication names. */
export function supervisionFields({ supervision }: Communication): Json {
  if (supervision === undefined) return {};
  const { role, participantId, at } = supervision;
  return { [`${role}ParticipantId`]: participantId, ...(role === "barged" && { bargedTime: iso(at) }) };
}

/** Every communication of a callback shows what the customer's does. */
function callbackFields(
  communication: Communication,
  communications: readonly Communication[],
  isParticipant: boolean,
): Json {
  const callback = communication.callback ?? communications.find((other) => other.callback !== undefined)?.callback;
  return {
    callbackNumbers: callback?.numbers,
    callbackUserName: "Caller",
    externalCampaign: false,
    skipEnabled: callback?.skipEnabled,
    timeoutSeconds: callback?.timeoutSeconds,
    callbackScheduledTime: iso(callback?.scheduledAt),
    [isParticipant ? "outboundPreview" : "dialerPreview"]: undefined,
  };
}
