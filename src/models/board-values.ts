import { z } from "zod";

/** An instant as boards have it. */
export const dated = z.string().describe("ISO-8601, UTC, milliseconds.");

/** A number that may be unknown. */
export const unknowable = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().describe("null: not known, as nothing was seen that it could be derived from. 0 is a known zero.");
