import { z } from "zod";

import { queueRow } from "./board-rows";
import { dated } from "./board-values";
import { gapRecord } from "./gap-record";

/** Waits that ended within a range of time, by any outcome. */
export const rangeCounts = queueRow.pick({
  offered: true,
  answered: true,
  abandoned: true,
  shortAbandoned: true,
  serviceLevel: true,
  answeredInTarget: true,
  judged: true,
  answerRate: true,
  abandonRate: true,
  averageAnswerMs: true,
  mayLack: true,
});
export type RangeCounts = z.infer<typeof rangeCounts>;

/** A queue over a range of time. */
export const rangeRow = rangeCounts.extend({ queueId: z.string() });
export type RangeRow = z.infer<typeof rangeRow>;

/** A range of the data's time, its end not in it. */
export const boardRange = z.object({
  from: dated,
  to: dated,
  heldFrom: dated
    .nullable()
    .describe(
      "From when on nothing is missing: the first news, or later where older conversations were evicted; null before any.",
    ),
  heldTo: dated.nullable().describe("The instant that is now in the data: what lies behind it is yet to come."),
  gaps: z
    .array(gapRecord)
    .describe("The gaps in the data within the range: waits may have ended there that nobody saw."),
  conversations: z.int().describe("Those that went on within the range, of what the board holds."),
  totals: rangeCounts,
  queues: z.array(rangeRow).describe("By id; those in which a wait ended."),
});
export type BoardRange = z.infer<typeof boardRange>;
