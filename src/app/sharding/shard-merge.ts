import type { ReadSoFar } from "../../consumers/files/log-digest";
import type { LogPlace } from "../../consumers/files/log-source";
import type { EngineCounts } from "../../engine/ports";
import type { FaultReport } from "../../models/fault";
import type { FileOutputs } from "../../sinks/files/file-outputs";
import { ALL_STREAMS, FINAL_STREAMS, type Stream } from "../../sinks/files/streams";
import { heapFull } from "../heap-watch";
import type { SavedSummary } from "../saved-summary";
import { createSummaryCollector, type SummaryCollector } from "../summary";
import { addCounts } from "./add-counts";
import { countValues } from "./count-values";
import { Homes } from "./homes";
import { IdMerger, mergeByPlace } from "./merge-lines";
import { mergeSaved } from "./merge-saved";
import type { Batch, FromWorker, WorkerCheckpoint, ShardOptions } from "./protocol";
import type { ShardedOptions } from "./sharded-options";
import { startHere, startOnThread, type RunningShard } from "./start-shard";

/** How a merge ended. `unsound`: the log cannot be divided among shards. */
export type Ending = "done" | "unsound" | "stopped";

/** How a log is divided among shards. */
export interface MergeOptions extends Pick<
  ShardedOptions,
  "logs" | "workers" | "policy" | "overrides" | "recordBytesMax" | "until" | "checkpointRecords" | "revisions"
> {
  /** Whether the workers have no threads of their own. */
  readonly isOnOneThread?: boolean;
}

/** Where a run stands once all that lies before is written. */
export interface MergedCheckpoint {
  readonly place: LogPlace;
  readonly records: number;
  readonly read: readonly ReadSoFar[];
  readonly engines: readonly Uint8Array[];
  readonly revisionEngines: readonly Uint8Array[];
  readonly summary: SavedSummary;
}

/** Callbacks of a run as it goes. */
export interface MergeCallbacks {
  readonly onProgress: (bytesRead: number, records: number) => void;
  readonly onFault?: ((fault: FaultReport) => void) | undefined;
  /** Called as often as the order says; of a log that cannot be divided, perhaps less. */
  readonly onCheckpoint?: (checkpoint: MergedCheckpoint) => void;
}

/** The main thread's side: takes the batches of the workers, and writes them in order. */
export class ShardMerge {
  private readonly collector = createSummaryCollector();
  private readonly workers: RunningShard[];
  private readonly waiting: Batch[][];
  private readonly homes = new Homes();
  /** Of what is emitted at the end of the run. */
  private readonly last: ReadonlyMap<Stream, IdMerger>;
  private readonly latest: number[] = [];
  private records = 0;
  private readonly finished: { readonly counts: EngineCounts; readonly summary: SavedSummary }[] = [];
  private settle: { done: (ending: Ending) => void; fail: (error: unknown) => void } | undefined;

  constructor(
    private readonly options: MergeOptions,
    private readonly sink: Pick<FileOutputs, "append" | "superseded"> | undefined,
    private readonly callbacks: MergeCallbacks,
  ) {
    const { workers, logs, policy, overrides, recordBytesMax, checkpointRecords = 0, revisions = false } = options;
    const start = options.isOnOneThread === true ? startHere : startOnThread;
    this.waiting = Array.from({ length: workers }, () => []);
    const mergerOf = (stream: Stream) => new IdMerger(workers, (bytes) => this.sink?.append(stream, bytes));
    this.last = new Map(FINAL_STREAMS.map((stream) => [stream, mergerOf(stream)]));
    this.workers = Array.from({ length: workers }, (_, worker) => {
      const shard: ShardOptions = {
        logs,
        worker,
        workers,
        policy,
        overrides,
        recordBytesMax,
        checkpointRecords,
        revisions,
        isWriting: sink !== undefined,
      };
      return start(shard, {
        onMessage: (message) => this.guard(() => this.take(worker, message)),
        onError: (error) =>
          this.settle?.fail(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? heapFull(this.records) : error),
      });
    });
  }

  run(signal: AbortSignal): Promise<Ending> {
    return new Promise((resolve, reject) => {
      this.settle = { done: resolve, fail: reject };
      signal.addEventListener("abort", () => resolve("stopped"), { once: true });
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }

  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.settle?.fail(error);
    }
  }

  private take(worker: number, message: FromWorker): void {
    switch (message.type) {
      case "batch":
        if (message.phase === "views") return this.takeViews(worker, message);
        this.waiting[worker]?.push(message);
        return this.mergeComplete();
      case "read":
        this.latest.push(message.latest);
        if (this.latest.length === this.workers.length) this.finishAll();
        return;
      case "unsound":
        return this.settle?.done("unsound");
      case "done":
        this.finished[worker] = { counts: message.counts, summary: message.summary };
        for (const merger of this.last.values()) merger.end(worker);
        if (this.finished.filter(Boolean).length === this.workers.length) this.settle?.done("done");
    }
  }

  private finishAll(): void {
    const until = Math.max(this.options.until ?? -Infinity, ...this.latest);
    for (const worker of this.workers) worker.send({ type: "finish", until });
  }

  /** Writes the batches of a range once all workers have sent theirs. */
  private mergeComplete(): void {
    while (this.waiting.every((queue) => queue.length > 0)) {
      const batches = this.waiting.flatMap((queue) => queue.shift() ?? []);
      if (!this.homes.take(batches)) return this.settle?.done("unsound");
      for (const stream of ALL_STREAMS) {
        const lines = batches.flatMap((batch) => batch.lines[stream] ?? []);
        mergeByPlace(lines, (bytes) => this.sink?.append(stream, bytes));
      }
      this.takeCounted(batches);
      const [first] = batches;
      first?.damaged.forEach(this.collector.damage);
      if (first?.phase === "log") {
        this.records = first.records;
        this.callbacks.onProgress(first.bytesRead, first.records);
        this.mergeCheckpoints(
          batches.map(({ checkpoint }) => checkpoint).filter((checkpoint) => checkpoint !== undefined),
        );
      }
      for (const worker of this.workers) worker.send({ type: "go" });
    }
  }

  private mergeCheckpoints(all: readonly WorkerCheckpoint[]): void {
    const [first] = all;
    if (first === undefined || all.length < this.workers.length) return;
    const summary = mergeSaved([this.collector.save(), ...all.map((checkpoint) => checkpoint.summary)]);
    const engines = all.flatMap((checkpoint) => checkpoint.engines.engines);
    const revisionEngines = all.flatMap((checkpoint) => checkpoint.engines.revisionEngines);
    const { place, read } = first;
    this.callbacks.onCheckpoint?.({ place, read, records: this.records, engines, revisionEngines, summary });
  }

  private takeCounted(batches: readonly Batch[]): void {
    countValues(batches, this.collector);
    for (const { faults, superseded } of batches) {
      for (const fault of faults) this.callbacks.onFault?.(fault);
      for (const [conversationId, revision] of superseded) this.sink?.superseded({ conversationId, revision });
    }
  }

  private takeViews(worker: number, batch: Batch): void {
    this.takeCounted([batch]);
    for (const [stream, merger] of this.last) {
      const lines = batch.lines[stream];
      if (lines !== undefined) merger.add(worker, lines);
    }
    this.workers[worker]?.send({ type: "go" });
  }

  counts(): EngineCounts {
    return addCounts(this.finished.filter(Boolean).map(({ counts }) => counts));
  }

  /** The summary of all workers; of a run that was stopped, only how many records were read. */
  summary(): ReturnType<SummaryCollector["summary"]> {
    const counts = this.counts();
    const parts = this.finished.filter(Boolean).map(({ summary }) => summary);
    if (parts.length === this.workers.length)
      return createSummaryCollector(mergeSaved([this.collector.save(), ...parts])).summary(counts);
    const whole = this.collector.summary(counts);
    return { ...whole, records: { ...whole.records, read: this.records } };
  }
}
