import type { z } from "zod";

import { dialerPreview } from "./dialer-preview";
import { mediaParticipant } from "./media-participant";
import { voicemail } from "./voicemail";
import { flag, instant, integer, model, one, text, texts } from "./schema";

/** A flat participant of a callback. */
export const callbackMediaParticipant = model({
  ...mediaParticipant.shape,
  outboundPreview: one(dialerPreview, "The outbound preview associated with this callback."),
  voicemail: one(voicemail, "The voicemail associated with this callback."),
  callbackNumbers: texts("The list of phone number to use for this callback."),
  callbackUserName: text("The name of the callback target."),
  externalCampaign: flag("True if the call for the callback uses external dialing."),
  skipEnabled: flag("If true, the callback can be skipped."),
  timeoutSeconds: integer("Duration in seconds before the callback will be auto-dialed. Unit: s."),
  automatedCallbackConfigId: text(
    "The id of the config for automatically placing the callback (and handling the disposition). If absent, the callback will not be placed automatically but routed to an agent as per normal.",
  ),
  callbackScheduledTime: instant("Callback scheduled time."),
});
export type CallbackMediaParticipant = z.infer<typeof callbackMediaParticipant>;
