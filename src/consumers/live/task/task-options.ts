import type { Log } from "../port/log";
import type { FoldOptions } from "../fold/fold-options";
import type { WriterOptions } from "../port/port";
import type { TroubleKind } from "./troubles";

/** How a partition is served. Example: `checkpointMs` 5000 writes changed conversations every five seconds. */
export interface TaskOptions extends FoldOptions, WriterOptions {
  /** How often changed conversations are written while there is more to read. */
  readonly checkpointMs: number;
  readonly log: Log;
  readonly onTransaction: (outcome: "committed" | "failed", ms: number) => void;
  /** Called for each batch that was committed, with the time since its first record's own timestamp. */
  readonly onProcessed: (delayMs: number) => void;
  /** A partition failed, and is opened again where that may help. */
  readonly onReopened: (kind: TroubleKind) => void;
  readonly onRestored: (ms: number, bytes: number) => void;
}

/** What a worker needs of that for its partitions together. */
export type SharedOptions = Pick<
  TaskOptions,
  "topics" | "groupId" | "kind" | "policies" | "gaps" | "log" | "onReopened"
>;
