import { z } from "zod";

/** Why it is known that data are missing. */
export const GAP_REASONS = ["declared", "missingOffsets", "damagedFile"] as const;
export type GapReason = (typeof GAP_REASONS)[number];

const dated = z.string().describe("ISO-8601, UTC, milliseconds.");

/** A gap as outputs show it. */
export const gapRecord = z.object({
  from: dated.optional().describe("Missing where it is not known since when."),
  to: dated.optional().describe("The first instant after it; missing where it is not known until when."),
  reason: z.enum(GAP_REASONS),
  topic: z.string().optional(),
  partition: z.int().optional().describe("Where one partition alone lacks records."),
  detail: z.string().optional().describe("Which offsets, or which file."),
});
export type GapRecord = z.infer<typeof gapRecord>;
