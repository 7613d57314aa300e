import type { z } from "zod";

import { ENUMS } from "../enums";
import { model, openEnum, text } from "./schema";

/** The voicemail of a callback. */
export const voicemail = model({
  id: text("The voicemail id."),
  uploadStatus: openEnum(ENUMS.voicemailUploadStatus.known, "current state of the voicemail upload."),
});
export type Voicemail = z.infer<typeof voicemail>;
