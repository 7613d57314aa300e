import { z } from "zod";

import { dated, unknowable } from "./board-values";
import { deadlineStatus } from "./deadline";
import { rejectionRecord } from "./view";

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
  windowCloses: dated
    .nullable()
    .describe(
      "When the calling window of an open promise closes; of one that does not surely lie in one, the last before it.",
    ),
  warnFrom: dated.nullable().describe("From when on that is pressing: by the policy's lead time before."),
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

/** A rejection as the board lists it. */
export const rejectRow = rejectionRecord.omit({ type: true, schemaVersion: true });
export type RejectRow = z.infer<typeof rejectRow>;
