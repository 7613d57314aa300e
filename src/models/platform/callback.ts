import type { z } from "zod";

import { ENUMS } from "../enums";
import { communication } from "./communication";
import { dialerPreview } from "./dialer-preview";
import { segment } from "./segment";
import { voicemail } from "./voicemail";
import { flag, instant, integer, listOf, model, one, openEnum, text, texts } from "./schema";

/** One callback of a participant. */
export const callback = model({
  ...communication.shape,
  segments: listOf(segment, "The time line of the participant's callback, divided into activity segments."),
  direction: openEnum(ENUMS.direction.known, "The direction of the call."),
  dialerPreview: one(dialerPreview, "The preview data to be used when this callback is a Preview."),
  voicemail: one(voicemail, "The voicemail data to be used when this callback is an ACD voicemail."),
  callbackNumbers: texts("The phone number(s) to use to place the callback."),
  callbackUserName: text("The name of the user requesting a callback."),
  externalCampaign: flag("True if the call for the callback uses external dialing."),
  skipEnabled: flag("True if the ability to skip a callback should be enabled."),
  timeoutSeconds: integer(
    "The number of seconds before the system automatically places a call for a callback. 0 means the automatic placement is disabled. Unit: s.",
  ),
  startAlertingTime: instant("The timestamp the communication has when it is first put into an alerting state."),
  callbackScheduledTime: instant(
    "The timestamp when this communication is scheduled in the provider clock. If this value is missing it indicates the callback will be placed immediately.",
  ),
  automatedCallbackConfigId: text(
    "The id of the config for automatically placing the callback (and handling the disposition). If null, the callback will not be placed automatically but routed to an agent as per normal.",
  ),
  callerId: text(
    "The phone number displayed to recipients of the phone call. The value should conform to the E164 format.",
  ),
  callerIdName: text("The name displayed to recipients of the phone call."),
});
export type Callback = z.infer<typeof callback>;
