import type { z } from "zod";

import { afterCallWork } from "./after-call-work";
import { journeyContext } from "./journey-context";
import { queueMediaSettings } from "./queue-media-settings";
import { wrapup } from "./wrapup";
import { flag, instant, model, one, openEnum, text } from "./schema";

/** One chat of a participant. */
export const chat = model({
  state: openEnum(
    ["alerting", "dialing", "contacting", "offering", "connected", "disconnected", "terminated", "none"],
    "State.",
  ),
  initialState: openEnum(
    ["alerting", "dialing", "contacting", "offering", "connected", "disconnected", "terminated", "none"],
    "Initial state.",
  ),
  id: text("A globally unique identifier for this communication."),
  provider: text("The source provider of the chat."),
  scriptId: text("The UUID of the script to use."),
  peerId: text("The id of the peer communication corresponding to a matching leg for this communication."),
  roomId: text("The room id for the chat."),
  avatarImageUrl: text("The avatar for the chat (if available)."),
  held: flag("True if this call is held and the person on this side hears silence."),
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
    ],
    "System defined string indicating what caused the communication to disconnect. Will be null until the communication disconnects.",
  ),
  startHoldTime: instant(
    "The timestamp the chat was placed on hold in the cloud clock if the chat is currently on hold.",
  ),
  connectedTime: instant("The timestamp when this communication was connected in the cloud clock."),
  disconnectedTime: instant(
    "The timestamp when this communication disconnected from the conversation in the provider clock.",
  ),
  journeyContext: one(journeyContext, "Journey context."),
  wrapup: one(wrapup, "Call wrap up or disposition data."),
  afterCallWork: one(afterCallWork, "A communication's after-call work data."),
  afterCallWorkRequired: flag(
    "Indicates if after-call is required for a communication. Only used when the ACW Setting is Agent Requested.",
  ),
  queueMediaSettings: one(queueMediaSettings, "Represents the queue setting for this media."),
});
export type Chat = z.infer<typeof chat>;
