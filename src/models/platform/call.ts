import type { z } from "zod";

import { ENUMS } from "../enums";
import { address, disconnectReason } from "./address";
import { communication } from "./communication";
import { disposition } from "./disposition";
import { errorBody } from "./error-body";
import { faxStatus } from "./fax-status";
import { recordersState } from "./recorders-state";
import { segment } from "./segment";
import { flag, instant, listOf, model, one, openEnum, text } from "./schema";

/** One call of a participant, as the whole-conversation topic and the REST conversation carry it. */
export const call = model({
  ...communication.shape,
  recording: flag("True if this call is being recorded."),
  recordingState: openEnum(ENUMS.recordingState.known, "State of recording on this call."),
  recordersState: one(recordersState, "Contains the states of different recorders."),
  muted: flag("True if this call is muted so that remote participants can't hear any audio from this end."),
  confined: flag("True if this call is held and the person on this side hears hold music."),
  securePause: flag("True when the recording of this call is in secure pause status."),
  errorInfo: one(errorBody, "Error info."),
  direction: openEnum(ENUMS.direction.known, "Whether a call is inbound or outbound."),
  documentId: text(
    "If call is a fax of a document in content management, the id of the document in content management.",
  ),
  self: one(address, "Address and name data for a call endpoint."),
  other: one(address, "Address and name data for a call endpoint."),
  disconnectReasons: listOf(
    disconnectReason,
    "List of reasons that this call was disconnected. This will be set once the call disconnects.",
  ),
  faxStatus: one(faxStatus, "Extra information on fax transmission."),
  uuiData: text("User to User Information (UUI) data managed by SIP session application."),
  bargedTime: instant(
    "The timestamp when this participant was connected to the barge conference in the provider clock.",
  ),
  agentAssistantId: text(
    "UUID of virtual agent assistant that provide suggestions to the agent participant during the conversation.",
  ),
  disposition: one(disposition, "Call resolution data for Dialer bulk make calls commands."),
  transferSource: text("Indicates how call reaches the agent."),
  publicIpAddress: text("The reported client IP of the phone for the call."),
  recordingId: text("A globally unique identifier for the recording associated with this call."),
  segments: listOf(segment, "The time line of the participant's call, divided into activity segments."),
  startAlertingTime: instant("The timestamp the communication has when it is first put into an alerting state."),
  clientIpAddress: text("The reported client IP of the phone for the call."),
});
export type Call = z.infer<typeof call>;
