import { z } from "zod";

/** Names for ids, from the operator's file. */
export const nameBook = z.object({
  queues: z.record(z.string(), z.string()).default({}),
  users: z.record(z.string(), z.string()).default({}),
  wrapupCodes: z.record(z.string(), z.string()).default({}),
});
export type NameBook = z.infer<typeof nameBook>;
