import type { z } from "zod";

import { instant, listOf, model, one, text } from "./schema";

/** A pointer to another object of the platform: a user, queue, team, group, script, contact, organisation, skill or division. Empty pointers arrive as `{}`. */
export const reference = model({
  id: text("The ID of the resource."),
  name: text("The name of the resource."),
  selfUri: text("Address of the object in the REST API."),
  dateDivisionUpdated: instant("The time the entity division was last updated."),
});
export type Reference = z.infer<typeof reference>;

/** The division that the conversation belongs to, and the objects that put it there. */
export const divisionMembership = model({
  division: one(reference, "A reference to another domain entity."),
  entities: listOf(reference, "Entities."),
});
export type DivisionMembership = z.infer<typeof divisionMembership>;
