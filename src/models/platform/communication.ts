import type { z } from "zod";

import { ENUMS } from "../enums";
import { afterCallWork } from "./after-call-work";
import { queueMediaSettings } from "./queue-media-settings";
import { wrapup } from "./wrapup";
import { flag, instant, model, one, openEnum, text } from "./schema";

/** What the communications of every medium have in common. The media without a model of their own (emails, messages, videos, screen shares, …) are read by it. */
export const communication = model({
  id: text("A globally unique identifier for this communication."),
  state: openEnum(ENUMS.state.known, "The connection state of this communication."),
  initialState: openEnum(ENUMS.state.known, "The initial connection state of this communication."),
  held: flag("True if this call is held and the person on this side hears silence."),
  disconnectType: openEnum(
    ENUMS.disconnectType.known,
    "System defined string indicating what caused the communication to disconnect. Will be null until the communication disconnects.",
  ),
  startHoldTime: instant(
    "The timestamp the call was placed on hold in the cloud clock if the call is currently on hold.",
  ),
  provider: text("The source provider of the call."),
  scriptId: text("The UUID of the script to use."),
  peerId: text("The id of the peer communication corresponding to a matching leg for this communication."),
  connectedTime: instant("The timestamp when this communication was connected in the cloud clock."),
  disconnectedTime: instant(
    "The timestamp when this communication disconnected from the conversation in the provider clock.",
  ),
  wrapup: one(wrapup, "Call wrap up or disposition data."),
  afterCallWork: one(afterCallWork, "After-call work for the communication."),
  afterCallWorkRequired: flag(
    "Indicates if after-call is required for a communication. Only used when the ACW Setting is Agent Requested.",
  ),
  queueMediaSettings: one(queueMediaSettings, "Represents the queue settings for this media type."),
});
export type Communication = z.infer<typeof communication>;
