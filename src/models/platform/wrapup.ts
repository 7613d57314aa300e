import type { z } from "zod";

import { flag, instant, integer, model, text, texts } from "./schema";

/** The wrap-up that an agent applied. It may be provisional: there before the after-call work has ended. */
export const wrapup = model({
  code: text("The user configured wrap up code id."),
  name: text("The user configured wrap up code name."),
  notes: text("Text entered by the agent to describe the call or disposition."),
  tags: texts("List of tags selected by the agent to describe the call or disposition."),
  durationSeconds: integer("The length of time in seconds that the agent spent doing after call work. Unit: s."),
  endTime: instant("The timestamp when the wrapup was finished."),
  provisional: flag(
    "Indicates if this is a pending save and should not require a code to be specified. This allows someone to save some temporary wrapup that will be used later.",
  ),
});
export type Wrapup = z.infer<typeof wrapup>;
