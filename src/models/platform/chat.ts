import type { z } from "zod";

import { communication } from "./communication";
import { journeyContext } from "./journey-context";
import { model, one, text } from "./schema";

/** One chat of a participant. */
export const chat = model({
  ...communication.shape,
  roomId: text("The room id for the chat."),
  avatarImageUrl: text("The avatar for the chat (if available)."),
  journeyContext: one(journeyContext, "Journey context."),
});
export type Chat = z.infer<typeof chat>;
