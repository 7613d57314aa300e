import { z } from "zod";

import { breachRow, callbackRow, queueRow } from "./board-rows";
import { dated, unknowable } from "./board-values";
import { gapRecord } from "./gap-record";

const share = unknowable(z.number().min(0).max(1));

/** The clock of what is shown. */
export const boardClock = z.object({
  at: dated.describe("This machine's clock."),
  asOf: dated.nullable().describe("The instant that the numbers hold for; null before the first news."),
  speed: z.number().min(0).describe("How many seconds of it pass in one: 1 live, 0 where it stands still."),
  source: z.enum(["simulation", "log", "topics"]),
  windowMs: z.int(),
  serviceLevelTarget: z.number().min(0).max(1),
});
export type BoardClock = z.infer<typeof boardClock>;

/** How the fold behind the board is doing. */
export const boardHealth = z.object({
  records: z
    .record(z.string(), z.int())
    .nullable()
    .describe("By what became of them; of topics, how many were read of those that are there."),
  rejections: z.record(z.string(), z.int()).describe("By reason."),
  rejectedAt: dated.nullable().describe("By this machine's clock, when there was one more; null: not since it began."),
  openConversations: z.int(),
  heldConversations: z.int().describe("Those that the board knows, ended ones included."),
  lag: z.record(z.string(), z.int()).nullable().describe("Records not read yet, by partition."),
  lastRecordAt: dated.nullable().describe("By this machine's clock, when the last record came."),
  startedAt: dated.describe("By this machine's clock, when this board began."),
  restarts: unknowable(z.int()),
  isEnded: z.boolean().describe("Nothing more will come: the log is over."),
  played: z.array(z.int()).describe("Partitions of topics in which a log is played: what they say is of another day."),
  behind: z
    .array(z.object({ partition: z.int(), latestNews: dated }))
    .describe("Partitions of topics, none of them played, that are further behind the clock than the lateness."),
  memoryBytes: unknowable(z.int()),
  gaps: z
    .array(gapRecord)
    .describe("The gaps in the data that are known, or that a shown conversation is marked with."),
});
export type BoardHealth = z.infer<typeof boardHealth>;

/** All totals that stand above the tables. */
export const boardTotals = z.object({
  open: z.int(),
  waiting: z.int(),
  longestWaitSince: dated.nullable(),
  inProgress: z.int(),
  onHold: z.int(),
  afterCallWork: z.int(),
  offered: z.int(),
  answered: z.int(),
  abandoned: z.int(),
  serviceLevel: share,
  answeredInTarget: z.int(),
  judged: z.int(),
  abandonRate: share,
  breaches: z.int(),
  callbacks: z.int().describe("All that are owed."),
  callbacksOverdue: z.int(),
});
export type BoardTotals = z.infer<typeof boardTotals>;

/** The board: one section each for what changes at its own pace. */
export const boardSections = z.object({
  clock: boardClock,
  totals: boardTotals,
  queues: z.array(queueRow).describe("By id."),
  breaches: z.array(breachRow).describe("By due instant, the longest overdue first; the first 100."),
  callbacks: z.array(callbackRow).describe("By due instant; the first 100."),
  health: boardHealth,
});
export type BoardSections = z.infer<typeof boardSections>;

/** What a server-sent `board` event holds: the sections that changed since the one before. */
export const boardNews = boardSections.partial();
export type BoardNews = z.infer<typeof boardNews>;
