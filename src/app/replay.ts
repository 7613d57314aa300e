import { findLog, STANDARD_INPUT, type FoundLog } from "../consumers/files/inputs";
import { LogDigest } from "../consumers/files/log-digest";
import { readLog, type LogPlace, type ReadingNews } from "../consumers/files/log-source";
import { Batcher } from "../engine/batcher";
import { createEngine, type Engine } from "../engine/engine";
import type { EngineCounts, Outputs } from "../engine/ports";
import type { FaultReport } from "../models/fault";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import { fanOut, faultsTo } from "../sinks/fan-out";
import { claimOutputs, type Claim } from "../sinks/files/claim";
import { openFileOutputs, type FileOutputs } from "../sinks/files/file-outputs";
import { decodeEngine, readCheckpoint, saveEngine, writeCheckpoint, type Checkpoint } from "./checkpoint";
import { identifyRun, type RunIdentity } from "./run-identity";
import { watchHeap, type HeapWatch } from "./heap-watch";
import { createSummaryCollector, type Summary } from "./summary";

/** What a replay is to do. */
export interface ReplayOrder {
  readonly logs: readonly string[];
  readonly out: string | undefined;
  readonly replaceOut: boolean;
  readonly policy: Policy;
  readonly recordBytesMax: number;
  /** As-of at the end; the log's latest instant where not given. */
  readonly until: Instant | undefined;
  /** What else decides the outcome, for telling whether a checkpoint is of the same run. */
  readonly settings?: unknown;
  /** Goes on from the checkpoint of a run that was stopped or killed, if it left one. */
  readonly resume?: boolean;
  /** Told what is written, too. */
  readonly alsoTo?: Outputs;
  /** Told of each fault of our own in the work on a record or a conversation; the run goes on. */
  readonly onFault?: ((fault: FaultReport) => void) | undefined;
  /** After how many records a checkpoint is written; 0 for none. */
  readonly checkpointRecords?: number;
}

/** How far a replay has come. `bytesAll` is 0 where the size is not known (standard input). */
export interface ReplayProgress {
  readonly bytesRead: number;
  readonly bytesAll: number;
  readonly records: number;
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

/**
 * Replays a log through the engine into files and a summary. Throws `AppError` where input or output fails before or
 * while it runs. `signal` stops it cleanly: what was written stays beside, under a name that says it is not whole, with
 * a checkpoint to go on from.
 */
export async function replay(
  order: ReplayOrder,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  const { out, replaceOut: replace, resume = false } = order;
  const claim = out === undefined ? undefined : claimOutputs(out, { replace, resume });
  try {
    return await replayInto(order, claim, onProgress, signal);
  } finally {
    claim?.release();
  }
}

async function replayInto(
  order: ReplayOrder,
  claim: Claim | undefined,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  const heap = watchHeap();
  const run = new ReplayRun(order, claim, heap);
  try {
    await run.readAll(onProgress, signal);
    return signal.aborted ? run.stop() : run.finish();
  } catch (error) {
    run.abandon();
    throw error;
  } finally {
    heap.end();
  }
}

/** One replay, from its log, or from its checkpoint, to its files. */
class ReplayRun {
  private readonly files;
  private readonly skippedFiles: FoundLog["skipped"];
  private readonly identity: RunIdentity;
  private readonly digest: LogDigest;
  private readonly resumed: Checkpoint | undefined;
  private readonly collector;
  private readonly sink: FileOutputs | undefined;
  private readonly engine: Engine;
  private readonly outputs: Outputs;
  private readonly batcher: Batcher;
  private place: LogPlace;
  private records: number;

  constructor(
    private readonly order: ReplayOrder,
    claim: Claim | undefined,
    private readonly heap: HeapWatch,
  ) {
    const { out, policy } = order;
    const found = findLog(order.logs);
    this.files = found.files;
    this.skippedFiles = found.skipped;
    this.identity = identifyRun(this.files, order);
    this.resumed =
      order.resume === true && out !== undefined ? readCheckpoint(out, this.identity, this.files) : undefined;
    this.digest = new LogDigest(this.resumed?.read);
    this.collector = createSummaryCollector(this.resumed?.summary);
    this.sink = claim && openFileOutputs(claim, this.resumed?.outputs);
    const all = [this.sink, this.collector, order.alsoTo, faultsTo(order.onFault)].filter((one) => one !== undefined);
    this.outputs = fanOut(all);
    this.engine = createEngine(policy, this.outputs);
    this.batcher = new Batcher(this.engine, this.collector.record);
    for (const engine of this.resumed?.engines ?? []) this.engine.load(decodeEngine(engine));
    this.place = this.resumed?.place ?? { file: 0, bytes: 0, line: 1 };
    this.records = this.resumed?.records ?? 0;
  }

  async readAll(onProgress: (progress: ReplayProgress) => void, signal: AbortSignal): Promise<void> {
    const { recordBytesMax, checkpointRecords = CHECKPOINT_RECORDS } = this.order;
    const bytesAll = this.files.reduce((sum, { bytes }) => sum + bytes, 0);
    let bytesRead = 0;
    let next: LogPlace | undefined;
    let saved = this.records;
    const news: ReadingNews = {
      from: this.place,
      onBytes: (bytes) => (bytesRead += bytes),
      ...(this.isResumable() && { onChunk: (file: number, chunk: Uint8Array) => this.digest.take(file, chunk) }),
      onDamage: this.collector.damage,
      onForeign: this.collector.foreign,
      onPlace: (place) => (next = place),
    };
    for await (const batch of readLog(this.files, recordBytesMax, news)) {
      for (const record of batch) this.batcher.take(record, undefined);
      this.records += batch.length;
      onProgress({ bytesRead, bytesAll, records: this.records });
      if (next === undefined) continue;
      [this.place, next] = [next, undefined];
      const isDue = this.records - saved >= checkpointRecords || this.heap.isFilling(this.records);
      if (!(checkpointRecords > 0 && isDue) && !signal.aborted) continue;
      this.save();
      saved = this.records;
      if (signal.aborted) return;
    }
  }

  /** Standard input cannot be read again, so a run of it is not resumed. */
  private isResumable(): boolean {
    return this.order.out !== undefined && this.files.every(({ path }) => path !== STANDARD_INPUT);
  }

  /** Where what it holds cannot be saved whole, the checkpoint before stands: whoever resumed without it would lose it. */
  private save(): void {
    this.batcher.flush();
    const { out } = this.order;
    if (out === undefined || this.sink === undefined || !this.isResumable()) return;
    const engine = saveEngine(this.engine, this.outputs);
    if (engine === undefined) return;
    const { identity: run, place, records } = this;
    const said = { read: this.digest.soFar(), outputs: this.sink.sync(), summary: this.collector.save() };
    writeCheckpoint(out, { run, place, records, engines: [engine], ...said });
  }

  stop(): ReplayResult {
    const { counts, summary } = this.sumUp();
    return { summary, counts, partial: this.sink?.abandon(), isStopped: true };
  }

  finish(): ReplayResult {
    this.batcher.flush();
    this.engine.finish(this.order.until);
    const { counts, summary } = this.sumUp();
    this.sink?.commit(summary);
    return { summary, counts, partial: undefined, isStopped: false };
  }

  private sumUp(): { readonly counts: EngineCounts; readonly summary: Summary } {
    const counts = this.engine.counts();
    return { counts, summary: { ...this.collector.summary(counts), skippedFiles: this.skippedFiles } };
  }

  abandon(): void {
    this.sink?.abandon();
  }
}
