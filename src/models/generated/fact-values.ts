// Generated from src/models/fact-table.ts by `npm run generate`. Change that, not this.
import type { Facts } from "../facts";
import { isSameSegments } from "../platform-segment";

/**
 * Facts out of their values, one for each name of `FACT_NAMES`. They have one of two shapes, the smaller one where nothing is said that
 * is said seldom: the hot path lives on that.
 */
export function factsFrom(values: readonly unknown[]): Facts {
  if (
    values[8] === undefined &&
    values[9] === undefined &&
    values[17] === undefined &&
    values[24] === undefined &&
    values[25] === undefined &&
    values[26] === undefined &&
    values[29] === undefined &&
    values[30] === undefined &&
    values[34] === undefined &&
    values[35] === undefined &&
    values[36] === undefined &&
    values[37] === undefined &&
    values[38] === undefined &&
    values[39] === undefined &&
    values[40] === undefined &&
    values[41] === undefined &&
    values[42] === undefined &&
    values[43] === undefined &&
    values[44] === undefined &&
    values[45] === undefined &&
    values[46] === undefined &&
    values[47] === undefined &&
    values[48] === undefined &&
    values[49] === undefined &&
    values[50] === undefined &&
    values[51] === undefined &&
    values[52] === undefined &&
    values[53] === undefined &&
    values[54] === undefined &&
    values[55] === undefined &&
    values[56] === undefined &&
    values[57] === undefined
  ) {
    return {
      purpose: values[0],
      userId: values[1],
      queueId: values[2],
      direction: values[3],
      peerId: values[4],
      state: values[5],
      initialState: values[6],
      disconnectType: values[7],
      connectedAt: values[10],
      endedAt: values[11],
      held: values[12],
      confined: values[13],
      muted: values[14],
      holdStartedAt: values[15],
      alertingTimeoutMs: values[16],
      wrapupPrompt: values[18],
      wrapupTimeoutMs: values[19],
      wrapupRequired: values[20],
      wrapupSkipped: values[21],
      wrapupCode: values[22],
      wrapupEndedAt: values[23],
      afterCallWorkStartedAt: values[27],
      afterCallWorkEndedAt: values[28],
      recording: values[31],
      recordingState: values[32],
      securePause: values[33],
    } as Facts;
  }
  return {
    purpose: values[0],
    userId: values[1],
    queueId: values[2],
    direction: values[3],
    peerId: values[4],
    state: values[5],
    initialState: values[6],
    disconnectType: values[7],
    startedAt: values[8],
    alertingAt: values[9],
    connectedAt: values[10],
    endedAt: values[11],
    held: values[12],
    confined: values[13],
    muted: values[14],
    holdStartedAt: values[15],
    alertingTimeoutMs: values[16],
    queueAlertingTimeoutSeconds: values[17],
    wrapupPrompt: values[18],
    wrapupTimeoutMs: values[19],
    wrapupRequired: values[20],
    wrapupSkipped: values[21],
    wrapupCode: values[22],
    wrapupEndedAt: values[23],
    wrapupProvisional: values[24],
    afterCallWorkRequired: values[25],
    afterCallWorkState: values[26],
    afterCallWorkStartedAt: values[27],
    afterCallWorkEndedAt: values[28],
    parkedAt: values[29],
    resumeAt: values[30],
    recording: values[31],
    recordingState: values[32],
    securePause: values[33],
    monitoredParticipantId: values[34],
    coachedParticipantId: values[35],
    bargedParticipantId: values[36],
    bargedAt: values[37],
    consultParticipantId: values[38],
    failed: values[39],
    errorCode: values[40],
    callbackScheduledAt: values[41],
    timeoutSeconds: values[42],
    skipEnabled: values[43],
    externalCampaign: values[44],
    automatedCallbackConfigId: values[45],
    voicemailId: values[46],
    voicemailUploadStatus: values[47],
    previewId: values[48],
    previewCampaignId: values[49],
    totals: values[50],
    sharedFacts: values[51],
    isOvertaken: values[52],
    isOneOfSeveral: values[53],
    segments: values[54],
    flow: values[55],
    calleeZones: values[56],
    mediaRoles: values[57],
  } as Facts;
}

/** Writes the values of facts into a list, in the order of `FACT_NAMES`: what `factsFrom` takes. */
export function writeFactValues(facts: Facts, values: unknown[]): void {
  values[0] = facts.purpose;
  values[1] = facts.userId;
  values[2] = facts.queueId;
  values[3] = facts.direction;
  values[4] = facts.peerId;
  values[5] = facts.state;
  values[6] = facts.initialState;
  values[7] = facts.disconnectType;
  values[8] = facts.startedAt;
  values[9] = facts.alertingAt;
  values[10] = facts.connectedAt;
  values[11] = facts.endedAt;
  values[12] = facts.held;
  values[13] = facts.confined;
  values[14] = facts.muted;
  values[15] = facts.holdStartedAt;
  values[16] = facts.alertingTimeoutMs;
  values[17] = facts.queueAlertingTimeoutSeconds;
  values[18] = facts.wrapupPrompt;
  values[19] = facts.wrapupTimeoutMs;
  values[20] = facts.wrapupRequired;
  values[21] = facts.wrapupSkipped;
  values[22] = facts.wrapupCode;
  values[23] = facts.wrapupEndedAt;
  values[24] = facts.wrapupProvisional;
  values[25] = facts.afterCallWorkRequired;
  values[26] = facts.afterCallWorkState;
  values[27] = facts.afterCallWorkStartedAt;
  values[28] = facts.afterCallWorkEndedAt;
  values[29] = facts.parkedAt;
  values[30] = facts.resumeAt;
  values[31] = facts.recording;
  values[32] = facts.recordingState;
  values[33] = facts.securePause;
  values[34] = facts.monitoredParticipantId;
  values[35] = facts.coachedParticipantId;
  values[36] = facts.bargedParticipantId;
  values[37] = facts.bargedAt;
  values[38] = facts.consultParticipantId;
  values[39] = facts.failed;
  values[40] = facts.errorCode;
  values[41] = facts.callbackScheduledAt;
  values[42] = facts.timeoutSeconds;
  values[43] = facts.skipEnabled;
  values[44] = facts.externalCampaign;
  values[45] = facts.automatedCallbackConfigId;
  values[46] = facts.voicemailId;
  values[47] = facts.voicemailUploadStatus;
  values[48] = facts.previewId;
  values[49] = facts.previewCampaignId;
  values[50] = facts.totals;
  values[51] = facts.sharedFacts;
  values[52] = facts.isOvertaken;
  values[53] = facts.isOneOfSeveral;
  values[54] = facts.segments;
  values[55] = facts.flow;
  values[56] = facts.calleeZones;
  values[57] = facts.mediaRoles;
}

/** Nothing said. */
export const NO_FACTS: Facts = factsFrom([]);

/** Whether two observations say the same. */
export function isSameFacts(left: Facts, right: Facts): boolean {
  return (
    left === right ||
    (left.purpose === right.purpose &&
      left.userId === right.userId &&
      left.queueId === right.queueId &&
      left.direction === right.direction &&
      left.peerId === right.peerId &&
      left.state === right.state &&
      left.initialState === right.initialState &&
      left.disconnectType === right.disconnectType &&
      left.startedAt === right.startedAt &&
      left.alertingAt === right.alertingAt &&
      left.connectedAt === right.connectedAt &&
      left.endedAt === right.endedAt &&
      left.held === right.held &&
      left.confined === right.confined &&
      left.muted === right.muted &&
      left.holdStartedAt === right.holdStartedAt &&
      left.alertingTimeoutMs === right.alertingTimeoutMs &&
      left.queueAlertingTimeoutSeconds === right.queueAlertingTimeoutSeconds &&
      left.wrapupPrompt === right.wrapupPrompt &&
      left.wrapupTimeoutMs === right.wrapupTimeoutMs &&
      left.wrapupRequired === right.wrapupRequired &&
      left.wrapupSkipped === right.wrapupSkipped &&
      left.wrapupCode === right.wrapupCode &&
      left.wrapupEndedAt === right.wrapupEndedAt &&
      left.wrapupProvisional === right.wrapupProvisional &&
      left.afterCallWorkRequired === right.afterCallWorkRequired &&
      left.afterCallWorkState === right.afterCallWorkState &&
      left.afterCallWorkStartedAt === right.afterCallWorkStartedAt &&
      left.afterCallWorkEndedAt === right.afterCallWorkEndedAt &&
      left.parkedAt === right.parkedAt &&
      left.resumeAt === right.resumeAt &&
      left.recording === right.recording &&
      left.recordingState === right.recordingState &&
      left.securePause === right.securePause &&
      left.monitoredParticipantId === right.monitoredParticipantId &&
      left.coachedParticipantId === right.coachedParticipantId &&
      left.bargedParticipantId === right.bargedParticipantId &&
      left.bargedAt === right.bargedAt &&
      left.consultParticipantId === right.consultParticipantId &&
      left.failed === right.failed &&
      left.errorCode === right.errorCode &&
      left.callbackScheduledAt === right.callbackScheduledAt &&
      left.timeoutSeconds === right.timeoutSeconds &&
      left.skipEnabled === right.skipEnabled &&
      left.externalCampaign === right.externalCampaign &&
      left.automatedCallbackConfigId === right.automatedCallbackConfigId &&
      left.voicemailId === right.voicemailId &&
      left.voicemailUploadStatus === right.voicemailUploadStatus &&
      left.previewId === right.previewId &&
      left.previewCampaignId === right.previewCampaignId &&
      left.totals === right.totals &&
      left.sharedFacts === right.sharedFacts &&
      left.isOvertaken === right.isOvertaken &&
      left.isOneOfSeveral === right.isOneOfSeveral &&
      isSameSegments(left.segments, right.segments) &&
      left.flow === right.flow &&
      left.calleeZones === right.calleeZones &&
      left.mediaRoles === right.mediaRoles)
  );
}
