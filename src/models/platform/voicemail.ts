import type { z } from "zod";

import { model, openEnum, text } from "./schema";

/** The voicemail of a callback. */
export const voicemail = model({
  id: text("The voicemail id."),
  uploadStatus: openEnum(
    ["pending", "complete", "failed", "timeout", "none"],
    "current state of the voicemail upload.",
  ),
});
export type Voicemail = z.infer<typeof voicemail>;
