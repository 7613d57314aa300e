import type { z } from "zod";

import { address, disconnectReason } from "./address";
import { afterCallWork } from "./after-call-work";
import { disposition } from "./disposition";
import { errorBody } from "./error-body";
import { faxStatus } from "./fax-status";
import { queueMediaSettings } from "./queue-media-settings";
import { recordersState } from "./recorders-state";
import { segment } from "./segment";
import { wrapup } from "./wrapup";
import { flag, instant, listOf, model, one, openEnum, text } from "./schema";

/** One call of a participant, as the whole-conversation topic and the REST conversation carry it. */
export const call = model({
  id: text("A globally unique identifier for this communication."),
  state: openEnum(
    [
      "alerting",
      "dialing",
      "contacting",
      "offering",
      "connected",
      "disconnected",
      "terminated",
      "uploading",
      "converting",
      "transmitting",
      "none",
    ],
    "The connection state of this communication.",
  ),
  initialState: openEnum(
    [
      "alerting",
      "dialing",
      "contacting",
      "offering",
      "connected",
      "disconnected",
      "terminated",
      "uploading",
      "converting",
      "transmitting",
      "none",
    ],
    "The initial connection state of this communication.",
  ),
  recording: flag("True if this call is being recorded."),
  recordingState: openEnum(["none", "active", "paused"], "State of recording on this call."),
  recordersState: one(recordersState, "Contains the states of different recorders."),
  muted: flag("True if this call is muted so that remote participants can't hear any audio from this end."),
  confined: flag("True if this call is held and the person on this side hears hold music."),
  held: flag("True if this call is held and the person on this side hears silence."),
  securePause: flag("True when the recording of this call is in secure pause status."),
  errorInfo: one(errorBody, "Error info."),
  disconnectType: openEnum(
    [
      "endpoint",
      "endpoint.dnd",
      "client",
      "system",
      "timeout",
      "transfer",
      "transfer.conference",
      "transfer.consult",
      "transfer.forward",
      "transfer.noanswer",
      "transfer.notavailable",
      "transfer.dnd",
      "transport.failure",
      "error",
      "peer",
      "other",
      "spam",
      "uncallable",
      "endpoint.donotdisturb",
      "transfer.donotdisturb",
    ],
    "System defined string indicating what caused the communication to disconnect. Will be null until the communication disconnects.",
  ),
  startHoldTime: instant(
    "The timestamp the call was placed on hold in the cloud clock if the call is currently on hold.",
  ),
  direction: openEnum(["outbound", "inbound"], "Whether a call is inbound or outbound."),
  documentId: text(
    "If call is a fax of a document in content management, the id of the document in content management.",
  ),
  self: one(address, "Address and name data for a call endpoint."),
  other: one(address, "Address and name data for a call endpoint."),
  provider: text("The source provider of the call."),
  scriptId: text("The UUID of the script to use."),
  peerId: text("The id of the peer communication corresponding to a matching leg for this communication."),
  connectedTime: instant("The timestamp when this communication was connected in the cloud clock."),
  disconnectedTime: instant(
    "The timestamp when this communication disconnected from the conversation in the provider clock.",
  ),
  disconnectReasons: listOf(
    disconnectReason,
    "List of reasons that this call was disconnected. This will be set once the call disconnects.",
  ),
  faxStatus: one(faxStatus, "Extra information on fax transmission."),
  uuiData: text("User to User Information (UUI) data managed by SIP session application."),
  bargedTime: instant(
    "The timestamp when this participant was connected to the barge conference in the provider clock.",
  ),
  wrapup: one(wrapup, "Call wrap up or disposition data."),
  afterCallWork: one(afterCallWork, "After-call work for the communication."),
  afterCallWorkRequired: flag(
    "Indicates if after-call is required for a communication. Only used when the ACW Setting is Agent Requested.",
  ),
  agentAssistantId: text(
    "UUID of virtual agent assistant that provide suggestions to the agent participant during the conversation.",
  ),
  queueMediaSettings: one(queueMediaSettings, "Represents the queue settings for this media type."),
  disposition: one(disposition, "Call resolution data for Dialer bulk make calls commands."),
  transferSource: text("Indicates how call reaches the agent."),
  publicIpAddress: text("The reported client IP of the phone for the call."),
  recordingId: text("A globally unique identifier for the recording associated with this call."),
  segments: listOf(segment, "The time line of the participant's call, divided into activity segments."),
  startAlertingTime: instant("The timestamp the communication has when it is first put into an alerting state."),
  clientIpAddress: text("The reported client IP of the phone for the call."),
});
export type Call = z.infer<typeof call>;
