import type { z } from "zod";

import { flag, integer, listOf, model, one, text, textByKey } from "./schema";

/** One detail of an error. */
export const detail = model({
  errorCode: text("Error code."),
  fieldName: text("Field name."),
  entityId: text("Entity id."),
  entityName: text("Entity name."),
});
export type Detail = z.infer<typeof detail>;

/** The limit of the platform that an error ran into. */
export const limit = model({
  key: text("Key."),
  namespace: text("Namespace."),
  value: integer("Value."),
  documented: flag("Documented."),
});
export type Limit = z.infer<typeof limit>;

/** What went wrong, on a communication that ended in error. The REST models declare two of the fields, the bodies carry all. */
export const errorBody = model({
  message: text("Friendly description of this error."),
  code: text("A code unique to this error."),
  status: integer("The HTTP status code for this message (400, 401, 403, 404, 500, etc."),
  entityId: text("Entity id."),
  entityName: text("Entity name."),
  messageWithParams: text(
    "This is the same as message except it uses template fields for variable replacement. For instance: 'User {username} was not found'.",
  ),
  messageParams: textByKey(
    "Used in conjunction with messageWithParams. These are the template parameters. For instance: UserParam.key = 'username', UserParam.value = 'john.doe'.",
  ),
  contextId: text(
    "The correlation Id or context Id for this message. If left blank the Public API will look at the HTTP response header 'ININ-Correlation-Id' instead.",
  ),
  details: listOf(detail, "Details."),
  get errors() {
    return listOf(errorBody, "Errors.");
  },
  limit: one(limit, "Limit."),
  uri: text("Uri."),
});
export type ErrorBody = z.infer<typeof errorBody>;
