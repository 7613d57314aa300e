import { readFileSync } from "node:fs";
import path from "node:path";

import type { z } from "zod";

import { address, disconnectReason } from "../../src/models/platform/address";
import { afterCallWork } from "../../src/models/platform/after-call-work";
import { call } from "../../src/models/platform/call";
import { callMediaParticipant } from "../../src/models/platform/call-media-participant";
import { callback } from "../../src/models/platform/callback";
import { callbackMediaParticipant } from "../../src/models/platform/callback-media-participant";
import { chat } from "../../src/models/platform/chat";
import { chatMediaParticipant } from "../../src/models/platform/chat-media-participant";
import { cobrowse } from "../../src/models/platform/cobrowse";
import { cobrowseMediaParticipant } from "../../src/models/platform/cobrowse-media-participant";
import * as conversations from "../../src/models/platform/conversation";
import { conversationRoutingData, scoredAgent } from "../../src/models/platform/conversation-routing-data";
import * as detailEvents from "../../src/models/platform/detail-events";
import { dialerPreview, phoneNumberColumn } from "../../src/models/platform/dialer-preview";
import * as dispositions from "../../src/models/platform/disposition";
import { detail, errorBody, limit } from "../../src/models/platform/error-body";
import { faxStatus } from "../../src/models/platform/fax-status";
import * as journeys from "../../src/models/platform/journey-context";
import { participant } from "../../src/models/platform/participant";
import { queueMediaSettings } from "../../src/models/platform/queue-media-settings";
import { recordersState } from "../../src/models/platform/recorders-state";
import { divisionMembership, reference } from "../../src/models/platform/references";
import { segment } from "../../src/models/platform/segment";
import * as transfers from "../../src/models/platform/transfer";
import { voicemail } from "../../src/models/platform/voicemail";
import { wrapup } from "../../src/models/platform/wrapup";

/** The models by the platform's type names, without the prefixes of its topics. */
const MODELS: Readonly<Record<string, z.ZodObject>> = {
  Address: address,
  DisconnectReason: disconnectReason,
  AfterCallWork: afterCallWork,
  Call: call,
  CallBasic: call,
  CallMediaParticipant: callMediaParticipant,
  Callback: callback,
  CallbackMediaParticipant: callbackMediaParticipant,
  "CallbackMediaParticipant@seed000": callbackMediaParticipant,
  Chat: chat,
  ChatMediaParticipant: chatMediaParticipant,
  Cobrowse: cobrowse,
  CobrowseMediaParticipant: cobrowseMediaParticipant,
  Conversation: conversations.conversation,
  CallConversation: conversations.callConversation,
  CallbackConversation: conversations.callbackConversation,
  ChatConversation: conversations.chatConversation,
  CobrowseConversation: conversations.cobrowseConversation,
  ConversationRoutingData: conversationRoutingData,
  ScoredAgent: scoredAgent,
  DialerPreview: dialerPreview,
  PhoneNumberColumn: phoneNumberColumn,
  Disposition: dispositions.disposition,
  DispositionParameters: dispositions.dispositionParameters,
  DispositionAmdTimeout: dispositions.dispositionAmdTimeout,
  DispositionSilentCallTimeout: dispositions.dispositionSilentCallTimeout,
  AdjustableLiveSpeakerDetection: dispositions.adjustableLiveSpeakerDetection,
  Detail: detail,
  Limit: limit,
  ErrorBody: errorBody,
  ErrorInfo: errorBody,
  ErrorDetails: errorBody,
  FaxStatus: faxStatus,
  JourneyContext: journeys.journeyContext,
  JourneyCustomer: journeys.journeyCustomer,
  JourneyCustomerSession: journeys.journeyCustomerSession,
  JourneyAction: journeys.journeyAction,
  JourneyActionMap: journeys.journeyActionMap,
  Participant: participant,
  QueueMediaSettings: queueMediaSettings,
  ConversationQueueMediaSettings: queueMediaSettings,
  RecordersState: recordersState,
  UriReference: reference,
  DomainEntityRef: reference,
  AddressableEntityRef: reference,
  DivisionEntityRef: reference,
  ConversationDivisionMembership: divisionMembership,
  Segment: segment,
  TransferResponse: transfers.transfer,
  TransferInitiator: transfers.transferInitiator,
  TransferModifedBy: transfers.transferModifiedBy,
  TransferDestination: transfers.transferDestination,
  Voicemail: voicemail,
  Wrapup: wrapup,
  ...Object.fromEntries(Object.entries(detailEvents).map(([name, model]) => [name, model])),
};

/** The model of a type of the platform, or undefined. */
export function modelOf(type: string): z.ZodObject | undefined {
  const event = /^(.+)DetailEventTopic\w+Event$/.exec(type);
  if (event !== null) return MODELS[`${(event[1] ?? "").charAt(0).toLowerCase()}${(event[1] ?? "").slice(1)}Event`];
  return MODELS[type.replace(/^(Queue)?Conversation(Call|Callback|Chat|Cobrowse)?EventTopic/, "")];
}

/** The platform's types with their fields and the fields' types. */
export function readDomainTypes(): Record<string, Record<string, string>> {
  const file = path.join(__dirname, "../fixtures/domain-types.json");
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
}

/** A value of a type, and one of another type; undefined where any value is right. */
export function samplesOf(type: string): { readonly right: unknown; readonly wrong: unknown } {
  if (type.endsWith("[]")) return { right: [samplesOf(type.slice(0, -2)).right], wrong: "no list" };
  switch (type) {
    case "string":
      return { right: "text", wrong: 5 };
    case "boolean":
      return { right: true, wrong: "true" };
    case "integer":
      return { right: 5, wrong: "5" };
    case "number":
      return { right: 2.5, wrong: "2.5" };
    case "date-time":
      return { right: "2026-03-02T09:00:00.000Z", wrong: "yesterday" };
    case "epoch-ms":
      return { right: 1772442000000, wrong: "2026-03-02T09:00:00.000Z" };
    case "map<string,string>":
      return { right: { key: "value" }, wrong: "no map" };
    default:
      return { right: {}, wrong: "no object" };
  }
}
