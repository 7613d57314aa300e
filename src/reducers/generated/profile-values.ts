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

/** Whether facts say something new of what is known. */
export function hasNews(known: Profile, facts: Facts, rules: ProfileRules): boolean {
  return (
    isNews(facts.purpose, known.purpose, 1 << 0, rules) ||
    isNews(facts.userId, known.userId, 1 << 1, rules) ||
    isNews(facts.queueId, known.queueId, 1 << 2, rules) ||
    isNews(facts.direction, known.direction, 1 << 3, rules) ||
    isNews(facts.peerId, known.peerId, 1 << 4, rules) ||
    isNews(facts.initialState, known.initialState, 1 << 5, rules) ||
    isNews(facts.disconnectType, known.disconnectType, 1 << 6, rules) ||
    isNews(facts.confined, known.confined, 1 << 7, rules) ||
    isNews(facts.muted, known.muted, 1 << 8, rules) ||
    isNews(facts.alertingTimeoutMs, known.alertingTimeoutMs, 1 << 9, rules) ||
    isNews(facts.queueAlertingTimeoutSeconds, known.queueAlertingTimeoutSeconds, 1 << 10, rules) ||
    isNews(facts.wrapupPrompt, known.wrapupPrompt, 1 << 11, rules) ||
    isNews(facts.wrapupTimeoutMs, known.wrapupTimeoutMs, 1 << 12, rules) ||
    isNews(facts.wrapupRequired, known.wrapupRequired, 1 << 13, rules) ||
    isNews(facts.wrapupCode, known.wrapupCode, 1 << 14, rules) ||
    isNews(facts.afterCallWorkRequired, known.afterCallWorkRequired, 1 << 15, rules) ||
    isNews(facts.resumeAt, known.resumeAt, 1 << 16, rules) ||
    isNews(facts.recording, known.recording, 1 << 17, rules) ||
    isNews(facts.recordingState, known.recordingState, 1 << 18, rules) ||
    isNews(facts.consultParticipantId, known.consultParticipantId, 1 << 19, rules) ||
    isNews(facts.failed, known.failed, 1 << 20, rules) ||
    isNews(facts.errorCode, known.errorCode, 1 << 21, rules) ||
    isNews(facts.timeoutSeconds, known.timeoutSeconds, 1 << 22, rules) ||
    isNews(facts.skipEnabled, known.skipEnabled, 1 << 23, rules) ||
    isNews(facts.externalCampaign, known.externalCampaign, 1 << 24, rules) ||
    isNews(facts.automatedCallbackConfigId, known.automatedCallbackConfigId, 1 << 25, rules) ||
    isNews(facts.voicemailId, known.voicemailId, 1 << 26, rules) ||
    isNews(facts.voicemailUploadStatus, known.voicemailUploadStatus, 1 << 27, rules) ||
    isNews(facts.previewId, known.previewId, 1 << 28, rules) ||
    isNews(facts.previewCampaignId, known.previewCampaignId, 1 << 29, rules) ||
    isNews(facts.calleeZones, known.calleeZones, 1 << 30, rules)
  );
}

/** What is known, with what facts say that is new. */
export function withNews(known: Profile, facts: Facts, rules: ProfileRules): Profile {
  return {
    purpose: newsOr(facts.purpose, known.purpose, 1 << 0, rules),
    userId: newsOr(facts.userId, known.userId, 1 << 1, rules),
    queueId: newsOr(facts.queueId, known.queueId, 1 << 2, rules),
    direction: newsOr(facts.direction, known.direction, 1 << 3, rules),
    peerId: newsOr(facts.peerId, known.peerId, 1 << 4, rules),
    initialState: newsOr(facts.initialState, known.initialState, 1 << 5, rules),
    disconnectType: newsOr(facts.disconnectType, known.disconnectType, 1 << 6, rules),
    confined: newsOr(facts.confined, known.confined, 1 << 7, rules),
    muted: newsOr(facts.muted, known.muted, 1 << 8, rules),
    alertingTimeoutMs: newsOr(facts.alertingTimeoutMs, known.alertingTimeoutMs, 1 << 9, rules),
    queueAlertingTimeoutSeconds: newsOr(facts.queueAlertingTimeoutSeconds, known.queueAlertingTimeoutSeconds, 1 << 10, rules),
    wrapupPrompt: newsOr(facts.wrapupPrompt, known.wrapupPrompt, 1 << 11, rules),
    wrapupTimeoutMs: newsOr(facts.wrapupTimeoutMs, known.wrapupTimeoutMs, 1 << 12, rules),
    wrapupRequired: newsOr(facts.wrapupRequired, known.wrapupRequired, 1 << 13, rules),
    wrapupCode: newsOr(facts.wrapupCode, known.wrapupCode, 1 << 14, rules),
    afterCallWorkRequired: newsOr(facts.afterCallWorkRequired, known.afterCallWorkRequired, 1 << 15, rules),
    resumeAt: newsOr(facts.resumeAt, known.resumeAt, 1 << 16, rules),
    recording: newsOr(facts.recording, known.recording, 1 << 17, rules),
    recordingState: newsOr(facts.recordingState, known.recordingState, 1 << 18, rules),
    consultParticipantId: newsOr(facts.consultParticipantId, known.consultParticipantId, 1 << 19, rules),
    failed: newsOr(facts.failed, known.failed, 1 << 20, rules),
    errorCode: newsOr(facts.errorCode, known.errorCode, 1 << 21, rules),
    timeoutSeconds: newsOr(facts.timeoutSeconds, known.timeoutSeconds, 1 << 22, rules),
    skipEnabled: newsOr(facts.skipEnabled, known.skipEnabled, 1 << 23, rules),
    externalCampaign: newsOr(facts.externalCampaign, known.externalCampaign, 1 << 24, rules),
    automatedCallbackConfigId: newsOr(facts.automatedCallbackConfigId, known.automatedCallbackConfigId, 1 << 25, rules),
    voicemailId: newsOr(facts.voicemailId, known.voicemailId, 1 << 26, rules),
    voicemailUploadStatus: newsOr(facts.voicemailUploadStatus, known.voicemailUploadStatus, 1 << 27, rules),
    previewId: newsOr(facts.previewId, known.previewId, 1 << 28, rules),
    previewCampaignId: newsOr(facts.previewCampaignId, known.previewCampaignId, 1 << 29, rules),
    calleeZones: newsOr(facts.calleeZones, known.calleeZones, 1 << 30, rules),
  };
}
