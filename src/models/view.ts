import { z } from "zod";

import { deadlineStatus } from "./deadline";
import { gapRecord } from "./gap-record";
import { SCHEMA_VERSION } from "./schema-version";

const dated = z.string().describe("ISO-8601, UTC, milliseconds.");

/** A piece of a communication's life in the view. Without `endTime` it is still going on. */
export const segmentView = z.object({
  type: z.string(),
  startTime: dated,
  endTime: dated.optional(),
  hidden: z.literal(true).optional().describe("It may hide what nobody saw: its length is not known."),
});
export type SegmentView = z.infer<typeof segmentView>;

/** After-call work in the view. */
export const afterCallWorkView = z.object({
  state: z.enum(["pending", "complete", "skipped"]),
  startTime: dated.optional(),
  endTime: dated.optional(),
  timedOut: z.literal(true).optional(),
  editedTo: dated.optional(),
});

/** One communication in the view. */
export const communicationView = z.object({
  communicationId: z.string().optional(),
  mediaType: z.string(),
  episode: z.int().positive().optional().describe("From 2 on: the life that a later connect opened."),
  state: z.string().describe("The phase: unseen, scheduled, …, connected, parked, ended."),
  since: dated.describe("When that phase began."),
  direction: z.string().optional(),
  queueId: z.string().optional(),
  connectedTime: dated.optional(),
  endTime: dated.optional(),
  disconnectType: z.string().optional(),
  incomplete: z.literal(true).optional().describe("First seen already ended: what happened in it is unknown."),
  seenFrom: dated
    .optional()
    .describe("First seen then, long after its connect: what was before is unknown, and talk and hold are inferred."),
  held: z.boolean().optional(),
  confined: z.boolean().optional(),
  muted: z.boolean().optional(),
  recordingState: z.string().optional(),
  errorCode: z.string().optional(),
  wrapupCode: z.string().optional(),
  afterCallWork: afterCallWorkView.optional(),
  queueOutcome: z.string().optional(),
  transfer: z.string().optional(),
  segments: z.array(segmentView),
  securePauses: z.array(segmentView).optional(),
  callback: z
    .object({
      state: z.string().describe("scheduled, due, attempted, answered, skipped, cancelled, expired or ended."),
      scheduledTimes: z.array(dated),
      attempts: z.array(dated),
      contactTime: dated.optional(),
      automatic: z.literal(true).optional(),
      voicemail: z.string().optional(),
      preview: z.literal(true).optional(),
      calleeZones: z
        .array(z.string())
        .optional()
        .describe(
          "In which time zones its numbers may be. Only where the policy has calendars. The numbers are in no output.",
        ),
    })
    .optional(),
  anomalies: z.record(z.string(), z.int()).optional(),
});

/** One participant in the view, with its communications in the order of their appearance. */
export const participantView = z.object({
  participantId: z.string(),
  purpose: z.string().optional(),
  userId: z.string().optional(),
  communications: z.array(communicationView),
  anomalies: z.record(z.string(), z.int()).optional(),
});

/** One line of `conversations`: the whole public view. No name, number or attribute of a person is in it. */
export const conversationRecord = z.object({
  type: z.literal("conversation"),
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: z.string(),
  revision: z.int().positive(),
  state: z
    .enum(["open", "afterCallWork", "ended", "swept"])
    .describe("Swept: it never ended, and had no news for the policy's sweep."),
  startTime: dated,
  lastNews: dated,
  sweptTime: dated
    .optional()
    .describe("On a swept one: the instant at which it was closed, the policy's sweep after its last news."),
  reopened: z
    .literal(true)
    .optional()
    .describe("A communication began when all before it had been over for longer than the lateness."),
  timeSuspect: z
    .literal(true)
    .optional()
    .describe("Its latest record lies far ahead of all others, and nothing confirms it: its dates may be wrong."),
  incomplete: z
    .literal(true)
    .optional()
    .describe(
      "It grew past its bound. Its records count, but its older ones were sealed early, and no sum of it is emitted.",
    ),
  faulted: z
    .literal(true)
    .optional()
    .describe(
      "A fault of ours came about in the work on it. A record that caused one is rejected, and not in this view.",
    ),
  retracted: z
    .literal(true)
    .optional()
    .describe(
      "The views before are taken back: it had ended long before its first record, of which nothing is emitted. In final files no such line is left.",
    ),
  policy: z
    .string()
    .optional()
    .describe(
      "The digest of the policy by which its numbers and deadlines are derived: see the summary, and `policy check`.",
    ),
  participants: z.array(participantView),
  deadlines: z.array(
    z.object({ id: z.string(), kind: z.string(), dueAt: dated, status: deadlineStatus, metAt: dated.optional() }),
  ),
  gaps: z
    .array(gapRecord)
    .optional()
    .describe("Records of it may be missing: the gaps in the data while it was open, of its partition or of all."),
});
export type ConversationRecord = z.infer<typeof conversationRecord>;
export type ParticipantView = z.infer<typeof participantView>;
export type CommunicationView = z.infer<typeof communicationView>;

/** One line of `rejects`: a record, or one participant of it, that was not folded. Values are never shown. */
export const rejectionRecord = z.object({
  type: z.literal("rejection"),
  schemaVersion: z.literal(SCHEMA_VERSION),
  topic: z.string().optional(),
  partition: z.int().optional(),
  offset: z.int().optional(),
  file: z.string().optional(),
  line: z.int().optional(),
  part: z.int().optional(),
  item: z.int().optional(),
  reason: z.string(),
  path: z.string().optional(),
  detail: z.string().optional(),
});
export type RejectionRecord = z.infer<typeof rejectionRecord>;
