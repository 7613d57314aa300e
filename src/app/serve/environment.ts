import type { z } from "zod";

import { AppError } from "../../models/app-error";

/** The variables of an environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables by their schema. Throws `AppError`, naming the variable, where one says something that cannot be. */
export function readEnvironment<Read>(schema: z.ZodType<Read>, environment: Environment): Read {
  const read = schema.safeParse(environment);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new AppError("wrongUse", `${String(issue?.path[0])}: ${issue?.message ?? ""}`, "See docs/operations.md.");
}
