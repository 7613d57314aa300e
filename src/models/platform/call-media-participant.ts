import type { z } from "zod";

import { ENUMS } from "../enums";
import { disposition } from "./disposition";
import { faxStatus } from "./fax-status";
import { mediaParticipant } from "./media-participant";
import { recordersState } from "./recorders-state";
import { reference } from "./references";
import { flag, instant, model, one, openEnum, text } from "./schema";

/** A flat participant of a call: what the per-media call topics and `GET /conversations/calls/{id}` carry. */
export const callMediaParticipant = model({
  ...mediaParticipant.shape,
  muted: flag("Value is true when the call is muted."),
  confined: flag("Value is true when the call is confined."),
  recording: flag("Value is true when the call is being recorded."),
  recordingState: openEnum(ENUMS.recordingState.known, "The state of the call recording."),
  recordersState: one(recordersState, "Contains the states of different recorders."),
  group: one(reference, "The group involved in the group ring call."),
  ani: text("The call ANI."),
  dnis: text("The call DNIS."),
  documentId: text("The ID of the Content Management document if the call is a fax."),
  faxStatus: one(faxStatus, "Extra fax information if the call is a fax."),
  monitoredParticipantId: text("The ID of the participant being monitored when performing a call monitor."),
  coachedParticipantId: text("The ID of the participant being coached when performing a call coach."),
  bargedParticipantId: text(
    "If this participant barged in a participant's call, then this will be the id of the targeted participant.",
  ),
  consultParticipantId: text("The ID of the consult transfer target participant when performing a consult transfer."),
  uuiData: text(
    "User-to-User information which maps to a SIP header field defined in RFC7433. UUI data is used in the Public Switched Telephone Network (PSTN) for use cases described in RFC6567.",
  ),
  bargedTime: instant(
    "The timestamp when this participant was connected to the barge conference in the provider clock.",
  ),
  securePause: flag("True when the recording of this call is in secure pause status."),
  disposition: one(disposition, "Call resolution data for Dialer bulk make calls commands."),
  transferSource: text("Indicates how call reaches the agent."),
  clientIpAddress: text("The reported client IP of the phone for the call."),
  publicIpAddress: text("Public ip address."),
});
export type CallMediaParticipant = z.infer<typeof callMediaParticipant>;
