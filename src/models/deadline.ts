import { z } from "zod";

import type { Dated } from "./dated";
import type { Instant } from "./instant";
import type { Limits } from "./limits";
import { evidence, SCHEMA_VERSION, subject } from "./measurement";
import type { Position } from "./position";
import type { CommunicationTimeline, ConversationTimeline } from "./timeline";

/**
 * `pending`: not yet due. `met`: it came at or before the due instant and the kind's tolerance. `late`: it came after.
 * `overdue`: due, settled and still open. `missed`: its communication ended, at or after the due instant, without it.
 * `cancelled`: it became moot before it was due.
 */
export const deadlineStatus = z.enum(["pending", "met", "late", "overdue", "missed", "cancelled"]);
export type DeadlineStatus = z.infer<typeof deadlineStatus>;

/** One line of `deadlines`: a change of a promise's status, or its retraction. */
export const deadlineRecord = z.object({
  type: z.literal("deadline"),
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: z.string(),
  revision: z.int().positive(),
  ...subject,
  kind: z.string(),
  dueAt: z.string().optional(),
  status: deadlineStatus.optional(),
  metAt: z.string().optional().describe("When what it waited for came."),
  asOf: z.string().describe("The instant as of which this was decided."),
  evidence: z.array(evidence).optional(),
  retracted: z.literal(true).optional(),
  replacedBy: z.string().optional(),
});
export type DeadlineRecord = z.infer<typeof deadlineRecord>;

/** A promise that a definition derives. `key` tells several of one kind on one communication apart. */
export interface DeadlineValue {
  readonly key: string | undefined;
  readonly dueAt: Instant;
  readonly toleranceMs: number;
  /** When what it waits for came. */
  readonly met: Dated | undefined;
  /** When it became moot without that. */
  readonly closed: Dated | undefined;
  readonly evidence: readonly Position[];
}

/** What a kind of deadline is: its meaning for people, and the function that derives it. */
export interface DeadlineDefinition {
  readonly kind: string;
  readonly due: string;
  readonly metBy: string;
  readonly spanFrom: string;
  /** Purposes that can make the promise; it is not derived on others. Undefined: any. */
  readonly purposes: readonly string[] | undefined;
  readonly derive: (
    communication: CommunicationTimeline,
    conversation: ConversationTimeline,
    limits: Limits,
  ) => readonly DeadlineValue[];
}
