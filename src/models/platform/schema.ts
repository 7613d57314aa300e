import { z } from "zod";

import { isInstantText } from "../instant";

/**
 * The vocabulary in which the platform's documents are written down. Every field is optional and may be null, every
 * object may carry fields that are not listed, and every enum is open: the platform only ever adds.
 */

/** An object of the platform. Unknown fields pass through untouched. */
export const model = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.looseObject(shape);

/** Free text. */
export const text = (meaning: string) => z.string().nullish().describe(meaning);

/** Several texts. */
export const texts = (meaning: string) => z.array(z.string()).nullish().describe(meaning);

/** Texts by free keys: attributes and the like. */
export const textByKey = (meaning: string) => z.record(z.string(), z.string()).nullish().describe(meaning);

/** True, false or not said. */
export const flag = (meaning: string) => z.boolean().nullish().describe(meaning);

/** A whole number; JSON writes 3 and 3.0 alike. */
export const integer = (meaning: string) => z.number().int().nullish().describe(meaning);

/** Any finite number. */
export const number = (meaning: string) => z.number().nullish().describe(meaning);

/** An ISO-8601 instant with a zone. */
export const instant = (meaning: string) =>
  z.string().refine(isInstantText, "not an ISO-8601 instant with a zone").nullish().describe(meaning);

/** An instant in milliseconds since 1970, as the detail events write it. */
export const epochMs = (meaning: string) => z.number().int().nullish().describe(`${meaning} Unit: epoch ms.`);

/** A text of which some values are known. Others are kept as they are and counted. */
export const openEnum = (known: readonly string[], meaning: string) =>
  z
    .string()
    .nullish()
    .describe(`${meaning} Known: ${known.join(", ")}.`);

/** Another object. */
export const one = <Schema extends z.ZodType>(schema: Schema, meaning: string) => schema.nullish().describe(meaning);

/** Several other objects. */
export const listOf = <Schema extends z.ZodType>(schema: Schema, meaning: string) =>
  z.array(schema).nullish().describe(meaning);

/** One of two forms that the same field has in different documents. */
export const either = <First extends z.ZodType, Second extends z.ZodType>(
  first: First,
  second: Second,
  meaning: string,
) => z.union([first, second]).describe(meaning);

/** A value whose inside is not modelled. */
export const anything = z.unknown();
