import type { EnumName } from "./enums";
import type { FactKind, FactScope } from "./fact-kinds";

/** One fact that is folded: all that is to be known of it, in one place. */
export interface FactRow {
  readonly name: string;
  /** Stands for it in what is packed and saved. It never changes, and that of a fact that is gone is not used again. */
  readonly code: number;
  readonly kind: FactKind;
  /**
   * Where it stands in a participant or communication: a field in camelCase, from which the other spellings follow, or a field of an
   * object. Where it stands at several, the one that is listed first counts.
   */
  readonly wires: readonly string[];
  readonly enum?: EnumName;
  readonly scope?: FactScope;
  /** Its bit in a set of plain facts: those of which the last known value counts. */
  readonly plain?: number;
  /** It says who and how, not what happens: alone it makes no communication. */
  readonly describes?: true;
  /** Few observations say it: facts that say nothing of the kind take less room. */
  readonly seldom?: true;
}

/**
 * Every fact that is folded. A new one is a row at the end, with the next code: its type, its readers, equality, packing, profile and the
 * documentation follow from it once `npm run generate` was run.
 */
export const FACT_TABLE = [
  {
    name: "purpose",
    code: 1,
    kind: "enum",
    wires: ["purpose"],
    enum: "purpose",
    scope: "person",
    plain: 0,
    describes: true,
  },
  { name: "userId", code: 2, kind: "id", wires: ["userId", "user.id"], scope: "person", plain: 1, describes: true },
  { name: "queueId", code: 3, kind: "id", wires: ["queueId", "queue.id"], scope: "queue", plain: 2, describes: true },
  {
    name: "direction",
    code: 4,
    kind: "enum",
    wires: ["direction"],
    enum: "direction",
    scope: "queue",
    plain: 3,
    describes: true,
  },
  { name: "peerId", code: 5, kind: "id", wires: ["peerId", "peer"], plain: 4, describes: true },
  { name: "state", code: 6, kind: "enum", wires: ["state"], enum: "state" },
  { name: "initialState", code: 7, kind: "enum", wires: ["initialState"], enum: "state", plain: 5 },
  { name: "disconnectType", code: 8, kind: "enum", wires: ["disconnectType"], enum: "disconnectType", plain: 6 },
  { name: "startedAt", code: 9, kind: "instant", wires: ["startTime"], scope: "dates", seldom: true },
  { name: "alertingAt", code: 10, kind: "instant", wires: ["startAlertingTime"], scope: "dates", seldom: true },
  { name: "connectedAt", code: 11, kind: "instant", wires: ["connectedTime"], scope: "connect" },
  { name: "endedAt", code: 12, kind: "instant", wires: ["disconnectedTime", "endTime"], scope: "end" },
  { name: "held", code: 13, kind: "flag", wires: ["held"] },
  { name: "confined", code: 14, kind: "flag", wires: ["confined"], plain: 7 },
  { name: "muted", code: 15, kind: "flag", wires: ["muted"], plain: 8 },
  { name: "holdStartedAt", code: 16, kind: "instant", wires: ["startHoldTime"] },
  { name: "alertingTimeoutMs", code: 17, kind: "integer", wires: ["alertingTimeoutMs"], plain: 9, describes: true },
  {
    name: "queueAlertingTimeoutSeconds",
    code: 18,
    kind: "integer",
    wires: ["queueMediaSettings.alertingTimeoutSeconds"],
    plain: 10,
    describes: true,
    seldom: true,
  },
  {
    name: "wrapupPrompt",
    code: 19,
    kind: "enum",
    wires: ["wrapupPrompt"],
    enum: "wrapupPrompt",
    plain: 11,
    describes: true,
  },
  { name: "wrapupTimeoutMs", code: 20, kind: "integer", wires: ["wrapupTimeoutMs"], plain: 12, describes: true },
  { name: "wrapupRequired", code: 21, kind: "flag", wires: ["wrapupRequired"], plain: 13, describes: true },
  { name: "wrapupSkipped", code: 22, kind: "flag", wires: ["wrapupSkipped"], scope: "workStart" },
  { name: "wrapupCode", code: 23, kind: "id", wires: ["wrapup.code"], scope: "wrapup", plain: 14 },
  { name: "wrapupEndedAt", code: 24, kind: "instant", wires: ["wrapup.endTime"], scope: "wrapup" },
  { name: "wrapupProvisional", code: 25, kind: "flag", wires: ["wrapup.provisional"], scope: "wrapup", seldom: true },
  {
    name: "afterCallWorkRequired",
    code: 26,
    kind: "flag",
    wires: ["afterCallWorkRequired"],
    plain: 15,
    describes: true,
    seldom: true,
  },
  {
    name: "afterCallWorkState",
    code: 27,
    kind: "enum",
    wires: ["afterCallWork.state"],
    enum: "afterCallWorkState",
    scope: "workStart",
    seldom: true,
  },
  {
    name: "afterCallWorkStartedAt",
    code: 28,
    kind: "instant",
    wires: ["startAcwTime", "afterCallWork.startTime"],
    scope: "workStart",
  },
  {
    name: "afterCallWorkEndedAt",
    code: 29,
    kind: "instant",
    wires: ["endAcwTime", "afterCallWork.endTime"],
    scope: "workEnd",
  },
  { name: "parkedAt", code: 30, kind: "instant", wires: ["parkTime"], seldom: true },
  { name: "resumeAt", code: 31, kind: "planned", wires: ["resumeTime"], plain: 16, seldom: true },
  { name: "recording", code: 32, kind: "flag", wires: ["recording"], plain: 17 },
  { name: "recordingState", code: 33, kind: "enum", wires: ["recordingState"], enum: "recordingState", plain: 18 },
  { name: "securePause", code: 34, kind: "flag", wires: ["securePause"] },
  {
    name: "monitoredParticipantId",
    code: 35,
    kind: "id",
    wires: ["monitoredParticipantId"],
    describes: true,
    seldom: true,
  },
  {
    name: "coachedParticipantId",
    code: 36,
    kind: "id",
    wires: ["coachedParticipantId"],
    describes: true,
    seldom: true,
  },
  { name: "bargedParticipantId", code: 37, kind: "id", wires: ["bargedParticipantId"], describes: true, seldom: true },
  { name: "bargedAt", code: 38, kind: "instant", wires: ["bargedTime"], seldom: true },
  {
    name: "consultParticipantId",
    code: 39,
    kind: "id",
    wires: ["consultParticipantId"],
    plain: 19,
    describes: true,
    seldom: true,
  },
  { name: "failed", code: 40, kind: "presence", wires: ["errorInfo.message"], plain: 20, seldom: true },
  { name: "errorCode", code: 41, kind: "text", wires: ["errorInfo.code"], plain: 21, seldom: true },
  { name: "callbackScheduledAt", code: 42, kind: "planned", wires: ["callbackScheduledTime"], seldom: true },
  {
    name: "timeoutSeconds",
    code: 43,
    kind: "integer",
    wires: ["timeoutSeconds"],
    plain: 22,
    describes: true,
    seldom: true,
  },
  { name: "skipEnabled", code: 44, kind: "flag", wires: ["skipEnabled"], plain: 23, describes: true, seldom: true },
  {
    name: "externalCampaign",
    code: 45,
    kind: "flag",
    wires: ["externalCampaign"],
    plain: 24,
    describes: true,
    seldom: true,
  },
  {
    name: "automatedCallbackConfigId",
    code: 46,
    kind: "id",
    wires: ["automatedCallbackConfigId"],
    plain: 25,
    describes: true,
    seldom: true,
  },
  { name: "voicemailId", code: 47, kind: "id", wires: ["voicemail.id"], plain: 26, seldom: true },
  {
    name: "voicemailUploadStatus",
    code: 48,
    kind: "enum",
    wires: ["voicemail.uploadStatus"],
    enum: "voicemailUploadStatus",
    plain: 27,
    seldom: true,
  },
  {
    name: "previewId",
    code: 49,
    kind: "id",
    wires: ["dialerPreview.id", "outboundPreview.id"],
    plain: 28,
    describes: true,
    seldom: true,
  },
  {
    name: "previewCampaignId",
    code: 50,
    kind: "id",
    wires: ["dialerPreview.campaignId", "outboundPreview.campaignId"],
    plain: 29,
    describes: true,
    seldom: true,
  },
  { name: "totals", code: 51, kind: "totals", wires: [], seldom: true },
  { name: "sharedFacts", code: 52, kind: "set", wires: [], scope: "none", seldom: true },
  { name: "isOvertaken", code: 53, kind: "mark", wires: [], scope: "none", seldom: true },
  { name: "isOneOfSeveral", code: 54, kind: "mark", wires: [], scope: "none", seldom: true },
  { name: "segments", code: 55, kind: "segments", wires: ["segments"], scope: "dates", seldom: true },
  { name: "flow", code: 56, kind: "flow", wires: [], scope: "none", seldom: true },
  {
    name: "calleeZones",
    code: 57,
    kind: "zones",
    wires: ["callbackNumbers"],
    plain: 30,
    describes: true,
    seldom: true,
  },
  { name: "mediaRoles", code: 58, kind: "roles", wires: ["mediaRoles"], describes: true, seldom: true },
] as const satisfies readonly FactRow[];
