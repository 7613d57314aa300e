import { z } from "zod";

/** An error as RFC 9457 writes it. */
export const problem = z.object({
  type: z.string().describe("about:blank, or a name of this API."),
  title: z.string(),
  status: z.int(),
  code: z.string().describe("Stable, for programmes."),
  detail: z.string().optional().describe("What to do next."),
});
export type Problem = z.infer<typeof problem>;
