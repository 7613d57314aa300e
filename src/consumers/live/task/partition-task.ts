import { beginReading } from "./input-bounds";
import { CheckpointClock } from "./checkpoint-clock";
import type { InputRun } from "../position/input-offsets";
import { PartitionFold } from "../fold/partition-fold";
import type { LogRecord, Outgoing, PartitionLog, PartitionWriter } from "../port/port";
import { splitAt } from "../fold/record-folding";
import { GroupOffset } from "./group-offset";
import type { Openings } from "./openings";
import { restoreFold, logRestored } from "./restoring";
import type { TaskOptions } from "./task-options";
import { Mutex } from "../port/waiting";

/** How often state is written once all input is read: each time little, and little for the next owner to fold again. */
const IDLE_CHECKPOINT_MS = 2000;

/** Opens a partition, when it is its turn among those of a worker. */
export type OpenTask = (partition: number, openings: Openings) => PartitionTask;

/** A partition that this worker owns: fenced, restored, then folded and written batch by batch. */
export class PartitionTask {
  readonly ready: Promise<void>;
  /** Why it could not be opened. */
  failure: Error | undefined;
  isDropped = false;
  isOpen = false;
  /** Whether it has written something since it was opened, or found nothing to write. */
  hasProgressed = false;
  /** The place up to which all outputs of the input are written. */
  written = 0n;
  /** The timestamp of the last record of which that is so; undefined before there was one. */
  writtenTimestamp: number | undefined;
  readonly fold: PartitionFold;
  private readonly writer: PartitionWriter;
  private readonly mutex = new Mutex();
  private readonly checkpoints: CheckpointClock;
  private readonly groupOffset = new GroupOffset();
  private readonly dropping = new AbortController();

  constructor(
    private readonly log: PartitionLog,
    readonly partition: number,
    private readonly options: TaskOptions,
    private readonly openings: Openings,
  ) {
    this.checkpoints = new CheckpointClock(partition, options.checkpointMs);
    this.fold = new PartitionFold(partition, options);
    this.writer = log.createWriter(partition, options);
    this.ready = openings
      .take(partition, async () => this.open(), this.dropping.signal)
      .catch((error: unknown) => void (this.failure = error instanceof Error ? error : new Error(String(error))));
  }

  /** The place of the next record: of one topic its offset. */
  next(): bigint {
    return this.fold.next;
  }

  /** The offset of the next record of a topic. */
  readonly nextIn = (topic: string): bigint => this.fold.input.offsets.get(topic);

  /** Which run must be processed next, where it folds again what was read of several topics; undefined where any may be. */
  wanted(): InputRun | undefined {
    return this.fold.input.wanted();
  }

  /** Folds the next messages of a topic, and writes their outputs with the position behind them. Returns how many ms the folding took. */
  async process(topic: string, messages: readonly LogRecord[], after: bigint): Promise<number> {
    return this.mutex.take(async () => {
      const { offsets, emittedUpTo } = this.fold.input;
      const edge = offsets.offsetAt(topic, emittedUpTo);
      if (!this.fold.policies.isDue() || after < edge) return this.processAll(topic, messages, after);
      // What was written before is folded again by the former policy; the new one holds from there on.
      const [before, behind] = splitAt(messages, edge);
      if (this.fold.isCatchingUp()) await this.processAll(topic, before, edge);
      await this.switchPolicy();
      return this.processAll(topic, behind, after);
    });
  }

  private async processAll(topic: string, messages: readonly LogRecord[], after: bigint): Promise<number> {
    const wasCatchingUp = this.fold.isCatchingUp();
    const startedAt = performance.now();
    const outputs = this.fold.fold(topic, messages, after);
    const foldMs = performance.now() - startedAt;
    if (messages.length === 0) return foldMs;
    this.checkpoints.isDirty = true;
    if (wasCatchingUp && this.fold.isCatchingUp()) return foldMs;
    await this.write(outputs, this.checkpoints.isDue(this.options.checkpointMs));
    this.writtenTimestamp = messages.at(-1)?.timestamp ?? this.writtenTimestamp;
    if (!wasCatchingUp && messages[0] !== undefined) this.options.onProcessed(Date.now() - messages[0].timestamp);
    return foldMs;
  }

  /** Switches to the policy that is to hold, and writes the corrections. Each step is written with a checkpoint, so that none is repeated. */
  private async switchPolicy(): Promise<void> {
    while (this.fold.isSwitchDue()) {
      const { outputs, change, hasChanged } = this.fold.switchPolicy();
      if (!hasChanged) continue;
      this.checkpoints.isDirty = true;
      await this.write(outputs, true);
      if (change !== undefined) this.options.log.info("policy switched", { ...change, values: undefined });
    }
  }

  /** Whether a tick would write something, where all is read. It is due once after opening in any case: a switch of the policy may be to be made. */
  isTickDue(now: number | undefined): boolean {
    return this.checkpoints.isDirty || !this.groupOffset.isAt(this.fold.next) || this.fold.hasPending(now);
  }

  /**
   * Where the input is read up to `end`: moves as-of to `now`, and writes the views of what changed. While there is more to read, views
   * would soon be outdated, and wait for a checkpoint. Returns whether it wrote anything.
   */
  async tick(now: number | undefined, end: bigint): Promise<boolean> {
    return this.mutex.take(async () => {
      if (!this.isOpen || this.isDropped) return false;
      await this.switchPolicy();
      if (this.fold.next < end) return false;
      const outputs = now === undefined ? [] : this.fold.advance(now);
      if (outputs.length > 0) this.checkpoints.isDirty = true;
      const isKept = this.checkpoints.isDue(Math.min(IDLE_CHECKPOINT_MS, this.options.checkpointMs));
      const views = isKept ? [] : this.fold.newViews();
      const isNews = outputs.length + views.length > 0 || isKept || !this.groupOffset.isAt(this.fold.next);
      const writing = async () => this.write([...outputs, ...views], isKept);
      if (isNews) await (outputs.length > 0 ? this.options.during("advance", writing) : writing());
      else this.noteProgress();
      return isNews;
    });
  }

  /** Writes a checkpoint, so that the next owner need not fold again what changed since the last one. */
  async flush(): Promise<void> {
    await this.mutex.take(async () => {
      if (!this.isOpen || this.isDropped || !this.checkpoints.isDirty || this.fold.isCatchingUp()) return;
      await this.write([], true);
    });
  }

  /** Writes nothing more. Whether an open transaction counts is decided when the next owner fences this one. */
  async drop(): Promise<void> {
    this.isDropped = true;
    this.dropping.abort();
    await this.writer.close();
  }

  /** Writes outputs with the position, in one transaction; `isKept`: with a checkpoint. */
  private async write(outputs: readonly Outgoing[], isKept: boolean): Promise<void> {
    if (this.isDropped) throw new Error("the partition went elsewhere");
    const checkpoint = isKept || this.fold.input.isKeepingDue() ? this.fold.checkpoint() : undefined;
    const { state = [], views = [] } = checkpoint ?? {};
    const startedAt = performance.now();
    const { next } = this.fold;
    const hasOffset = this.groupOffset.isDue(startedAt) || checkpoint !== undefined;
    try {
      const messages = [...state, ...this.fold.position(), ...outputs, ...views];
      await this.writer.write(messages, hasOffset ? this.fold.input.offsets.all() : undefined);
    } catch (error) {
      this.options.onTransaction("failed", performance.now() - startedAt);
      throw error;
    }
    this.written = next;
    this.fold.policies.committed();
    this.noteProgress();
    const ms = performance.now() - startedAt;
    this.options.onTransaction("committed", ms);
    this.options.onStage("write", ms);
    if (hasOffset) this.groupOffset.set(next, startedAt);
    if (checkpoint !== undefined) this.checkpoints.begin();
  }

  private noteProgress(): void {
    this.hasProgressed = true;
    this.fold.committed();
  }

  /** Fences the former owner, restores the state, and finds where to read on. */
  private async open(): Promise<void> {
    this.checkStillOwned();
    const { partition, log, options, writer, fold, checkStillOwned } = this;
    const startedAt = performance.now();
    const restoring = { log, options, partition, fold, writer, restores: this.openings.restores, checkStillOwned };
    const bytes = await restoreFold(restoring);
    await beginReading(log, fold, partition, options);
    await this.checkInput();
    this.checkStillOwned();
    this.written = this.fold.next;
    this.isOpen = true;
    logRestored(restoring, bytes, performance.now() - startedAt);
  }

  /** Throws `AppError` where a topic of the input, which is known to end at an offset, is another one than that which was read. */
  async checkInput(endIn: (topic: string) => bigint | undefined = () => undefined): Promise<void> {
    await this.fold.input.check(this.log, this.partition, endIn);
  }

  /** To be called before a fence: a late one would fence the new owner. */
  private readonly checkStillOwned = (): void => {
    if (this.isDropped) throw new Error("the partition went elsewhere while it was opened");
  };
}
