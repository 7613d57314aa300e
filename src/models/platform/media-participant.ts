import type { z } from "zod";

import { ENUMS } from "../enums";
import { conversationRoutingData } from "./conversation-routing-data";
import { errorBody } from "./error-body";
import { journeyContext } from "./journey-context";
import { queueMediaSettings } from "./queue-media-settings";
import { reference } from "./references";
import { wrapup } from "./wrapup";
import { flag, instant, integer, model, one, openEnum, text, textByKey, texts } from "./schema";

const SCREEN_RECORDING_STATE_VALUES = ["requested", "active", "paused", "stopped", "error", "timeout"];

/** What every flat participant carries, whatever its medium: the 38 fields of the REST models and what the topics add. */
export const mediaParticipant = model({
  id: text("The unique participant ID."),
  name: text("The display friendly name of the participant."),
  address: text("The participant address."),
  startTime: instant("The time when this participant first joined the conversation."),
  startAlertingTime: instant("The timestamp when it is first put into an alerting state."),
  connectedTime: instant("The time when this participant went connected for this media (eg: video connected time)."),
  endTime: instant("The time when this participant went disconnected for this media (eg: video disconnected time)."),
  startHoldTime: instant("The time when this participant's hold started."),
  purpose: openEnum(ENUMS.purpose.known, "The participant's purpose."),
  state: openEnum(ENUMS.state.known, "The participant's state."),
  direction: openEnum(ENUMS.direction.known, "The participant's direction."),
  disconnectType: openEnum(
    ENUMS.disconnectType.known,
    "The reason the participant was disconnected from the conversation.",
  ),
  held: flag("Value is true when the participant is on hold."),
  wrapupRequired: flag("Value is true when the participant requires wrap-up."),
  wrapupPrompt: openEnum(
    ENUMS.wrapupPrompt.known,
    "The wrap-up prompt indicating the type of wrap-up to be performed.",
  ),
  mediaRoles: texts("List of roles this participant's media has had on the conversation, ie monitor, coach, etc."),
  user: one(reference, "The platform user for this participant."),
  queue: one(reference, "The platform queue for this participant."),
  team: one(reference, "The platform team for this participant."),
  attributes: textByKey("A list of ad-hoc attributes for the participant."),
  errorInfo: one(errorBody, "If the conversation ends in error, contains additional error details."),
  script: one(reference, "The Engage script that should be used by this participant."),
  wrapupTimeoutMs: integer("The amount of time the participant has to complete wrap-up. Unit: ms."),
  wrapupSkipped: flag("Value is true when the participant has skipped wrap-up."),
  alertingTimeoutMs: integer(
    "Specifies how long the agent has to answer an interaction before being marked as not responding. Unit: ms.",
  ),
  provider: text("The source provider for the communication."),
  externalContact: one(
    reference,
    "If this participant represents an external contact, then this will be the reference for the external contact.",
  ),
  externalContactInitialDivisionId: text(
    "If this participant represents an external contact, then this will be the initial division for the external contact. This value will not be updated if the external contact is reassigned.",
  ),
  externalOrganization: one(
    reference,
    "If this participant represents an external org, then this will be the reference for the external org.",
  ),
  wrapup: one(wrapup, "Wrapup for this participant, if it has been applied."),
  peer: text("The peer communication corresponding to a matching leg for this communication."),
  flaggedReason: openEnum(["general"], "The reason specifying why participant flagged the conversation."),
  journeyContext: one(
    journeyContext,
    "Journey System data/context that is applicable to this communication. When used for historical purposes, the context should be immutable. When null, there is no applicable Journey System context.",
  ),
  conversationRoutingData: one(
    conversationRoutingData,
    "Information on how a communication should be routed to an agent.",
  ),
  startAcwTime: instant("The timestamp when this participant started after-call work."),
  endAcwTime: instant("The timestamp when this participant ended after-call work."),
  parkTime: instant("The time when this participant's communication was last parked. Does not reset on resume."),
  resumeTime: instant("The time when this participant's communications will resume."),
  initialState: openEnum(ENUMS.state.known, "Initial state."),
  screenRecordingState: openEnum(SCREEN_RECORDING_STATE_VALUES, "Screen recording state."),
  queueMediaSettings: one(queueMediaSettings, "Queue media settings."),
});
export type MediaParticipant = z.infer<typeof mediaParticipant>;
