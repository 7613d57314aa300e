import { z } from "zod";

import { deadlineStatus } from "./deadline";
import { gapRecord } from "./gap-record";
import { rejectionRecord } from "./view";

const dated = z.string().describe("ISO-8601, UTC, milliseconds.");
const unknowable = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullable().describe("null: not known, as nothing was seen that it could be derived from. 0 is a known zero.");
const share = unknowable(z.number().min(0).max(1));

/** One queue, now and over the window before now. */
export const queueRow = z.object({
  queueId: z.string().nullable().describe("null: all that has no queue, so that the rows come to the totals."),
  waiting: z.int(),
  longestWaitSince: dated.nullable().describe("When the longest of the waits began; null where nobody waits."),
  alerting: z.int(),
  inProgress: z.int().describe("Agents' communications that are connected, those on hold included."),
  onHold: z.int(),
  afterCallWork: z.int(),
  offered: z.int().describe("Waits that ended within the window, by any outcome."),
  answered: z.int(),
  abandoned: z.int(),
  shortAbandoned: z.int(),
  serviceLevel: share.describe(
    "Answered within target ÷ (answered + abandoned, but for short ones), where a target is set.",
  ),
  answeredInTarget: z.int().describe("What the service level is a share of: answered within target."),
  judged: z.int().describe("Of how many: answered and abandoned, but for short ones, where a target is set."),
  answerRate: share.describe("Answered ÷ (answered + abandoned)."),
  abandonRate: share,
  averageAnswerMs: unknowable(z.number()).describe("The mean wait of those who were answered."),
  callbacksDue: z.int().describe("Callbacks whose promised instant has come, with no attempt yet."),
  callbacksOverdue: z.int().describe("Those of them that are past their tolerance."),
  mayLack: z
    .boolean()
    .describe("Records may be missing of what is counted: a gap in the data lies in it, or in the window."),
  lastNews: dated.describe("The latest news of a conversation of this queue."),
});
export type QueueRow = z.infer<typeof queueRow>;

/** A deadline that is overdue at this moment. */
export const breachRow = z.object({
  id: z.string(),
  kind: z.string().describe("The rule: see docs/deadlines.md."),
  conversationId: z.string(),
  participantId: z.string().nullable(),
  purpose: z.string().nullable(),
  userId: z.string().nullable(),
  queueId: z.string().nullable(),
  mediaType: z.string().nullable(),
  dueAt: dated,
});
export type BreachRow = z.infer<typeof breachRow>;

/** A deadline of an open conversation. */
export const deadlineRow = z.object({
  id: z.string(),
  conversationId: z.string(),
  kind: z.string(),
  dueAt: dated,
  status: deadlineStatus,
  metAt: dated.nullable(),
});
export type DeadlineRow = z.infer<typeof deadlineRow>;

/** A callback that is owed, or was tried and is not over. */
export const callbackRow = z.object({
  id: z.string(),
  conversationId: z.string(),
  customer: z.string().describe("The end of the participant's id: no name and no number."),
  queueId: z.string().nullable(),
  state: z.string(),
  dueAt: dated.nullable().describe("The promised instant that stands; null where none was promised."),
  promises: z.int(),
  attempts: z.int(),
  lastAttemptAt: dated.nullable(),
  owner: z.string().nullable().describe("The agent who has it, by id."),
  ownerUntil: dated.nullable().describe("When its owner's window ends."),
  status: z.string().nullable().describe("What has become of the promise."),
  window: z
    .enum(["inside", "outside", "unknown"])
    .nullable()
    .describe("Whether an open promise lies in the calling window of the policy; null where that has none."),
  windowCloses: dated.nullable().describe("When the calling window of an open promise closes."),
  warnFrom: dated.nullable().describe("From when on that is pressing."),
});
export type CallbackRow = z.infer<typeof callbackRow>;

/** A conversation in a list. */
export const conversationRow = z.object({
  id: z.string(),
  state: z.string(),
  phase: z
    .string()
    .describe("What it is doing now: scheduled, waiting, alerting, talking, holding, parked, wrapping, …, ended."),
  since: dated,
  startTime: dated,
  lastNews: dated,
  media: z.array(z.string()),
  queueIds: z.array(z.string()),
  userIds: z.array(z.string()),
  overdue: z.int(),
  mayLack: z.boolean().describe("Records of it may be missing: a gap in the data lies in its time."),
});
export type ConversationRow = z.infer<typeof conversationRow>;

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

/** A rejection as the board lists it. */
export const rejectRow = rejectionRecord.omit({ type: true, schemaVersion: true });
export type RejectRow = z.infer<typeof rejectRow>;

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

/** Names for ids, from the operator's file. */
export const nameBook = z.object({
  queues: z.record(z.string(), z.string()).default({}),
  users: z.record(z.string(), z.string()).default({}),
  wrapupCodes: z.record(z.string(), z.string()).default({}),
});
export type NameBook = z.infer<typeof nameBook>;

/** An error as RFC 9457 writes it. */
export const problem = z.object({
  type: z.string().describe("about:blank, or a name of this API."),
  title: z.string(),
  status: z.int(),
  code: z.string().describe("Stable, for programmes."),
  detail: z.string().optional().describe("What to do next."),
});
export type Problem = z.infer<typeof problem>;
