import type { z } from "zod";

import { ENUMS } from "../enums";
import { call } from "./call";
import { callback } from "./callback";
import { chat } from "./chat";
import { cobrowse } from "./cobrowse";
import { communication } from "./communication";
import { conversationRoutingData } from "./conversation-routing-data";
import { wrapup } from "./wrapup";
import { anything, flag, instant, integer, listOf, model, one, openEnum, text, textByKey, texts } from "./schema";

const SCREEN_RECORDING_STATE_VALUES = ["requested", "active", "paused", "stopped", "error", "timeout"];

/** A participant of the whole-conversation topic or of the REST conversation: the facts of the person or system, with its communications by medium. */
export const participant = model({
  id: text("A globally unique identifier for this conversation."),
  connectedTime: instant(
    "The timestamp when this participant was connected to the conversation in the provider clock.",
  ),
  endTime: instant("The timestamp when this participant disconnected from the conversation in the provider clock."),
  userId: text("If this participant represents a user, then this will be the globally unique identifier for the user."),
  externalContactId: text(
    "If this participant represents an external contact, then this will be the globally unique identifier for the external contact.",
  ),
  externalContactInitialDivisionId: text(
    "If this participant represents an external contact, then this will be the initial division for the external contact. This value will not be updated if the external contact is reassigned.",
  ),
  externalOrganizationId: text(
    "If this participant represents an external org, then this will be the globally unique identifier for the external org.",
  ),
  name: text("A human readable name identifying the participant."),
  queueId: text("If present, the queue id that the communication channel came in on."),
  groupId: text("If present, the group id that the participant represents."),
  teamId: text("The team id that this participant is a member of when added to the conversation."),
  purpose: openEnum(ENUMS.purpose.known, "A well known string that specifies the purpose or type of this participant."),
  consultParticipantId: text(
    "If this participant is part of a consult transfer, then this will be the participant id of the participant being transferred.",
  ),
  address: text("The address for the this participant. For a phone call this will be the ANI."),
  wrapupRequired: flag("True iff this participant is required to enter wrapup for this conversation."),
  wrapupExpected: flag("True when a participant is expected to enter a wrapup code once the call connects."),
  wrapupPrompt: openEnum(ENUMS.wrapupPrompt.known, "This field controls how the UI prompts the agent for a wrapup."),
  wrapupTimeoutMs: integer("Specifies how long a timed ACW session will last. Unit: ms."),
  wrapup: one(wrapup, "Call wrap up or disposition data."),
  startAcwTime: instant("The timestamp when this participant started after-call work."),
  endAcwTime: instant("The timestamp when this participant ended after-call work."),
  conversationRoutingData: one(
    conversationRoutingData,
    "Information on how a communication should be routed to an agent.",
  ),
  alertingTimeoutMs: integer(
    "Specifies how long the agent has to answer an interaction before being marked as not responding. Unit: ms.",
  ),
  monitoredParticipantId: text(
    "If this participant is a monitor, then this will be the id of the participant that is being monitored.",
  ),
  screenMonitoredParticipantId: text(
    "If this participant is a screen monitor, then this will be the id of the participant that is being screen monitored.",
  ),
  coachedParticipantId: text(
    "If this participant is a coach, then this will be the id of the participant that is being coached.",
  ),
  bargedParticipantId: text(
    "If this participant created a barge in conference, then this will be the id of the participant that is barged in.",
  ),
  mediaRoles: texts("List of roles this participant's media has had on the conversation, ie monitor, coach, etc."),
  screenRecordingState: openEnum(
    SCREEN_RECORDING_STATE_VALUES,
    "The current screen recording state for this participant.",
  ),
  flaggedReason: openEnum(["general"], "If this participant has flagged the conversation, the reason code given."),
  attributes: textByKey("Additional participant attributes."),
  calls: listOf(call, "Calls."),
  callbacks: listOf(callback, "Callbacks."),
  chats: listOf(chat, "Chats."),
  cobrowsesessions: listOf(cobrowse, "Cobrowsesessions."),
  emails: listOf(communication, "Emails."),
  messages: listOf(communication, "Messages."),
  internalMessages: listOf(communication, "Internal messages."),
  screenMonitorings: listOf(communication, "Screen monitorings."),
  screenshares: listOf(communication, "Screenshares."),
  socialExpressions: listOf(communication, "Social expressions."),
  videos: listOf(communication, "Videos."),
  workflow: one(communication, "Workflow."),
  startTime: instant("The timestamp when this participant joined the conversation in the provider clock."),
  userUri: text("If this participant represents a user, then this will be an URI that can be used to fetch the user."),
  queueName: text("If present, the queue name that the communication channel came in on."),
  participantType: text("A well known string that specifies the type of this participant."),
  ani: text("The address for the this participant. For a phone call this will be the ANI."),
  aniName: text("The ani-based name for this participant."),
  dnis: text("The address for the this participant. For a phone call this will be the ANI."),
  locale: text("An ISO 639 language code specifying the locale for this participant."),
  wrapupSkipped: flag("The UI sets this field when the agent chooses to skip entering a wrapup for this participant."),
  evaluations: listOf(anything, "Evaluations."),
});
export type Participant = z.infer<typeof participant>;
