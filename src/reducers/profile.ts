import type { Profile } from "../models/communication";
import type { Observation } from "../models/observation";

const KEYS = [
  "purpose",
  "userId",
  "queueId",
  "direction",
  "peerId",
  "initialState",
  "disconnectType",
  "confined",
  "muted",
  "alertingTimeoutMs",
  "queueAlertingTimeoutSeconds",
  "wrapupPrompt",
  "wrapupTimeoutMs",
  "wrapupRequired",
  "wrapupCode",
  "afterCallWorkRequired",
  "resumeAt",
  "recording",
  "recordingState",
  "consultParticipantId",
  "failed",
  "errorCode",
  "timeoutSeconds",
  "skipEnabled",
  "externalCampaign",
  "automatedCallbackConfigId",
  "voicemailId",
  "voicemailUploadStatus",
  "previewId",
  "previewCampaignId",
] as const satisfies readonly (keyof Profile)[];

/**
 * Keeps the last known value of each plain fact. A detail event only fills what no snapshot has said: it names less,
 * and an agent's purpose is guessed from it.
 */
export function foldProfile(profile: Profile, observation: Observation): Profile {
  const { facts, shape } = observation;
  let next: Record<string, unknown> | undefined;
  for (const key of KEYS) {
    const value = facts[key];
    if (value === undefined || value === profile[key]) continue;
    if (shape === "event" && profile[key] !== undefined) continue;
    next ??= { ...profile };
    next[key] = value;
  }
  return next === undefined ? profile : next;
}
