import type { z } from "zod";

import { afterCallWork } from "./after-call-work";
import { dialerPreview } from "./dialer-preview";
import { queueMediaSettings } from "./queue-media-settings";
import { segment } from "./segment";
import { voicemail } from "./voicemail";
import { wrapup } from "./wrapup";
import { flag, instant, integer, listOf, model, one, openEnum, text, texts } from "./schema";

/** One callback of a participant. */
export const callback = model({
  state: openEnum(
    [
      "alerting",
      "dialing",
      "contacting",
      "offering",
      "connected",
      "disconnected",
      "terminated",
      "scheduled",
      "none",
      "uploading",
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
      "scheduled",
      "none",
      "uploading",
    ],
    "The initial connection state of this communication.",
  ),
  id: text("A globally unique identifier for this communication."),
  segments: listOf(segment, "The time line of the participant's callback, divided into activity segments."),
  direction: openEnum(["inbound", "outbound"], "The direction of the call."),
  held: flag("True if this call is held and the person on this side hears silence."),
  disconnectType: openEnum(
    [
      "endpoint",
      "client",
      "system",
      "timeout",
      "transfer",
      "transfer.conference",
      "transfer.consult",
      "transfer.forward",
      "transfer.noanswer",
      "transfer.notavailable",
      "transport.failure",
      "error",
      "peer",
      "other",
      "spam",
      "uncallable",
      "endpoint.dnd",
      "transfer.dnd",
    ],
    "System defined string indicating what caused the communication to disconnect. Will be null until the communication disconnects.",
  ),
  startHoldTime: instant(
    "The timestamp the callback was placed on hold in the cloud clock if the callback is currently on hold.",
  ),
  dialerPreview: one(dialerPreview, "The preview data to be used when this callback is a Preview."),
  voicemail: one(voicemail, "The voicemail data to be used when this callback is an ACD voicemail."),
  callbackNumbers: texts("The phone number(s) to use to place the callback."),
  callbackUserName: text("The name of the user requesting a callback."),
  scriptId: text("The UUID of the script to use."),
  externalCampaign: flag("True if the call for the callback uses external dialing."),
  skipEnabled: flag("True if the ability to skip a callback should be enabled."),
  timeoutSeconds: integer(
    "The number of seconds before the system automatically places a call for a callback. 0 means the automatic placement is disabled. Unit: s.",
  ),
  startAlertingTime: instant("The timestamp the communication has when it is first put into an alerting state."),
  connectedTime: instant("The timestamp when this communication was connected in the cloud clock."),
  disconnectedTime: instant(
    "The timestamp when this communication disconnected from the conversation in the provider clock.",
  ),
  callbackScheduledTime: instant(
    "The timestamp when this communication is scheduled in the provider clock. If this value is missing it indicates the callback will be placed immediately.",
  ),
  automatedCallbackConfigId: text(
    "The id of the config for automatically placing the callback (and handling the disposition). If null, the callback will not be placed automatically but routed to an agent as per normal.",
  ),
  provider: text("The source provider for the callback."),
  peerId: text("The id of the peer communication corresponding to a matching leg for this communication."),
  wrapup: one(wrapup, "Call wrap up or disposition data."),
  afterCallWork: one(afterCallWork, "After-call work for the communication."),
  afterCallWorkRequired: flag(
    "Indicates if after-call work is required for a communication. Only used when the ACW Setting is Agent Requested.",
  ),
  callerId: text(
    "The phone number displayed to recipients of the phone call. The value should conform to the E164 format.",
  ),
  callerIdName: text("The name displayed to recipients of the phone call."),
  queueMediaSettings: one(queueMediaSettings, "Represents the queue settings for this media type."),
});
export type Callback = z.infer<typeof callback>;
