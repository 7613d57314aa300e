import type { Profile } from "../models/communication";
import type { Facts } from "../models/facts";
import { FACT_BITS as BIT } from "../models/shared-facts";
import type { ProfileRules } from "./profile-rules";

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

/** Keeps the last known value of each plain fact; some are only filled, and some are left alone. */
export function foldProfile(held: Profile, facts: Facts, rules: ProfileRules): Profile {
  return hasNews(held, facts, rules) ? withNews(held, facts, rules) : held;
}

function hasNews(held: Profile, facts: Facts, rules: ProfileRules): boolean {
  return (
    isNews(facts.purpose, held.purpose, BIT.purpose, rules) ||
    isNews(facts.userId, held.userId, BIT.userId, rules) ||
    isNews(facts.queueId, held.queueId, BIT.queueId, rules) ||
    isNews(facts.direction, held.direction, BIT.direction, rules) ||
    isNews(facts.peerId, held.peerId, BIT.peerId, rules) ||
    isNews(facts.initialState, held.initialState, BIT.initialState, rules) ||
    isNews(facts.disconnectType, held.disconnectType, BIT.disconnectType, rules) ||
    isNews(facts.confined, held.confined, BIT.confined, rules) ||
    isNews(facts.muted, held.muted, BIT.muted, rules) ||
    isNews(facts.alertingTimeoutMs, held.alertingTimeoutMs, BIT.alertingTimeoutMs, rules) ||
    isNews(
      facts.queueAlertingTimeoutSeconds,
      held.queueAlertingTimeoutSeconds,
      BIT.queueAlertingTimeoutSeconds,
      rules,
    ) ||
    isNews(facts.wrapupPrompt, held.wrapupPrompt, BIT.wrapupPrompt, rules) ||
    isNews(facts.wrapupTimeoutMs, held.wrapupTimeoutMs, BIT.wrapupTimeoutMs, rules) ||
    isNews(facts.wrapupRequired, held.wrapupRequired, BIT.wrapupRequired, rules) ||
    isNews(facts.wrapupCode, held.wrapupCode, BIT.wrapupCode, rules) ||
    isNews(facts.afterCallWorkRequired, held.afterCallWorkRequired, BIT.afterCallWorkRequired, rules) ||
    isNews(facts.resumeAt, held.resumeAt, BIT.resumeAt, rules) ||
    isNews(facts.recording, held.recording, BIT.recording, rules) ||
    isNews(facts.recordingState, held.recordingState, BIT.recordingState, rules) ||
    isNews(facts.consultParticipantId, held.consultParticipantId, BIT.consultParticipantId, rules) ||
    isNews(facts.failed, held.failed, BIT.failed, rules) ||
    isNews(facts.errorCode, held.errorCode, BIT.errorCode, rules) ||
    isNews(facts.timeoutSeconds, held.timeoutSeconds, BIT.timeoutSeconds, rules) ||
    isNews(facts.skipEnabled, held.skipEnabled, BIT.skipEnabled, rules) ||
    isNews(facts.externalCampaign, held.externalCampaign, BIT.externalCampaign, rules) ||
    isNews(facts.automatedCallbackConfigId, held.automatedCallbackConfigId, BIT.automatedCallbackConfigId, rules) ||
    isNews(facts.voicemailId, held.voicemailId, BIT.voicemailId, rules) ||
    isNews(facts.voicemailUploadStatus, held.voicemailUploadStatus, BIT.voicemailUploadStatus, rules) ||
    isNews(facts.previewId, held.previewId, BIT.previewId, rules) ||
    isNews(facts.previewCampaignId, held.previewCampaignId, BIT.previewCampaignId, rules)
  );
}

// eslint-disable-next-line max-lines-per-function -- a table of data
function withNews(held: Profile, facts: Facts, rules: ProfileRules): Profile {
  return {
    purpose: pick(facts.purpose, held.purpose, BIT.purpose, rules),
    userId: pick(facts.userId, held.userId, BIT.userId, rules),
    queueId: pick(facts.queueId, held.queueId, BIT.queueId, rules),
    direction: pick(facts.direction, held.direction, BIT.direction, rules),
    peerId: pick(facts.peerId, held.peerId, BIT.peerId, rules),
    initialState: pick(facts.initialState, held.initialState, BIT.initialState, rules),
    disconnectType: pick(facts.disconnectType, held.disconnectType, BIT.disconnectType, rules),
    confined: pick(facts.confined, held.confined, BIT.confined, rules),
    muted: pick(facts.muted, held.muted, BIT.muted, rules),
    alertingTimeoutMs: pick(facts.alertingTimeoutMs, held.alertingTimeoutMs, BIT.alertingTimeoutMs, rules),
    queueAlertingTimeoutSeconds: pick(
      facts.queueAlertingTimeoutSeconds,
      held.queueAlertingTimeoutSeconds,
      BIT.queueAlertingTimeoutSeconds,
      rules,
    ),
    wrapupPrompt: pick(facts.wrapupPrompt, held.wrapupPrompt, BIT.wrapupPrompt, rules),
    wrapupTimeoutMs: pick(facts.wrapupTimeoutMs, held.wrapupTimeoutMs, BIT.wrapupTimeoutMs, rules),
    wrapupRequired: pick(facts.wrapupRequired, held.wrapupRequired, BIT.wrapupRequired, rules),
    wrapupCode: pick(facts.wrapupCode, held.wrapupCode, BIT.wrapupCode, rules),
    afterCallWorkRequired: pick(
      facts.afterCallWorkRequired,
      held.afterCallWorkRequired,
      BIT.afterCallWorkRequired,
      rules,
    ),
    resumeAt: pick(facts.resumeAt, held.resumeAt, BIT.resumeAt, rules),
    recording: pick(facts.recording, held.recording, BIT.recording, rules),
    recordingState: pick(facts.recordingState, held.recordingState, BIT.recordingState, rules),
    consultParticipantId: pick(facts.consultParticipantId, held.consultParticipantId, BIT.consultParticipantId, rules),
    failed: pick(facts.failed, held.failed, BIT.failed, rules),
    errorCode: pick(facts.errorCode, held.errorCode, BIT.errorCode, rules),
    timeoutSeconds: pick(facts.timeoutSeconds, held.timeoutSeconds, BIT.timeoutSeconds, rules),
    skipEnabled: pick(facts.skipEnabled, held.skipEnabled, BIT.skipEnabled, rules),
    externalCampaign: pick(facts.externalCampaign, held.externalCampaign, BIT.externalCampaign, rules),
    automatedCallbackConfigId: pick(
      facts.automatedCallbackConfigId,
      held.automatedCallbackConfigId,
      BIT.automatedCallbackConfigId,
      rules,
    ),
    voicemailId: pick(facts.voicemailId, held.voicemailId, BIT.voicemailId, rules),
    voicemailUploadStatus: pick(
      facts.voicemailUploadStatus,
      held.voicemailUploadStatus,
      BIT.voicemailUploadStatus,
      rules,
    ),
    previewId: pick(facts.previewId, held.previewId, BIT.previewId, rules),
    previewCampaignId: pick(facts.previewCampaignId, held.previewCampaignId, BIT.previewCampaignId, rules),
  };
}

function isNews(value: unknown, held: unknown, bit: number, { fills, skips }: ProfileRules): boolean {
  if (value === undefined || value === held) return false;
  return (skips & bit) === 0 && (held === undefined || (fills & bit) === 0);
}

function pick<Value>(
  value: Value | undefined,
  held: Value | undefined,
  bit: number,
  rules: ProfileRules,
): Value | undefined {
  return isNews(value, held, bit, rules) ? value : held;
}
