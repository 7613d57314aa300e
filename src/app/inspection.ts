import type { ForeignFile } from "../consumers/files/foreign-content";
import type { SkippedFile } from "../consumers/files/inputs";
import type { DamagedFile } from "../consumers/files/log-source";
import type { ReadingCounts } from "../decoding/bytes/record-reader";
import type { Position } from "../models/position";
import type { PartitionInspection } from "./partition-inspection";

/** What a log is like, before it is folded. Counts, no value of any person. */
export interface Inspection {
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly damagedFiles: readonly DamagedFile[];
  /** Files that begin as no JSON does, and what lies in the log's folders and was not read. */
  readonly foreignFiles: readonly ForeignFile[];
  readonly skippedFiles: readonly SkippedFile[];
  readonly records: number;
  readonly results: Readonly<Record<string, number>>;
  /** Where the first of each kind of rubbish lies. */
  readonly rejections: Readonly<Record<string, { readonly records: number; readonly first: Position }>>;
  readonly shapes: Readonly<Record<"wrapping" | "envelope" | "body" | "spelling", Readonly<Record<string, number>>>>;
  readonly media: Readonly<Record<string, number>>;
  readonly conversations: number;
  readonly examples: readonly string[];
  readonly span: { readonly from: string; readonly to: string } | undefined;
  readonly instants: Readonly<Record<"dated" | "undated" | "withTimestamp", number>>;
  readonly keys: Readonly<Record<"conversationId" | "other" | "none", number>>;
  readonly partitions: readonly PartitionInspection[];
  /** Conversations of which records lie in more than one partition. */
  readonly scattered: number;
  readonly lateness: LatenessInspection;
  readonly unknownValues: Readonly<Record<string, number>>;
  readonly reading: ReadingCounts;
}

/** How far records come behind the newest of their partition, and what else a lateness must reach. */
export interface LatenessInspection {
  readonly behind: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly mostMs: number;
  /** How long ago a conversation had ended, at most, when it was first seen. */
  readonly longestEndedMs: number;
  /** The longest pause between records of a conversation that may have been over. */
  readonly longestPauseMs: number;
  /** A lateness with which this log loses no number; with room to spare for what comes behind. */
  readonly proposed: string;
}
