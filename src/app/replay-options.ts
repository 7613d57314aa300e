import type { EffectivePolicy } from "./effective-policy";
import type { EngineCounts, Outputs, RecordOutcome } from "../engine/ports";
import type { Decoded } from "../models/decoded";
import type { FaultReport } from "../models/fault";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { TablesOptions } from "../sinks/tables/write-tables";
import type { GapOptions } from "../engine/gaps/log-gaps";
import type { PlayedShare } from "./play-pace";
import type { Summary } from "./summary";

/** What a replay is to do. */
export interface ReplayOptions extends GapOptions {
  readonly logs: readonly string[];
  readonly out: string | undefined;
  readonly replaceOut: boolean;
  readonly policy: Policy;
  readonly recordBytesMax: number;
  /** As-of at the end; the log's latest instant where not given. */
  readonly until: Instant | undefined;
  /** What the policy comes to, to see whether a checkpoint is of the same run. */
  readonly settings?: EffectivePolicy | undefined;
  /** Goes on from the checkpoint of a run that was stopped or killed, if it left one. */
  readonly resume?: boolean;
  /** Whether every change is written too, beside what stands. */
  readonly revisions?: boolean | undefined;
  /** Tables that are made of the files of lines at the end, for other tools. */
  readonly tables?: TablesOptions | undefined;
  /** Called with what is written, too. */
  readonly alsoTo?: Outputs;
  /** Called with each record and what became of it. */
  readonly onRecord?: ((record: Decoded, outcome: RecordOutcome) => void) | undefined;
  /** Called with each fault of our own in the work on a record or a conversation; the run goes on. */
  readonly onFault?: ((fault: FaultReport) => void) | undefined;
  /** After how many records a checkpoint is written; 0 for none. */
  readonly checkpointRecords?: number;
}

/** How far a replay has come. `bytesAll` is 0 where the size is not known (standard input). */
export interface ReplayProgress {
  readonly bytesRead: number;
  readonly bytesAll: number;
  readonly records: number;
  /** Of a log that is played at a pace: how much has been played. Undefined until its end is known. */
  readonly played?: PlayedShare | undefined;
}

/** How a replay ended. `partial`: it was stopped, and this is where what it had written lies. */
export interface ReplayResult {
  readonly summary: Summary;
  readonly counts: EngineCounts;
  readonly partial: string | undefined;
  readonly isStopped: boolean;
}

/** A checkpoint of a large log takes about a second; this is about once a minute. */
export const CHECKPOINT_RECORDS = 500_000;
