import type { MessagePort } from "node:worker_threads";

import { findInputs } from "../../consumers/files/inputs";
import { describeProblem } from "../../consumers/files/describe-problem";
import { decodeRaw, lookForForeign, type DamagedFile } from "../../consumers/files/log-source";
import { LogDigest } from "../../consumers/files/log-digest";
import { openLog } from "../../consumers/files/open-log";
import { createRecordSplitter, type RawRecord } from "../../consumers/files/record-splitter";
import { createRecordReader } from "../../decoding/bytes/record-reader";
import type { OnBatched } from "../../engine/batcher";
import { isKeptOut } from "../../engine/ports";
import { AppError } from "../../models/app-error";
import { recordsIn, type Decoded } from "../../models/decoded";
import { fanOut } from "../../sinks/fan-out";
import { namedPolicy } from "../effective-policy";
import { RunEngines } from "../run-engines";
import { createSummaryCollector } from "../summary";
import { withoutValues } from "./count-values";
import { FirstSeen } from "./first-seen";
import { ownerOf, peekPartition } from "./ownership";
import type { FromWorker, WorkerCheckpoint, ShardOptions, ToWorker } from "./protocol";
import { ShardLines } from "./shard-lines";

/** After how many records of the log, for each worker, all send what they have: a worker folds its own in one batch. */
const BATCH_RECORDS_EACH = 65_536;
const BATCH_VIEWS = 1000;
/** How many batches may be on their way to the main thread. */
const BATCHES_AHEAD = 2;

/** Folds the partitions of a log that belong to one worker. */
export class Shard {
  private readonly collector = createSummaryCollector();
  private readonly lines: ShardLines;
  private readonly engines: RunEngines<number>;
  private readonly reader = createRecordReader();
  private readonly digest = new LogDigest();
  private readonly seen = new FirstSeen();
  private ahead = 0;
  private bytesRead = 0;
  private records = 0;
  /** The file that is being read, by its number, and how many of its records were taken. */
  private file = 0;
  private fileRecords = 0;
  private damaged: DamagedFile[] = [];
  private checkpointedAt = 0;
  private isUnsound = false;
  private isStopped = false;
  private until: number | undefined;
  private proceed: () => void = () => undefined;

  constructor(
    private readonly options: ShardOptions,
    private readonly port: MessagePort,
  ) {
    this.lines = new ShardLines(options.isWriting);
    const onChanges: OnBatched<number> = (_record, _outcome, place) => (this.lines.place = place);
    this.engines = new RunEngines<number>(
      namedPolicy(options.policy, options.overrides),
      {
        outputs: fanOut([this.lines.outputs, withoutValues(this.collector)]),
        onRecord: (...batched) => this.onRecord(...batched),
      },
      options.revisions ? { outputs: this.lines.revisions, onRecord: onChanges } : undefined,
    );
    port.on("message", (message: ToWorker) => {
      if (message.type === "go") this.ahead -= 1;
      else if (message.type === "finish") this.until = message.until;
      else this.isStopped = true;
      this.proceed();
    });
  }

  private onRecord(...[record, outcome, place]: Parameters<OnBatched<number>>): void {
    this.lines.place = place;
    const isNews = record.kind === "observations";
    this.collector.record(isNews ? { ...record, unknownValues: [] } : record, outcome);
    this.lines.note(record, isNews ? this.seen.add(record.conversationId) : undefined, !isKeptOut(outcome));
  }

  async run(): Promise<void> {
    for (const [number, file] of findInputs(this.options.logs).entries()) {
      this.file = number;
      this.fileRecords = 0;
      const splitter = createRecordSplitter(this.options.recordBytesMax);
      let onForeign = this.options.worker === 0 ? this.collector.foreign : undefined; // One reports it for all.
      try {
        for await (const chunk of openLog(file, (bytes, chunk) => this.noteRead(bytes, chunk))) {
          lookForForeign(file.name, chunk, onForeign);
          onForeign = undefined;
          for (const raw of splitter.push(chunk)) if (this.take(raw, file.name)) await this.sendBatch();
          if (this.isStopped) return;
        }
      } catch (error) {
        if (error instanceof AppError) throw error;
        this.damaged.push({ file: file.name, problem: describeProblem(error) });
      }
      for (const raw of splitter.end()) if (this.take(raw, file.name)) await this.sendBatch();
    }
    await this.sendBatch();
    if (this.isUnsound) this.send({ type: "unsound" });
    this.send({ type: "read", latest: this.engines.finals.latest() });
    await this.waitFor(() => this.until !== undefined);
    if (!this.isStopped) await this.finish(this.until ?? 0);
  }

  private noteRead(bytes: number, chunk: Uint8Array): void {
    const { worker, checkpointRecords, isWriting } = this.options;
    this.bytesRead += bytes;
    if (worker === 0 && isWriting && checkpointRecords > 0) this.digest.take(this.file, chunk);
  }

  /** Takes a record of the log; true where all workers send what they have. */
  private take(raw: RawRecord, file: string): boolean {
    const { worker, workers, recordBytesMax, checkpointRecords } = this.options;
    const [before, { bytes }] = [this.records, raw];
    this.fileRecords += 1;
    const isPeekable = raw.part === undefined && raw.page === undefined && bytes !== "tooLarge";
    const peeked = isPeekable ? peekPartition(bytes, raw.from, raw.until) : undefined;
    if (peeked !== undefined && peeked % workers !== worker) this.records += 1;
    else {
      const all = recordsIn(decodeRaw(this.reader, raw, file, recordBytesMax));
      if (peeked !== undefined && all.length !== 1) this.isUnsound = true;
      for (const record of all) this.takeDecoded(record, peeked);
    }
    const batch = Math.min(BATCH_RECORDS_EACH * workers, checkpointRecords > 0 ? checkpointRecords : Infinity);
    return Math.floor(before / batch) !== Math.floor(this.records / batch);
  }

  private takeDecoded(record: Decoded, peeked: number | undefined): void {
    const { worker, workers } = this.options;
    const owner = ownerOf(record, workers);
    const hasHome = record.kind === "observations" || "policySwitch" in record;
    if (peeked !== undefined && hasHome && owner !== peeked % workers) this.isUnsound = true;
    this.records += 1;
    if (peeked === undefined && owner !== worker) return;
    this.engines.take(record, this.records);
  }

  /** Changes that the end of the log makes, partition by partition; then what was not emitted yet, by conversation. */
  private async finish(until: number): Promise<void> {
    const { finals, changes } = this.engines;
    this.lines.enter("overdue");
    for (const partition of finals.partitions()) {
      this.lines.place = partition;
      finals.advance(until, partition);
      changes?.advance(until, partition);
    }
    await this.sendBatch();
    this.lines.enter("views");
    for (const step of finals.views(until)) {
      step();
      if (this.lines.size() >= BATCH_VIEWS) await this.sendBatch();
    }
    await this.sendBatch();
    const counts = this.engines.counts();
    this.send({ type: "done", counts, summary: this.collector.save() });
    this.port.close();
  }

  private async sendBatch(): Promise<void> {
    this.engines.flush();
    await this.waitFor(() => this.ahead < BATCHES_AHEAD);
    this.ahead += 1;
    const damaged = this.damaged;
    this.damaged = [];
    this.send(this.lines.take(this.bytesRead, this.records, damaged, this.checkpoint()));
  }

  /** Its state, once enough was read since the last checkpoint. */
  private checkpoint(): WorkerCheckpoint | undefined {
    const { checkpointRecords } = this.options;
    if (checkpointRecords === 0 || this.isUnsound || this.records - this.checkpointedAt < checkpointRecords)
      return undefined;
    const engines = this.engines.save(this.lines.revisions);
    // The others send their state in vain then: no checkpoint is made of some of it.
    this.checkpointedAt = this.records;
    if (engines === undefined) return undefined;
    const place = { file: this.file, bytes: 0, line: 1, skip: this.fileRecords };
    return { place, read: this.digest.soFar(), engines, summary: this.collector.save() };
  }

  /** Waits until something is so, or all is to stop. */
  private async waitFor(isSo: () => boolean): Promise<void> {
    while (!isSo() && !this.isStopped) await new Promise<void>((resolve) => (this.proceed = resolve));
  }

  private send(message: FromWorker): void {
    const buffers =
      message.type === "batch" ? Object.values(message.lines).map(({ bytes }) => bytes.buffer as ArrayBuffer) : [];
    this.port.postMessage(message, buffers);
  }
}
