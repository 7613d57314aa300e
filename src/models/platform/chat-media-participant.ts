import type { z } from "zod";

import { mediaParticipant } from "./media-participant";
import { model, text } from "./schema";

/** A flat participant of a chat. */
export const chatMediaParticipant = model({
  ...mediaParticipant.shape,
  roomId: text("The ID of the chat room."),
  avatarImageUrl: text("If available, the URI to the avatar image of this communication."),
});
export type ChatMediaParticipant = z.infer<typeof chatMediaParticipant>;
