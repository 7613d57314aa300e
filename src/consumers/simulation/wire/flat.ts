import type { Leg } from "../leg";

/** A JSON object as it goes on the wire. */
export type Json = Record<string, unknown>;

/** The text of an instant, or undefined. */
export const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

const reference = (id: string | undefined, name: string) => (id === undefined ? undefined : { id, name });

/** A flat participant as the per-media topics carry it; with `rest`, as the REST API and the SDKs do. */
export function toFlatParticipant(leg: Leg, legs: readonly Leg[], rest: boolean): Json {
  const { afterCallWork, wrapup } = leg;
  return {
    id: leg.participantId,
    name: leg.name,
    address: leg.purpose === "customer" ? "tel:+15550100" : undefined,
    ...(rest && { startTime: iso(joinedAt(leg, legs)), startAlertingTime: iso(leg.alertingAt) }),
    connectedTime: iso(leg.connectedAt),
    endTime: iso(leg.endedAt),
    startHoldTime: iso(leg.holdStartedAt),
    purpose: leg.purpose,
    state: leg.state,
    ...(!rest && { initialState: leg.initialState }),
    direction: leg.direction,
    disconnectType: leg.disconnectType,
    held: leg.held,
    wrapupRequired: leg.wrapupRequired,
    wrapupPrompt: leg.wrapupPrompt,
    mediaRoles: [],
    user: reference(leg.userId, leg.name),
    queue: reference(leg.queueId, "Queue"),
    attributes: leg.note > 0 ? { note: String(leg.note) } : {},
    errorInfo: leg.failed ? { message: "The session is inactive", code: "error.session.inactive" } : undefined,
    wrapupTimeoutMs: leg.wrapupTimeoutMs,
    wrapupSkipped: leg.wrapupSkipped || undefined,
    alertingTimeoutMs: leg.alertingTimeoutMs,
    provider: "Edge",
    wrapup: wrapup && toWrapup(leg, rest),
    peer: leg.peerId,
    startAcwTime: iso(afterCallWork?.startedAt),
    endAcwTime: iso(afterCallWork?.endedAt),
    parkTime: iso(leg.parkedAt),
    resumeTime: iso(leg.resumeAt),
    ...mediaFields(leg, legs, true),
  };
}

/** When a participant first joined the conversation. */
export function joinedAt(leg: Leg, legs: readonly Leg[]): number {
  const own = legs.filter(({ participantId }) => participantId === leg.participantId);
  return Math.min(...own.map(({ startedAt }) => startedAt));
}

/** A wrap-up; only REST bodies say whether it is provisional. */
export function toWrapup({ wrapup }: Leg, rest: boolean): Json | undefined {
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
export function mediaFields(leg: Leg, legs: readonly Leg[], isParticipant: boolean): Json {
  switch (leg.mediaType) {
    case "call":
      return {
        muted: leg.muted,
        confined: leg.confined,
        recording: leg.recordingState === "active",
        recordingState: leg.recordingState,
        securePause: leg.securePause,
        ...(isParticipant && { ani: "tel:+15550100", dnis: "tel:+15550199", ...supervisionFields(leg) }),
      };
    case "callback":
      return callbackFields(leg, legs, isParticipant);
    case "chat":
      return { roomId: `${leg.communicationId}@conference.example` };
    case "cobrowse":
      return {
        cobrowseSessionId: leg.communicationId.slice(0, 8),
        cobrowseRole: leg.purpose === "customer" ? "sharer" : "viewer",
        controlling: [],
      };
    default:
      return {};
  }
}

/** Whom a supervisor's leg names. */
export function supervisionFields({ supervision }: Leg): Json {
  if (supervision === undefined) return {};
  const { role, participantId, at } = supervision;
  return { [`${role}ParticipantId`]: participantId, ...(role === "barged" && { bargedTime: iso(at) }) };
}

/** Every leg of a callback shows what the customer's does. */
function callbackFields(leg: Leg, legs: readonly Leg[], isParticipant: boolean): Json {
  const callback = leg.callback ?? legs.find((other) => other.callback !== undefined)?.callback;
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
