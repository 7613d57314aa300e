import type { z } from "zod";

import { integer, model, one, text } from "./schema";

/** Journey customer. */
export const journeyCustomer = model({
  id: text(
    "An ID of a customer within the Journey System at a point-in-time. Note that a customer entity can have multiple customerIds based on the stitching process. Depending on the context within the platform conversation, this may or may not be mutable.",
  ),
  idType: text("The type of the customerId within the Journey System (e.g. cookie)."),
});
export type JourneyCustomer = z.infer<typeof journeyCustomer>;

/** Journey customer session. */
export const journeyCustomerSession = model({
  id: text("An ID of a Customer/User's session within the Journey System at a point-in-time."),
  type: text("The type of the Customer/User's session within the Journey System (e.g. web, app)"),
});
export type JourneyCustomerSession = z.infer<typeof journeyCustomerSession>;

/** Journey action map. */
export const journeyActionMap = model({
  id: text("The ID of the actionMap in the Journey System which triggered this action."),
  version: integer("The version number of the actionMap in the Journey System at the time this action was triggered."),
});
export type JourneyActionMap = z.infer<typeof journeyActionMap>;

/** Journey action. */
export const journeyAction = model({
  id: text("The ID of an action from the Journey System (an action is spawned from an actionMap)"),
  actionMap: one(journeyActionMap, "Details about the action map from the Journey System which triggered this action."),
});
export type JourneyAction = z.infer<typeof journeyAction>;

/** What the web-journey system knew at this point of the conversation. */
export const journeyContext = model({
  customer: one(
    journeyCustomer,
    "A subset of the Journey System's customer data at a point-in-time (for external linkage and internal usage/context)",
  ),
  customerSession: one(
    journeyCustomerSession,
    "A subset of the Journey System's tracked customer session data at a point-in-time (for external linkage and internal usage/context)",
  ),
  triggeringAction: one(
    journeyAction,
    "A subset of the Journey System's action data relevant to a part of a conversation (for external linkage and internal usage/context)",
  ),
});
export type JourneyContext = z.infer<typeof journeyContext>;
