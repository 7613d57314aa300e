import type { z } from "zod";

import { communication } from "./communication";
import { journeyContext } from "./journey-context";
import { anything, epochMs, flag, integer, listOf, model, one, openEnum, text, textByKey, texts } from "./schema";

const MEDIA_TYPE_VALUES = [
  "UNKNOWN",
  "VOICE",
  "CHAT",
  "EMAIL",
  "CALLBACK",
  "COBROWSE",
  "VIDEO",
  "SCREENSHARE",
  "MESSAGE",
  "INTERNALMESSAGE",
  "SCREENMONITORING",
];

const MESSAGE_TYPE_VALUES = [
  "UNKNOWN",
  "SMS",
  "TWITTER",
  "FACEBOOK",
  "LINE",
  "WHATSAPP",
  "WEBMESSAGING",
  "OPEN",
  "INSTAGRAM",
  "APPLE",
];

const DISCONNECT_TYPE_VALUES = [
  "UNKNOWN",
  "ENDPOINT",
  "CLIENT",
  "SYSTEM",
  "TRANSFER",
  "ERROR",
  "PEER",
  "OTHER",
  "SPAM",
  "TIMEOUT",
  "TRANSPORT_FAILURE",
  "CONFERENCE_TRANSFER",
  "CONSULT_TRANSFER",
  "FORWARD_TRANSFER",
  "NO_ANSWER_TRANSFER",
  "NOT_AVAILABLE_TRANSFER",
  "UNCALLABLE",
  "DND_ENDPOINT",
  "DND_TRANSFER",
  "INACTIVITY",
  "SESSION_EXPIRED",
  "TAKEOVER",
];

const USED_ROUTING_VALUES = [
  "UNKNOWN",
  "MANUAL",
  "PREDICTIVE",
  "PREFERRED",
  "LAST",
  "BULLSEYE",
  "STANDARD",
  "OTHER",
  "CONDITIONAL",
  "VIP",
];

const FLOW_TYPE_VALUES = [
  "UNKNOWN",
  "INBOUNDCALL",
  "OUTBOUNDCALL",
  "INQUEUECALL",
  "SECURECALL",
  "INBOUNDEMAIL",
  "SURVEYINVITE",
  "INBOUNDSHORTMESSAGE",
  "INBOUNDCHAT",
  "WORKFLOW",
  "BOT",
  "DIGITALBOT",
  "COMMONMODULE",
  "INQUEUEEMAIL",
  "INQUEUESHORTMESSAGE",
  "VOICE",
  "VOICEMAIL",
  "WORKITEM",
  "VOICESURVEY",
];

const EXIT_REASON_VALUES = [
  "UNKNOWN",
  "DISCONNECT",
  "FLOW_DISCONNECT",
  "FLOW_ERROR_DISCONNECT",
  "TRANSFER",
  "SESSION_EXPIRE_DISCONNECT",
  "RECOGNITION_FAILURE_DISCONNECT",
  "RECOGNITION_FAILURE_EXIT",
  "USER_EXIT",
  "FLOW_EXIT",
  "FLOW_ERROR_EXIT",
];

const TRANSFER_TYPE_VALUES = [
  "UNKNOWN",
  "ACD",
  "USER",
  "NUMBER",
  "ACD_VOICEMAIL",
  "USER_VOICEMAIL",
  "GROUP_VOICEMAIL",
  "GROUP",
  "FLOW",
  "SECURE_FLOW",
  "RETURN_TO_AGENT",
];

/** What nearly every analytics detail event carries. Instants are epoch milliseconds, enums upper case, one session is one communication. */
export const detailEvent = model({
  eventTime: epochMs("Event time. Unit: epoch ms."),
  conversationId: text("Conversation id."),
  participantId: text("Participant id."),
  sessionId: text("Session id."),
  mediaType: openEnum(MEDIA_TYPE_VALUES, "Media type."),
  provider: text("Provider."),
  direction: openEnum(["UNKNOWN", "INBOUND", "OUTBOUND"], "Direction."),
  ani: text("Ani."),
  dnis: text("Dnis."),
  addressTo: text("Address to."),
  addressFrom: text("Address from."),
  callbackUserName: text("Callback user name."),
  callbackNumbers: texts("Callback numbers."),
  callbackScheduledTime: epochMs("Callback scheduled time. Unit: epoch ms."),
  subject: text("Subject."),
  messageType: openEnum(MESSAGE_TYPE_VALUES, "Message type."),
  divisionId: text("Division id."),
  conversationExternalContactIds: texts("Conversation external contact ids."),
  conversationExternalOrganizationIds: texts("Conversation external organization ids."),
  utilizationLabel: text("Utilization label."),
});
export type DetailEvent = z.infer<typeof detailEvent>;

/** The `AcdEnd` detail event. */
export const acdEndEvent = model({
  ...detailEvent.shape,
  disconnectType: openEnum(DISCONNECT_TYPE_VALUES, "Disconnect type."),
  queueId: text("Queue id."),
  acdOutcome: openEnum(["UNKNOWN", "ABANDON", "ANSWERED", "FLOW_OUT"], "Acd outcome."),
  answeredUserId: text("Answered user id."),
  requestedRoutings: texts("Requested routings."),
  usedRouting: openEnum(USED_ROUTING_VALUES, "Used routing."),
  requestedRoutingSkillIds: texts("Requested routing skill ids."),
  requestedSkillExpressionIds: texts("Requested skill expression ids."),
  requestedLanguageId: text("Requested language id."),
  requestedRoutingUserIds: texts("Requested routing user ids."),
  routingPriority: integer("Routing priority."),
  connectedDurationMs: integer("Connected duration ms. Unit: ms."),
  flowType: text("Flow type."),
});
export type AcdEndEvent = z.infer<typeof acdEndEvent>;

/** The `AcdStart` detail event. */
export const acdStartEvent = model({
  ...detailEvent.shape,
  queueId: text("Queue id."),
  routingPriority: integer("Routing priority."),
  requestedRoutingSkillIds: texts("Requested routing skill ids."),
  skillExpressionApplied: flag("Skill expression applied."),
});
export type AcdStartEvent = z.infer<typeof acdStartEvent>;

/** The `Acw` detail event. */
export const acwEvent = model({
  ...detailEvent.shape,
  userId: text("User id."),
  queueId: text("Queue id."),
  wrapupCode: text("Wrapup code."),
  wrapupNotes: text("Wrapup notes."),
  wrapupDurationMs: integer("Wrapup duration ms. Unit: ms."),
});
export type AcwEvent = z.infer<typeof acwEvent>;

/** The `Attribute` detail event. */
export const attributeEvent = model({
  ...detailEvent.shape,
  attributes: textByKey("Attributes."),
  communications: listOf(communication, "Communications."),
});
export type AttributeEvent = z.infer<typeof attributeEvent>;

/** The `Contact` detail event. */
export const contactEvent = model({
  ...detailEvent.shape,
  externalOrganizationId: text("External organization id."),
  externalContactId: text("External contact id."),
});
export type ContactEvent = z.infer<typeof contactEvent>;

/** The `CustomerEnd` detail event. */
export const customerEndEvent = model({
  ...detailEvent.shape,
  disconnectType: openEnum(DISCONNECT_TYPE_VALUES, "Disconnect type."),
  externalOrganizationId: text("External organization id."),
  externalContactId: text("External contact id."),
  interactingDurationMs: integer("Interacting duration ms. Unit: ms."),
});
export type CustomerEndEvent = z.infer<typeof customerEndEvent>;

/** The `CustomerStart` detail event. */
export const customerStartEvent = model({
  ...detailEvent.shape,
  externalOrganizationId: text("External organization id."),
  externalContactId: text("External contact id."),
  journeyContext: one(journeyContext, "Journey context."),
});
export type CustomerStartEvent = z.infer<typeof customerStartEvent>;

/** The `FlowEnd` detail event. */
export const flowEndEvent = model({
  ...detailEvent.shape,
  disconnectType: openEnum(DISCONNECT_TYPE_VALUES, "Disconnect type."),
  flowType: openEnum(FLOW_TYPE_VALUES, "Flow type."),
  flowId: text("Flow id."),
  flowVersion: text("Flow version."),
  connectedDurationMs: integer("Connected duration ms. Unit: ms."),
  exitReason: openEnum(EXIT_REASON_VALUES, "Exit reason."),
  transferType: openEnum(TRANSFER_TYPE_VALUES, "Transfer type."),
});
export type FlowEndEvent = z.infer<typeof flowEndEvent>;

/** The `FlowOutcome` detail event. */
export const flowOutcomeEvent = model({
  ...detailEvent.shape,
  flowType: openEnum(FLOW_TYPE_VALUES, "Flow type."),
  flowId: text("Flow id."),
  flowVersion: text("Flow version."),
  flowOutcomeId: text("Flow outcome id."),
  flowOutcomeStartTime: epochMs("Flow outcome start time. Unit: epoch ms."),
  flowOutcomeEndTime: epochMs("Flow outcome end time. Unit: epoch ms."),
  flowOutcomeValue: openEnum(["UNKNOWN", "SUCCESS", "FAILURE"], "Flow outcome value."),
  flowMilestones: listOf(anything, "Flow milestones."),
});
export type FlowOutcomeEvent = z.infer<typeof flowOutcomeEvent>;

/** The `FlowStart` detail event. */
export const flowStartEvent = model({
  ...detailEvent.shape,
  flowType: openEnum(FLOW_TYPE_VALUES, "Flow type."),
  flowId: text("Flow id."),
  flowVersion: text("Flow version."),
});
export type FlowStartEvent = z.infer<typeof flowStartEvent>;

/** The `Outbound` detail event. */
export const outboundEvent = model({
  ...detailEvent.shape,
  outboundCampaignId: text("Outbound campaign id."),
  outboundContactListId: text("Outbound contact list id."),
  outboundContactId: text("Outbound contact id."),
});
export type OutboundEvent = z.infer<typeof outboundEvent>;

/** The `UserEnd` detail event. */
export const userEndEvent = model({
  ...detailEvent.shape,
  disconnectType: openEnum(DISCONNECT_TYPE_VALUES, "Disconnect type."),
  userId: text("User id."),
  queueId: text("Queue id."),
  interactingDurationMs: integer("Interacting duration ms. Unit: ms."),
  heldDurationMs: integer("Held duration ms. Unit: ms."),
  alertingDurationMs: integer("Alerting duration ms. Unit: ms."),
  contactingDurationMs: integer("Contacting duration ms. Unit: ms."),
  dialingDurationMs: integer("Dialing duration ms. Unit: ms."),
  callbackDurationMs: integer("Callback duration ms. Unit: ms."),
});
export type UserEndEvent = z.infer<typeof userEndEvent>;

/** The `UserStart` detail event. */
export const userStartEvent = model({
  ...detailEvent.shape,
  userId: text("User id."),
  queueId: text("Queue id."),
});
export type UserStartEvent = z.infer<typeof userStartEvent>;

/** The `VoicemailEnd` detail event. */
export const voicemailEndEvent = model({
  ...detailEvent.shape,
  disconnectType: openEnum(DISCONNECT_TYPE_VALUES, "Disconnect type."),
  userId: text("User id."),
  queueId: text("Queue id."),
  voicemailDurationMs: integer("Voicemail duration ms. Unit: ms."),
});
export type VoicemailEndEvent = z.infer<typeof voicemailEndEvent>;

/** The `VoicemailStart` detail event. */
export const voicemailStartEvent = model({
  ...detailEvent.shape,
  userId: text("User id."),
  queueId: text("Queue id."),
});
export type VoicemailStartEvent = z.infer<typeof voicemailStartEvent>;

/** The `Wrapup` detail event. */
export const wrapupEvent = model({
  ...detailEvent.shape,
  queueId: text("Queue id."),
  wrapupCode: text("Wrapup code."),
  wrapupNotes: text("Wrapup notes."),
  wrapupDurationMs: integer("Wrapup duration ms. Unit: ms."),
});
export type WrapupEvent = z.infer<typeof wrapupEvent>;
