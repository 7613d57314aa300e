import type { z } from "zod";

import { callMediaParticipant } from "./call-media-participant";
import { callbackMediaParticipant } from "./callback-media-participant";
import { chatMediaParticipant } from "./chat-media-participant";
import { cobrowseMediaParticipant } from "./cobrowse-media-participant";
import { participant } from "./participant";
import { divisionMembership, reference } from "./references";
import { transfer } from "./transfer";
import { flag, instant, integer, listOf, model, one, openEnum, text, texts } from "./schema";

/** The body of the whole-conversation topic. It has no event id, no sequence number and no instant of its own. */
export const conversation = model({
  id: text("Identifier."),
  maxParticipants: integer("Max participants."),
  participants: listOf(participant, "Participants."),
  recentTransfers: listOf(transfer, "Recent transfers."),
  recordingState: text("Recording state."),
  address: text("Address."),
  externalTag: text("External tag."),
  utilizationLabelId: text("Utilization label id."),
  accessAttributes: texts("Access attributes."),
  securePause: flag("Secure pause."),
  inactivityTimeout: instant("Inactivity timeout."),
  associatedConversation: one(reference, "Associated conversation."),
  consultationConversations: listOf(reference, "Consultation conversations."),
  divisions: listOf(divisionMembership, "Divisions."),
});
export type Conversation = z.infer<typeof conversation>;

/** Call conversation. */
export const callConversation = model({
  id: text("The globally unique identifier for the object."),
  name: text("Display name."),
  participants: listOf(callMediaParticipant, "The list of participants involved in the conversation."),
  otherMediaUris: texts("The list of other media channels involved in the conversation."),
  address: text("Address."),
  utilizationLabelId: text(
    "An optional label that categorizes the conversation. Max-utilization settings can be configured at a per-label level.",
  ),
  accessAttributes: texts("Access attributes."),
  inactivityTimeout: instant("The time in the future, after which this conversation would be considered inactive."),
  divisions: listOf(divisionMembership, "Identifiers of divisions associated with this conversation."),
  recordingState: openEnum(["none", "active", "paused"], "Recording state."),
  securePause: flag("True when the recording of this conversation is in secure pause status."),
  maxParticipants: integer(
    "If this is a conference conversation, then this field indicates the maximum number of participants allowed to participant in the conference.",
  ),
  recentTransfers: listOf(transfer, "The list of the most recent 20 transfer commands applied to this conversation."),
  selfUri: text("The URI for this object."),
});
export type CallConversation = z.infer<typeof callConversation>;

/** Callback conversation. */
export const callbackConversation = model({
  id: text("The globally unique identifier for the object."),
  name: text("Display name."),
  participants: listOf(callbackMediaParticipant, "The list of participants involved in the conversation."),
  otherMediaUris: texts("The list of other media channels involved in the conversation."),
  address: text("Address."),
  utilizationLabelId: text(
    "An optional label that categorizes the conversation. Max-utilization settings can be configured at a per-label level.",
  ),
  accessAttributes: texts("Access attributes."),
  inactivityTimeout: instant("The time in the future, after which this conversation would be considered inactive."),
  divisions: listOf(divisionMembership, "Identifiers of divisions associated with this conversation."),
  recentTransfers: listOf(transfer, "The list of the most recent 20 transfer commands applied to this conversation."),
  selfUri: text("The URI for this object."),
});
export type CallbackConversation = z.infer<typeof callbackConversation>;

/** Chat conversation. */
export const chatConversation = model({
  id: text("Identifier."),
  name: text("Display name."),
  participants: listOf(chatMediaParticipant, "Participants."),
  otherMediaUris: texts("Other media uris."),
  address: text("Address."),
  utilizationLabelId: text("Utilization label id."),
  accessAttributes: texts("Access attributes."),
  inactivityTimeout: instant("Inactivity timeout."),
  divisions: listOf(divisionMembership, "Divisions."),
});
export type ChatConversation = z.infer<typeof chatConversation>;

/** Cobrowse conversation. */
export const cobrowseConversation = model({
  id: text("The globally unique identifier for the object."),
  name: text("Display name."),
  participants: listOf(cobrowseMediaParticipant, "The list of participants involved in the conversation."),
  otherMediaUris: texts("The list of other media channels involved in the conversation."),
  address: text("Address."),
  utilizationLabelId: text(
    "An optional label that categorizes the conversation. Max-utilization settings can be configured at a per-label level.",
  ),
  accessAttributes: texts("Access attributes."),
  inactivityTimeout: instant("The time in the future, after which this conversation would be considered inactive."),
  divisions: listOf(divisionMembership, "Identifiers of divisions associated with this conversation."),
  recentTransfers: listOf(transfer, "The list of the most recent 20 transfer commands applied to this conversation."),
  selfUri: text("The URI for this object."),
});
export type CobrowseConversation = z.infer<typeof cobrowseConversation>;
