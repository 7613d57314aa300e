import { findLog, STANDARD_INPUT, type FoundLog } from "../consumers/files/inputs";
import { LogDigest } from "../consumers/files/log-digest";
import { readLog, type LogPlace, type ReadingCallbacks } from "../consumers/files/log-source";
import type { EngineCounts, Outputs } from "../engine/ports";
import { fanOut, faultsTo } from "../sinks/fan-out";
import { claimOutputs, type Claim } from "../sinks/files/claim";
import { openFileOutputs, type FileOutputs } from "../sinks/files/file-outputs";
import { findGaps } from "./gaps/find-gaps";
import { readCheckpoint, writeCheckpoint, type Checkpoint } from "./checkpoint";
import { CHECKPOINT_RECORDS, type ReplayOptions, type ReplayProgress, type ReplayResult } from "./replay-options";
import { RunEngines, type EngineEnd } from "./run-engines";
import { commitOutputs } from "./manifest";
import { identifyRun, type RunIdentity } from "./run-identity";
import { watchHeap, type HeapWatch } from "./heap-watch";
import { createSummaryCollector, type Summary } from "./summary";

/**
 * Replays a log through the engine into files and a summary. Throws `AppError` where input or output fails before or
 * while it runs. `signal` stops it cleanly: what was written stays beside, under a name that says it is not whole, with
 * a checkpoint to go on from.
 */
export async function replay(
  options: ReplayOptions,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  const { out, replaceOut: replace, resume = false } = options;
  const claim = out === undefined ? undefined : claimOutputs(out, { replace, resume });
  try {
    return await replayInto(options, claim, onProgress, signal);
  } finally {
    claim?.release();
  }
}

async function replayInto(
  options: ReplayOptions,
  claim: Claim | undefined,
  onProgress: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  const heap = watchHeap();
  const run = new ReplayRun(options, claim, heap);
  try {
    await run.readAll(onProgress, signal);
    return signal.aborted ? run.stop() : await run.finish();
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
  private readonly engines: RunEngines;
  private readonly outputs: Outputs;
  private place: LogPlace;
  private records: number;

  constructor(
    private readonly options: ReplayOptions,
    claim: Claim | undefined,
    private readonly heap: HeapWatch,
  ) {
    const { out, policy, revisions = false } = options;
    const found = findLog(options.logs);
    this.files = found.files;
    this.skippedFiles = found.skipped;
    this.identity = identifyRun(this.files, options);
    this.resumed =
      options.resume === true && out !== undefined ? readCheckpoint(out, this.identity, this.files) : undefined;
    this.digest = new LogDigest(this.resumed?.read);
    this.collector = createSummaryCollector(this.resumed?.summary);
    this.sink = claim && openFileOutputs(claim, { resumeAt: this.resumed?.outputs, revisions });
    const toFaults = faultsTo(options.onFault);
    this.outputs = fanOut([this.sink, this.collector, options.alsoTo, toFaults]);
    const changes = revisions ? this.sink?.revisions : undefined;
    const onRecord: EngineEnd<undefined>["onRecord"] = (record, outcome) => {
      this.collector.record(record, outcome);
      options.onRecord?.(record, outcome);
    };
    this.engines = new RunEngines<undefined>(
      policy,
      { outputs: this.outputs, onRecord },
      changes && { outputs: fanOut([changes, toFaults]), onRecord: () => undefined },
    );
    if (this.resumed !== undefined) this.engines.load(this.resumed);
    this.place = this.resumed?.place ?? { file: 0, bytes: 0, line: 1 };
    this.records = this.resumed?.records ?? 0;
  }

  async readAll(onProgress: (progress: ReplayProgress) => void, signal: AbortSignal): Promise<void> {
    const { recordBytesMax, checkpointRecords = CHECKPOINT_RECORDS } = this.options;
    const bytesAll = this.files.reduce((sum, { bytes }) => sum + bytes, 0);
    let bytesRead = 0;
    let next: LogPlace | undefined;
    let saved = this.records;
    const callbacks: ReadingCallbacks = {
      from: this.place,
      onBytes: (bytes) => (bytesRead += bytes),
      ...(this.isResumable() && { onChunk: (file: number, chunk: Uint8Array) => this.digest.take(file, chunk) }),
      onDamage: this.collector.damage,
      onForeign: this.collector.foreign,
      onPlace: (place) => (next = place),
    };
    for await (const batch of readLog(this.files, recordBytesMax, callbacks)) {
      for (const record of batch) this.engines.take(record, undefined);
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
    return this.options.out !== undefined && this.files.every(({ path }) => path !== STANDARD_INPUT);
  }

  /** Where what it holds cannot be saved whole, the checkpoint before stands: whoever resumed without it would lose it. */
  private save(): void {
    this.engines.flush();
    const { out } = this.options;
    if (out === undefined || this.sink === undefined || !this.isResumable()) return;
    const engines = this.engines.save(this.outputs);
    if (engines === undefined) return;
    const { identity: run, place, records } = this;
    const [outputs, summary] = [this.sink.sync(), this.collector.save()];
    writeCheckpoint(out, { run, read: this.digest.soFar(), place, records, outputs, ...engines, summary });
  }

  stop(): ReplayResult {
    const { counts, summary } = this.sumUp();
    return { summary, counts, partial: this.sink?.abandon(), isStopped: true };
  }

  async finish(): Promise<ReplayResult> {
    this.engines.finish(this.options.until);
    const { counts, summary } = this.sumUp();
    const gaps = await findGaps(this.files, this.options.recordBytesMax, summary, this.options);
    const whole = await commitOutputs(this.sink, summary, { ...this.options, gaps });
    return { summary: whole, counts, partial: undefined, isStopped: false };
  }

  private sumUp(): { readonly counts: EngineCounts; readonly summary: Summary } {
    const counts = this.engines.counts();
    return { counts, summary: { ...this.collector.summary(counts), skippedFiles: this.skippedFiles } };
  }

  abandon(): void {
    this.sink?.abandon();
  }
}
