import type { z } from "zod";

import { instant, model, one, openEnum, text } from "./schema";

const STATE_VALUES = ["pending", "active", "complete", "canceled", "failed", "timeout", "unknown"];

/** Transfer initiator. */
export const transferInitiator = model({
  userId: text("The id of the user who initiated the command if it was initiated by a user."),
});
export type TransferInitiator = z.infer<typeof transferInitiator>;

/** Transfer modified by. */
export const transferModifiedBy = model({
  id: text("The id of the user if the updater is an internal user."),
  selfUri: text("The URI for the user if the updater is an internal user."),
});
export type TransferModifiedBy = z.infer<typeof transferModifiedBy>;

/** Transfer destination. */
export const transferDestination = model({
  userId: text("The id of the user if the command destination is a user."),
  address: text("The destination address if the command destination is an endpoint."),
});
export type TransferDestination = z.infer<typeof transferDestination>;

/** One of the last transfer commands of the conversation. */
export const transfer = model({
  id: text("The id of the command."),
  state: openEnum(STATE_VALUES, "State."),
  dateIssued: instant("The date/time that this command was issued."),
  initiator: one(transferInitiator, "Initiator."),
  modifiedBy: one(transferModifiedBy, "Modified by."),
  destination: one(transferDestination, "Destination."),
  transferType: openEnum(["attended", "unattended"], "The type of transfer to perform."),
});
export type Transfer = z.infer<typeof transfer>;
