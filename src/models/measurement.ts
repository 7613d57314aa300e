import { z } from "zod";

import type { Instant } from "./instant";
import type { Limits } from "./limits";
import type { Position } from "./position";
import { SCHEMA_VERSION } from "./schema-version";
import type { Term } from "./term";
import type { Ties } from "./ties";
import type { CommunicationTimeline } from "./timeline";

/** How a number is known. `reported`: both ends dated by the platform. The others say what the weakest end rests on. */
export const origin = z.enum(["reported", "observed", "inferred", "timedOut"]);
export type Origin = z.infer<typeof origin>;

/** Where a record came from, as outputs show it. */
export const evidence = z.union([
  z.object({ topic: z.string().optional(), partition: z.int(), offset: z.int(), item: z.int().optional() }),
  z.object({ file: z.string(), line: z.int(), part: z.int().optional(), item: z.int().optional() }),
]);

/** Who and what a measurement or deadline is about. */
export const subject = {
  conversationId: z.string(),
  participantId: z.string().optional().describe("Absent on what concerns the conversation as a whole."),
  communicationId: z.string().optional().describe("Absent where no record named the communication."),
  mediaType: z.string().optional(),
  direction: z.string().optional(),
  purpose: z.string().optional(),
  userId: z.string().optional(),
  queueId: z.string().optional(),
};

/** One line of `measurements`: a number, or the retraction of one. The last line of an id is its final one. */
export const measurementRecord = z.object({
  type: z.literal("measurement"),
  schemaVersion: z.literal(SCHEMA_VERSION),
  id: z
    .string()
    .describe(
      "<conversationId>/<communication>/<name>, and /<start ms> for what may repeat (a promise: /<made ms>-<due ms>).",
    ),
  revision: z.int().positive().describe("Rises with every change of the conversation."),
  ...subject,
  disconnectType: z
    .string()
    .optional()
    .describe("On numbers that became final with or after the end of the communication."),
  name: z.string(),
  value: z.int().optional().describe("Whole milliseconds, or a count. Absent on a retraction."),
  emitDate: z.string().optional().describe("The instant at which the number became final."),
  origin: origin.optional(),
  evidence: z.array(evidence).optional().describe("The records that set its start and its end."),
  retracted: z.literal(true).optional(),
  replacedBy: z.string().optional().describe("The id of the number that takes the place of a retracted one."),
  gap: z
    .literal(true)
    .optional()
    .describe("A gap in the data lies in its time: it may be wrong. The gaps stand in the conversation's view."),
});
export type MeasurementRecord = z.infer<typeof measurementRecord>;

/** A number that a definition derives. `key` (its start in epoch ms) distinguishes those that may repeat on one communication. */
export interface MeasurementValue {
  readonly value: number;
  readonly emittedAt: Instant;
  readonly key?: string | undefined;
  readonly origin: Origin;
  readonly evidence: readonly Position[];
}

/** What a measurement is: its meaning for people, and the function that derives it. */
export interface MeasurementDefinition {
  readonly name: string;
  readonly unit: "ms" | "count";
  readonly meaning: string;
  /** Who carries it, in words. */
  readonly on: string;
  /** Purposes that can carry it; it is not derived on others. Undefined: any. */
  readonly purposes: readonly string[] | undefined;
  readonly emitted: string;
  /** `platform`: name and meaning are the platform's own. `convofold`: ours. */
  readonly source: "platform" | "convofold";
  /** Whether it stands on a communication that was first seen already ended. */
  readonly whenIncomplete: boolean;
  /** Whether it adds over parts of the communication: it is not emitted of a conversation that grew past its bound. */
  readonly isSum?: true;
  /**
   * The pieces of which its value is the sum, for whoever asks why; counts have none, they are 1. `key` is that of the value where several
   * may stand on one communication.
   */
  readonly terms?: (communication: CommunicationTimeline, ties: Ties, key: string | undefined) => readonly Term[];
  /** What the log says of it besides: the platform's total where it is the sum of what was seen, else what was seen. */
  readonly beside?: (communication: CommunicationTimeline, ties: Ties, key: string | undefined) => readonly Term[];
  readonly derive: (communication: CommunicationTimeline, ties: Ties, limits: Limits) => readonly MeasurementValue[];
}
