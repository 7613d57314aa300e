import type { z } from "zod";

import { flag, listOf, model, text } from "./schema";

/** A column of the contact list that holds a phone number. */
export const phoneNumberColumn = model({
  columnName: text("Column name."),
  type: text("Type."),
  callableTimeColumnName: text("Callable time column name."),
});
export type PhoneNumberColumn = z.infer<typeof phoneNumberColumn>;

/** What a preview callback shows the agent before dialling. Called `outboundPreview` on the participant. */
export const dialerPreview = model({
  id: text("Identifier."),
  contactId: text("The contact associated with this preview data pop."),
  contactListId: text("The contactList associated with this preview data pop."),
  campaignId: text("The campaignId associated with this preview data pop."),
  phoneNumberColumns: listOf(phoneNumberColumn, "The phone number columns associated with this campaign."),
  callbackAutoAnswer: flag("Whether or not to auto answer the callback."),
});
export type DialerPreview = z.infer<typeof dialerPreview>;
