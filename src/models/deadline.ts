import { z } from "zod";

import type { Dated } from "./dated";
import type { Instant } from "./instant";
import type { Limits } from "./limits";
import { DEADLINE_STATUSES } from "./deadline-status";
import { evidence, subject } from "./measurement";
import type { Position } from "./position";
import { SCHEMA_VERSION } from "./schema-version";
import type { Ties } from "./ties";
import type { CommunicationTimeline } from "./timeline";

/** What becomes of a deadline, as output records spell it. */
export const deadlineStatus = z.enum(DEADLINE_STATUSES);
export type DeadlineStatus = z.infer<typeof deadlineStatus>;

/** One line of `deadlines`: a change of a deadline's status, or its retraction. */
export const deadlineRecord = z.object({
  type: z.literal("deadline"),
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: z.string(),
  revision: z.int().positive(),
  ...subject,
  kind: z.string(),
  dueAt: z.string().optional(),
  status: deadlineStatus.optional(),
  warnFrom: z.string().optional().describe("From when on it is due soon, where it is."),
  metAt: z.string().optional().describe("When what it waited for came."),
  asOf: z.string().describe("The instant as of which this was decided."),
  evidence: z.array(evidence).optional(),
  retracted: z.literal(true).optional(),
  replacedBy: z.string().optional(),
  gap: z
    .literal(true)
    .optional()
    .describe("A gap in the data lies in its time: it may be wrong. The gaps stand in the conversation's view."),
});
export type DeadlineRecord = z.infer<typeof deadlineRecord>;

/** A deadline that a definition derives. `key` distinguishes several of one kind on one communication. */
export interface DeadlineValue {
  readonly key: string | undefined;
  readonly dueAt: Instant;
  readonly toleranceMs: number;
  /** From when on it is called due soon, where the policy sets a lead time. */
  readonly warnFrom?: Instant;
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
  /** Purposes that can make the deadline; it is not derived on others. Undefined: any. */
  readonly purposes: readonly string[] | undefined;
  readonly derive: (communication: CommunicationTimeline, ties: Ties, limits: Limits) => readonly DeadlineValue[];
}
