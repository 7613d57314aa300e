import type { EnumName } from "./enums";
import type { Facts } from "./facts";

/**
 * How a folded field is read. `instant`: ISO-8601 text. `planned`: the same, of something still to come. `segments`: a
 * list of `{type, startTime, endTime, disconnectType}`.
 */
export type FieldKind = "id" | "text" | "flag" | "integer" | "instant" | "planned" | "enum" | "segments";

/** A field of a participant or communication that is folded. */
export interface FoldedField {
  /** Its name on the wire, in camelCase; the other spellings follow from it. */
  readonly wire: string;
  readonly kind: FieldKind;
  readonly fact: keyof Facts;
  readonly enum?: EnumName;
}

/** An object of which some fields are folded. */
export interface FoldedObject {
  readonly wire: string;
  readonly fields: readonly FoldedField[];
}

const field = (wire: string, kind: FieldKind, fact: keyof Facts): FoldedField => ({ wire, kind, fact });
const enumField = (wire: string, name: EnumName, fact: keyof Facts): FoldedField => ({
  wire,
  kind: "enum",
  fact,
  enum: name,
});

/**
 * Every folded field of participants and communications, in whatever shape they come. Where two names stand for one
 * datum, the one that is listed first counts when both are there.
 */
export const FOLDED_FIELDS: readonly FoldedField[] = [
  enumField("purpose", "purpose", "purpose"),
  enumField("state", "state", "state"),
  enumField("initialState", "state", "initialState"),
  enumField("direction", "direction", "direction"),
  enumField("disconnectType", "disconnectType", "disconnectType"),
  field("userId", "id", "userId"),
  field("queueId", "id", "queueId"),
  field("peerId", "id", "peerId"),
  field("peer", "id", "peerId"),
  field("startTime", "instant", "startedAt"),
  field("startAlertingTime", "instant", "alertingAt"),
  field("connectedTime", "instant", "connectedAt"),
  field("disconnectedTime", "instant", "endedAt"),
  field("endTime", "instant", "endedAt"),
  field("held", "flag", "held"),
  field("confined", "flag", "confined"),
  field("muted", "flag", "muted"),
  field("startHoldTime", "instant", "holdStartedAt"),
  field("alertingTimeoutMs", "integer", "alertingTimeoutMs"),
  enumField("wrapupPrompt", "wrapupPrompt", "wrapupPrompt"),
  field("wrapupTimeoutMs", "integer", "wrapupTimeoutMs"),
  field("wrapupRequired", "flag", "wrapupRequired"),
  field("wrapupSkipped", "flag", "wrapupSkipped"),
  field("afterCallWorkRequired", "flag", "afterCallWorkRequired"),
  field("startAcwTime", "instant", "afterCallWorkStartedAt"),
  field("endAcwTime", "instant", "afterCallWorkEndedAt"),
  field("parkTime", "instant", "parkedAt"),
  field("resumeTime", "planned", "resumeAt"),
  field("recording", "flag", "recording"),
  enumField("recordingState", "recordingState", "recordingState"),
  field("securePause", "flag", "securePause"),
  field("monitoredParticipantId", "id", "monitoredParticipantId"),
  field("coachedParticipantId", "id", "coachedParticipantId"),
  field("bargedParticipantId", "id", "bargedParticipantId"),
  field("bargedTime", "instant", "bargedAt"),
  field("consultParticipantId", "id", "consultParticipantId"),
  field("callbackScheduledTime", "planned", "callbackScheduledAt"),
  field("timeoutSeconds", "integer", "timeoutSeconds"),
  field("skipEnabled", "flag", "skipEnabled"),
  field("externalCampaign", "flag", "externalCampaign"),
  field("automatedCallbackConfigId", "id", "automatedCallbackConfigId"),
  field("segments", "segments", "segments"),
];

/** Every object of which fields are folded. */
export const FOLDED_OBJECTS: readonly FoldedObject[] = [
  { wire: "user", fields: [field("id", "id", "userId")] },
  { wire: "queue", fields: [field("id", "id", "queueId")] },
  {
    wire: "afterCallWork",
    fields: [
      enumField("state", "afterCallWorkState", "afterCallWorkState"),
      field("startTime", "instant", "afterCallWorkStartedAt"),
      field("endTime", "instant", "afterCallWorkEndedAt"),
    ],
  },
  {
    wire: "wrapup",
    fields: [
      field("code", "id", "wrapupCode"),
      field("endTime", "instant", "wrapupEndedAt"),
      field("provisional", "flag", "wrapupProvisional"),
    ],
  },
  { wire: "queueMediaSettings", fields: [field("alertingTimeoutSeconds", "integer", "queueAlertingTimeoutSeconds")] },
  { wire: "errorInfo", fields: [field("code", "text", "errorCode"), field("message", "text", "failed")] },
  {
    wire: "voicemail",
    fields: [
      field("id", "id", "voicemailId"),
      enumField("uploadStatus", "voicemailUploadStatus", "voicemailUploadStatus"),
    ],
  },
  ...["dialerPreview", "outboundPreview"].map((wire) => ({
    wire,
    fields: [field("id", "id", "previewId"), field("campaignId", "id", "previewCampaignId")],
  })),
];

/** Fields that only one medium of the modelled ones has: they tell the medium of a flat update that does not. */
export const TELLING_FIELDS: Readonly<Record<"call" | "callback" | "chat" | "cobrowse", readonly string[]>> = {
  call: [
    "muted",
    "confined",
    "recording",
    "recordingState",
    "recordersState",
    "ani",
    "dnis",
    "documentId",
    "faxStatus",
    "monitoredParticipantId",
    "coachedParticipantId",
    "bargedParticipantId",
    "bargedTime",
    "consultParticipantId",
    "uuiData",
    "securePause",
    "disposition",
    "transferSource",
    "clientIpAddress",
    "publicIpAddress",
    "group",
  ],
  callback: [
    "callbackNumbers",
    "callbackUserName",
    "callbackScheduledTime",
    "timeoutSeconds",
    "skipEnabled",
    "externalCampaign",
    "automatedCallbackConfigId",
    "outboundPreview",
    "dialerPreview",
    "voicemail",
  ],
  chat: ["roomId", "avatarImageUrl"],
  cobrowse: ["cobrowseSessionId", "cobrowseRole", "controlling", "viewerUrl", "providerEventTime"],
};
