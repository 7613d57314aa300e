// Generated from src/models/fact-table.ts by `npm run generate`. Change that, not this.
import type { Facts, Profile } from "../../models/facts";
import { isNews, newsOr, type ProfileRules } from "../profile-rules";

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
  calleeZones: undefined,
};

/** Whether facts say something new of what is held. */
export function hasNews(held: Profile, facts: Facts, rules: ProfileRules): boolean {
  return (
    isNews(facts.purpose, held.purpose, 1 << 0, rules) ||
    isNews(facts.userId, held.userId, 1 << 1, rules) ||
    isNews(facts.queueId, held.queueId, 1 << 2, rules) ||
    isNews(facts.direction, held.direction, 1 << 3, rules) ||
    isNews(facts.peerId, held.peerId, 1 << 4, rules) ||
    isNews(facts.initialState, held.initialState, 1 << 5, rules) ||
    isNews(facts.disconnectType, held.disconnectType, 1 << 6, rules) ||
    isNews(facts.confined, held.confined, 1 << 7, rules) ||
    isNews(facts.muted, held.muted, 1 << 8, rules) ||
    isNews(facts.alertingTimeoutMs, held.alertingTimeoutMs, 1 << 9, rules) ||
    isNews(facts.queueAlertingTimeoutSeconds, held.queueAlertingTimeoutSeconds, 1 << 10, rules) ||
    isNews(facts.wrapupPrompt, held.wrapupPrompt, 1 << 11, rules) ||
    isNews(facts.wrapupTimeoutMs, held.wrapupTimeoutMs, 1 << 12, rules) ||
    isNews(facts.wrapupRequired, held.wrapupRequired, 1 << 13, rules) ||
    isNews(facts.wrapupCode, held.wrapupCode, 1 << 14, rules) ||
    isNews(facts.afterCallWorkRequired, held.afterCallWorkRequired, 1 << 15, rules) ||
    isNews(facts.resumeAt, held.resumeAt, 1 << 16, rules) ||
    isNews(facts.recording, held.recording, 1 << 17, rules) ||
    isNews(facts.recordingState, held.recordingState, 1 << 18, rules) ||
    isNews(facts.consultParticipantId, held.consultParticipantId, 1 << 19, rules) ||
    isNews(facts.failed, held.failed, 1 << 20, rules) ||
    isNews(facts.errorCode, held.errorCode, 1 << 21, rules) ||
    isNews(facts.timeoutSeconds, held.timeoutSeconds, 1 << 22, rules) ||
    isNews(facts.skipEnabled, held.skipEnabled, 1 << 23, rules) ||
    isNews(facts.externalCampaign, held.externalCampaign, 1 << 24, rules) ||
    isNews(facts.automatedCallbackConfigId, held.automatedCallbackConfigId, 1 << 25, rules) ||
    isNews(facts.voicemailId, held.voicemailId, 1 << 26, rules) ||
    isNews(facts.voicemailUploadStatus, held.voicemailUploadStatus, 1 << 27, rules) ||
    isNews(facts.previewId, held.previewId, 1 << 28, rules) ||
    isNews(facts.previewCampaignId, held.previewCampaignId, 1 << 29, rules) ||
    isNews(facts.calleeZones, held.calleeZones, 1 << 30, rules)
  );
}

/** What is held, with what facts say that is new. */
export function withNews(held: Profile, facts: Facts, rules: ProfileRules): Profile {
  return {
    purpose: newsOr(facts.purpose, held.purpose, 1 << 0, rules),
    userId: newsOr(facts.userId, held.userId, 1 << 1, rules),
    queueId: newsOr(facts.queueId, held.queueId, 1 << 2, rules),
    direction: newsOr(facts.direction, held.direction, 1 << 3, rules),
    peerId: newsOr(facts.peerId, held.peerId, 1 << 4, rules),
    initialState: newsOr(facts.initialState, held.initialState, 1 << 5, rules),
    disconnectType: newsOr(facts.disconnectType, held.disconnectType, 1 << 6, rules),
    confined: newsOr(facts.confined, held.confined, 1 << 7, rules),
    muted: newsOr(facts.muted, held.muted, 1 << 8, rules),
    alertingTimeoutMs: newsOr(facts.alertingTimeoutMs, held.alertingTimeoutMs, 1 << 9, rules),
    queueAlertingTimeoutSeconds: newsOr(facts.queueAlertingTimeoutSeconds, held.queueAlertingTimeoutSeconds, 1 << 10, rules),
    wrapupPrompt: newsOr(facts.wrapupPrompt, held.wrapupPrompt, 1 << 11, rules),
    wrapupTimeoutMs: newsOr(facts.wrapupTimeoutMs, held.wrapupTimeoutMs, 1 << 12, rules),
    wrapupRequired: newsOr(facts.wrapupRequired, held.wrapupRequired, 1 << 13, rules),
    wrapupCode: newsOr(facts.wrapupCode, held.wrapupCode, 1 << 14, rules),
    afterCallWorkRequired: newsOr(facts.afterCallWorkRequired, held.afterCallWorkRequired, 1 << 15, rules),
    resumeAt: newsOr(facts.resumeAt, held.resumeAt, 1 << 16, rules),
    recording: newsOr(facts.recording, held.recording, 1 << 17, rules),
    recordingState: newsOr(facts.recordingState, held.recordingState, 1 << 18, rules),
    consultParticipantId: newsOr(facts.consultParticipantId, held.consultParticipantId, 1 << 19, rules),
    failed: newsOr(facts.failed, held.failed, 1 << 20, rules),
    errorCode: newsOr(facts.errorCode, held.errorCode, 1 << 21, rules),
    timeoutSeconds: newsOr(facts.timeoutSeconds, held.timeoutSeconds, 1 << 22, rules),
    skipEnabled: newsOr(facts.skipEnabled, held.skipEnabled, 1 << 23, rules),
    externalCampaign: newsOr(facts.externalCampaign, held.externalCampaign, 1 << 24, rules),
    automatedCallbackConfigId: newsOr(facts.automatedCallbackConfigId, held.automatedCallbackConfigId, 1 << 25, rules),
    voicemailId: newsOr(facts.voicemailId, held.voicemailId, 1 << 26, rules),
    voicemailUploadStatus: newsOr(facts.voicemailUploadStatus, held.voicemailUploadStatus, 1 << 27, rules),
    previewId: newsOr(facts.previewId, held.previewId, 1 << 28, rules),
    previewCampaignId: newsOr(facts.previewCampaignId, held.previewCampaignId, 1 << 29, rules),
    calleeZones: newsOr(facts.calleeZones, held.calleeZones, 1 << 30, rules),
  };
}
