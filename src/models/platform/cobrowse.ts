import type { z } from "zod";

import { ENUMS } from "../enums";
import { address } from "./address";
import { afterCallWork } from "./after-call-work";
import { queueMediaSettings } from "./queue-media-settings";
import { wrapup } from "./wrapup";
import { flag, instant, model, one, openEnum, text, texts } from "./schema";

/** One cobrowse session of a participant. It has no hold. */
export const cobrowse = model({
  state: openEnum(ENUMS.state.known, "State."),
  initialState: openEnum(ENUMS.state.known, "Initial state."),
  disconnectType: openEnum(
    ENUMS.disconnectType.known,
    "System defined string indicating what caused the communication to disconnect. Will be null until the communication disconnects.",
  ),
  id: text("A globally unique identifier for this communication."),
  self: one(address, "Address and name data for a call endpoint."),
  roomId: text("The room id for the chat."),
  cobrowseSessionId: text("The co-browse session ID."),
  cobrowseRole: text(
    "This value identifies the role of the co-browse client within the co-browse session (a client is a sharer or a viewer).",
  ),
  controlling: texts(
    "ID of co-browse participants for which this client has been granted control (list is empty if this client cannot control any shared pages).",
  ),
  viewerUrl: text("The URL that can be used to open co-browse session in web browser."),
  provider: text("The source provider of the co-browse communication."),
  scriptId: text("The UUID of the script to use."),
  peerId: text("The id of the peer communication corresponding to a matching leg for this communication."),
  providerEventTime: instant(
    "The time when the provider event which triggered this conversation update happened in the corrected provider clock (milliseconds since 1970-01-01 00:00:00 UTC).",
  ),
  connectedTime: instant("The timestamp when this communication was connected in the cloud clock."),
  disconnectedTime: instant(
    "The timestamp when this communication disconnected from the conversation in the provider clock.",
  ),
  wrapup: one(wrapup, "Call wrap up or disposition data."),
  afterCallWork: one(afterCallWork, "A communication's after-call work data."),
  afterCallWorkRequired: flag(
    "Indicates if after-call is required for a communication. Only used when the ACW Setting is Agent Requested.",
  ),
  queueMediaSettings: one(queueMediaSettings, "Represents the queue setting for this media."),
});
export type Cobrowse = z.infer<typeof cobrowse>;
