import type { z } from "zod";

import { ENUMS } from "../enums";
import { callMediaParticipant } from "./call-media-participant";
import { callbackMediaParticipant } from "./callback-media-participant";
import { chatMediaParticipant } from "./chat-media-participant";
import { cobrowseMediaParticipant } from "./cobrowse-media-participant";
import { participant } from "./participant";
import { divisionMembership, reference } from "./references";
import { transfer } from "./transfer";
import { flag, instant, integer, listOf, model, one, openEnum, text, texts } from "./schema";

/** What the bodies of all conversation topics and REST conversations have in common. */
export const conversationBody = model({
  id: text("Identifier."),
  address: text("Address."),
  utilizationLabelId: text("Utilization label id."),
  accessAttributes: texts("Access attributes."),
  inactivityTimeout: instant("Inactivity timeout."),
  divisions: listOf(divisionMembership, "Divisions."),
});
export type ConversationBody = z.infer<typeof conversationBody>;

/** The body of the whole-conversation topic. It has no event id, no sequence number and no instant of its own. */
export const conversation = model({
  ...conversationBody.shape,
  maxParticipants: integer("Max participants."),
  participants: listOf(participant, "Participants."),
  recentTransfers: listOf(transfer, "Recent transfers."),
  recordingState: text("Recording state."),
  externalTag: text("External tag."),
  securePause: flag("Secure pause."),
  associatedConversation: one(reference, "Associated conversation."),
  consultationConversations: listOf(reference, "Consultation conversations."),
});
export type Conversation = z.infer<typeof conversation>;

/** Call conversation. */
export const callConversation = model({
  ...conversationBody.shape,
  name: text("Display name."),
  participants: listOf(callMediaParticipant, "The list of participants involved in the conversation."),
  otherMediaUris: texts("The list of other media channels involved in the conversation."),
  recordingState: openEnum(ENUMS.recordingState.known, "Recording state."),
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
  ...conversationBody.shape,
  name: text("Display name."),
  participants: listOf(callbackMediaParticipant, "The list of participants involved in the conversation."),
  otherMediaUris: texts("The list of other media channels involved in the conversation."),
  recentTransfers: listOf(transfer, "The list of the most recent 20 transfer commands applied to this conversation."),
  selfUri: text("The URI for this object."),
});
export type CallbackConversation = z.infer<typeof callbackConversation>;

/** Chat conversation. */
export const chatConversation = model({
  ...conversationBody.shape,
  name: text("Display name."),
  participants: listOf(chatMediaParticipant, "Participants."),
  otherMediaUris: texts("Other media uris."),
});
export type ChatConversation = z.infer<typeof chatConversation>;

/** Cobrowse conversation. */
export const cobrowseConversation = model({
  ...conversationBody.shape,
  name: text("Display name."),
  participants: listOf(cobrowseMediaParticipant, "The list of participants involved in the conversation."),
  otherMediaUris: texts("The list of other media channels involved in the conversation."),
  recentTransfers: listOf(transfer, "The list of the most recent 20 transfer commands applied to this conversation."),
  selfUri: text("The URI for this object."),
});
export type CobrowseConversation = z.infer<typeof cobrowseConversation>;
