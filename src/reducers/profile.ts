import type { Profile } from "../models/communication";
import type { Facts } from "../models/facts";
import type { Observation } from "../models/observation";

/** A communication of which no plain fact is known. All profiles have one shape: the hot path lives on it. */
export const NO_PROFILE: Profile = {
  purpose: undefined,
  userId: undefined,
  queueId: undefined,
  direction: undefined,
  peerId: undefined,
  initialState: undefined,
  disconnectType: undefined,
  confined: undefined,
  muted: undefined,
  alertingTimeoutMs: undefined,
  queueAlertingTimeoutSeconds: undefined,
  wrapupPrompt: undefined,
  wrapupTimeoutMs: undefined,
  wrapupRequired: undefined,
  wrapupCode: undefined,
  afterCallWorkRequired: undefined,
  resumeAt: undefined,
  recording: undefined,
  recordingState: undefined,
  consultParticipantId: undefined,
  failed: undefined,
  errorCode: undefined,
  timeoutSeconds: undefined,
  skipEnabled: undefined,
  externalCampaign: undefined,
  automatedCallbackConfigId: undefined,
  voicemailId: undefined,
  voicemailUploadStatus: undefined,
  previewId: undefined,
  previewCampaignId: undefined,
};

/**
 * Keeps the last known value of each plain fact. A detail event only fills what no snapshot has said: it names less,
 * and an agent's purpose is guessed from it.
 */
export function foldProfile(held: Profile, { facts, shape }: Observation): Profile {
  const onlyFills = shape === "event";
  return hasNews(held, facts, onlyFills) ? withNews(held, facts, onlyFills) : held;
}

function hasNews(held: Profile, facts: Facts, onlyFills: boolean): boolean {
  return (
    isNews(facts.purpose, held.purpose, onlyFills) ||
    isNews(facts.userId, held.userId, onlyFills) ||
    isNews(facts.queueId, held.queueId, onlyFills) ||
    isNews(facts.direction, held.direction, onlyFills) ||
    isNews(facts.peerId, held.peerId, onlyFills) ||
    isNews(facts.initialState, held.initialState, onlyFills) ||
    isNews(facts.disconnectType, held.disconnectType, onlyFills) ||
    isNews(facts.confined, held.confined, onlyFills) ||
    isNews(facts.muted, held.muted, onlyFills) ||
    isNews(facts.alertingTimeoutMs, held.alertingTimeoutMs, onlyFills) ||
    isNews(facts.queueAlertingTimeoutSeconds, held.queueAlertingTimeoutSeconds, onlyFills) ||
    isNews(facts.wrapupPrompt, held.wrapupPrompt, onlyFills) ||
    isNews(facts.wrapupTimeoutMs, held.wrapupTimeoutMs, onlyFills) ||
    isNews(facts.wrapupRequired, held.wrapupRequired, onlyFills) ||
    isNews(facts.wrapupCode, held.wrapupCode, onlyFills) ||
    isNews(facts.afterCallWorkRequired, held.afterCallWorkRequired, onlyFills) ||
    isNews(facts.resumeAt, held.resumeAt, onlyFills) ||
    isNews(facts.recording, held.recording, onlyFills) ||
    isNews(facts.recordingState, held.recordingState, onlyFills) ||
    isNews(facts.consultParticipantId, held.consultParticipantId, onlyFills) ||
    isNews(facts.failed, held.failed, onlyFills) ||
    isNews(facts.errorCode, held.errorCode, onlyFills) ||
    isNews(facts.timeoutSeconds, held.timeoutSeconds, onlyFills) ||
    isNews(facts.skipEnabled, held.skipEnabled, onlyFills) ||
    isNews(facts.externalCampaign, held.externalCampaign, onlyFills) ||
    isNews(facts.automatedCallbackConfigId, held.automatedCallbackConfigId, onlyFills) ||
    isNews(facts.voicemailId, held.voicemailId, onlyFills) ||
    isNews(facts.voicemailUploadStatus, held.voicemailUploadStatus, onlyFills) ||
    isNews(facts.previewId, held.previewId, onlyFills) ||
    isNews(facts.previewCampaignId, held.previewCampaignId, onlyFills)
  );
}

function withNews(held: Profile, facts: Facts, onlyFills: boolean): Profile {
  return {
    purpose: pick(facts.purpose, held.purpose, onlyFills),
    userId: pick(facts.userId, held.userId, onlyFills),
    queueId: pick(facts.queueId, held.queueId, onlyFills),
    direction: pick(facts.direction, held.direction, onlyFills),
    peerId: pick(facts.peerId, held.peerId, onlyFills),
    initialState: pick(facts.initialState, held.initialState, onlyFills),
    disconnectType: pick(facts.disconnectType, held.disconnectType, onlyFills),
    confined: pick(facts.confined, held.confined, onlyFills),
    muted: pick(facts.muted, held.muted, onlyFills),
    alertingTimeoutMs: pick(facts.alertingTimeoutMs, held.alertingTimeoutMs, onlyFills),
    queueAlertingTimeoutSeconds: pick(facts.queueAlertingTimeoutSeconds, held.queueAlertingTimeoutSeconds, onlyFills),
    wrapupPrompt: pick(facts.wrapupPrompt, held.wrapupPrompt, onlyFills),
    wrapupTimeoutMs: pick(facts.wrapupTimeoutMs, held.wrapupTimeoutMs, onlyFills),
    wrapupRequired: pick(facts.wrapupRequired, held.wrapupRequired, onlyFills),
    wrapupCode: pick(facts.wrapupCode, held.wrapupCode, onlyFills),
    afterCallWorkRequired: pick(facts.afterCallWorkRequired, held.afterCallWorkRequired, onlyFills),
    resumeAt: pick(facts.resumeAt, held.resumeAt, onlyFills),
    recording: pick(facts.recording, held.recording, onlyFills),
    recordingState: pick(facts.recordingState, held.recordingState, onlyFills),
    consultParticipantId: pick(facts.consultParticipantId, held.consultParticipantId, onlyFills),
    failed: pick(facts.failed, held.failed, onlyFills),
    errorCode: pick(facts.errorCode, held.errorCode, onlyFills),
    timeoutSeconds: pick(facts.timeoutSeconds, held.timeoutSeconds, onlyFills),
    skipEnabled: pick(facts.skipEnabled, held.skipEnabled, onlyFills),
    externalCampaign: pick(facts.externalCampaign, held.externalCampaign, onlyFills),
    automatedCallbackConfigId: pick(facts.automatedCallbackConfigId, held.automatedCallbackConfigId, onlyFills),
    voicemailId: pick(facts.voicemailId, held.voicemailId, onlyFills),
    voicemailUploadStatus: pick(facts.voicemailUploadStatus, held.voicemailUploadStatus, onlyFills),
    previewId: pick(facts.previewId, held.previewId, onlyFills),
    previewCampaignId: pick(facts.previewCampaignId, held.previewCampaignId, onlyFills),
  };
}

function isNews(value: unknown, held: unknown, onlyFills: boolean): boolean {
  return value !== undefined && value !== held && !(onlyFills && held !== undefined);
}

function pick<Value>(value: Value | undefined, held: Value | undefined, onlyFills: boolean): Value | undefined {
  return value === undefined || (onlyFills && held !== undefined) ? held : value;
}
