import type { z } from "zod";

import { flag, integer, model, number } from "./schema";

/** The settings of the queue for this medium. Seconds here, where the participant has milliseconds. */
export const queueMediaSettings = model({
  alertingTimeoutSeconds: integer(
    "Specifies how long the agent has to answer an interaction before being marked as not responding. Unit: s.",
  ),
  autoAnswerAlertToneSeconds: number(
    "Specifies the duration of the alerting sound to be played for auto answered interactions. Unit: s.",
  ),
  manualAnswerAlertToneSeconds: number(
    "Specifies the duration of the alerting sound to be played for manually answered interactions. Unit: s.",
  ),
  enableAutoAnswer: flag("Flag to indicate if auto answer is enabled for the given media type or media subtype."),
});
export type QueueMediaSettings = z.infer<typeof queueMediaSettings>;
