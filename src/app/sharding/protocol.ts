import type { ReadSoFar } from "../../consumers/files/log-digest";
import type { DamagedFile, LogPlace } from "../../consumers/files/log-source";
import type { EngineCounts } from "../../engine/ports";
import type { FaultReport } from "../../models/fault";
import type { Instant } from "../../models/instant";
import type { Stream } from "../../sinks/files/streams";
import type { SavedSuperseded } from "../../sinks/files/superseded";
import type { RunSpans } from "../../models/policy-values";
import type { PolicyDocument } from "../policy";
import type { SavedEngines } from "../run-engines";
import type { SavedSummary } from "../saved-summary";

/** What a worker is started with. */
export interface ShardOptions {
  readonly logs: readonly string[];
  readonly worker: number;
  readonly workers: number;
  readonly policy: PolicyDocument;
  readonly overrides: Partial<RunSpans>;
  readonly recordBytesMax: number;
  /** After how many records of the log all send their state; 0 for never. */
  readonly checkpointRecords: number;
  /** Whether every change is wanted too, beside what stands. */
  readonly revisions: boolean;
  /** Whether lines are wanted, or only the summary. */
  readonly isWriting: boolean;
}

/** Lines of one output file, in the worker's order. Each has its place among those of all workers, and its length. */
export interface Lines {
  readonly bytes: Uint8Array;
  readonly places: Float64Array;
  readonly lengths: Uint32Array;
  /** The conversations of what is emitted at the end of a run: that goes by their ids, not by place. */
  readonly ids?: readonly string[];
}

/** What a worker emits for a range of the log. All workers cut it at the same records. */
export interface Batch {
  readonly type: "batch";
  readonly phase: "log" | "overdue" | "views";
  readonly bytesRead: number;
  readonly records: number;
  readonly lines: Readonly<Partial<Record<Stream, Lines>>>;
  /** Numbers as they were emitted: place, number of the name, value, value before; NaN is none. */
  readonly values: Float64Array;
  readonly names: readonly string[];
  /** Enum values that are not known, with their places. */
  readonly unknown: readonly (readonly [number, string])[];
  /** Hashes of conversations that this worker saw for the first time. */
  readonly conversations: Float64Array;
  readonly faults: readonly FaultReport[];
  /** Emissions that no longer stand. */
  readonly superseded: SavedSuperseded;
  /** Files that could not be read to their end. */
  readonly damaged: readonly DamagedFile[];
  /** The state of the worker after all that, where a run may be resumed. */
  readonly checkpoint?: WorkerCheckpoint;
}

/** The state of a worker at a place of the log. */
export interface WorkerCheckpoint {
  readonly place: LogPlace;
  readonly engines: SavedEngines;
  /** What was read of each file; sent by one of the workers for all. */
  readonly read: readonly ReadSoFar[];
  readonly summary: SavedSummary;
}

/** From a worker. `unsound`: the log is such that it cannot be divided; one worker has to fold it alone. */
export type FromWorker =
  | Batch
  | { readonly type: "read"; readonly latest: Instant }
  | { readonly type: "unsound" }
  | { readonly type: "done"; readonly counts: EngineCounts; readonly summary: SavedSummary };

/** To a worker. `go`: one more batch may be sent. `finish`: the end of the log, as of an instant. `stop`: no more. */
export type ToWorker =
  { readonly type: "go" } | { readonly type: "finish"; readonly until: Instant } | { readonly type: "stop" };
