import { beginReading } from "./input-bounds";
import { CheckpointClock } from "./checkpoint-clock";
import type { InputRun } from "./input-offsets";
import { GroupOffset } from "./group-offset";
import { PartitionFold } from "./partition-fold";
import type { LogRecord, Outgoing, PartitionLog, PartitionWriter } from "./port";
import { splitAt } from "./record-folding";
import { restoreFold, logRestored } from "./restoring";
import type { TaskOrder } from "./task-order";
import { Mutex, withTimeout } from "./waiting";

const OPENING_MS = 180_000;
/** How often state is written where all is read: little at once, and little to read again for whoever comes next. */
const IDLE_CHECKPOINT_MS = 2000;

/** Opens a partition; those of a worker take turns in being restored. */
export type OpenTask = (partition: number, restores: Mutex) => PartitionTask;

/** A partition that this worker owns: fenced, restored, then folded and written batch by batch. */
export class PartitionTask {
  readonly ready: Promise<void>;
  /** Why it cannot go on. */
  failure: Error | undefined;
  isDropped = false;
  isOpen = false;
  /** Whether it has written anything since it was opened, or has found that there is nothing to be written. */
  hasGotOn = false;
  /** The place up to which the input is dealt with, and what that came to is written. */
  written = 0n;
  /** The timestamp of the last record that is dealt with; undefined before there was one. */
  writtenTimestamp: number | undefined;
  readonly fold: PartitionFold;
  private readonly writer: PartitionWriter;
  private readonly mutex = new Mutex();
  private readonly checkpoints: CheckpointClock;
  private readonly groupOffset = new GroupOffset();

  constructor(
    private readonly log: PartitionLog,
    readonly partition: number,
    private readonly order: TaskOrder,
    private readonly restores: Mutex,
  ) {
    this.checkpoints = new CheckpointClock(partition, order.checkpointMs);
    this.fold = new PartitionFold(partition, order);
    this.writer = log.createWriter(partition, order);
    this.ready = withTimeout(OPENING_MS, `opening partition ${partition}`, this.open()).catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  /** The place that it waits for: of one topic its offset. */
  next(): bigint {
    return this.fold.next;
  }

  /** The offset of a topic that it waits for. */
  readonly nextIn = (topic: string): bigint => this.fold.input.offsets.get(topic);

  /** What it is to be given next, where it reads again what was read of several topics. */
  wanted(): InputRun | undefined {
    return this.fold.input.wanted();
  }

  /** Folds the next messages of a topic and writes what they come to, with the position behind them; of none, a tick does. Returns the ms of folding. */
  async process(topic: string, messages: readonly LogRecord[], after: bigint): Promise<number> {
    return this.mutex.take(async () => {
      const { offsets, emittedUpTo: told } = this.fold.input;
      const edge = offsets.offsetAt(topic, told);
      if (!this.fold.policies.isDue() || after < edge) return this.processAll(topic, messages, after);
      // What was written before is folded again by the policy that held, up to where another one is to hold.
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
    await this.write(outputs, this.checkpoints.isDue(this.order.checkpointMs));
    this.writtenTimestamp = messages.at(-1)?.timestamp ?? this.writtenTimestamp;
    if (!wasCatchingUp && messages[0] !== undefined) this.order.onProcessed(Date.now() - messages[0].timestamp);
    return foldMs;
  }

  /** Goes over to the policy that is to hold, with what that corrects; each step is written with the state, and so never taken twice. */
  private async switchPolicy(): Promise<void> {
    while (this.fold.isSwitchDue()) {
      const { outputs, change, isNews } = this.fold.switchPolicy();
      if (!isNews) continue;
      this.checkpoints.isDirty = true;
      await this.write(outputs, true);
      if (change !== undefined) this.order.log.info("policy switched", { ...change, values: undefined });
    }
  }

  /** Whether a tick would write something, where all is read. */
  isTickDue(now: number | undefined): boolean {
    return this.checkpoints.isDirty || !this.groupOffset.isAt(this.fold.next) || this.fold.hasNews(now);
  }

  /**
   * Where all that there was has been read, up to `end`, time passes by the clock, and views of what changed are written: while
   * it has more to read they would soon be overtaken, and wait for a checkpoint. Returns whether it wrote anything.
   */
  async tick(now: number | undefined, end: bigint): Promise<boolean> {
    return this.mutex.take(async () => {
      if (!this.isOpen || this.isDropped) return false;
      await this.switchPolicy();
      if (this.fold.next < end) return false;
      const outputs = now === undefined ? [] : this.fold.advance(now);
      if (outputs.length > 0) this.checkpoints.isDirty = true;
      const isKept = this.checkpoints.isDue(Math.min(IDLE_CHECKPOINT_MS, this.order.checkpointMs));
      const views = isKept ? [] : this.fold.newViews();
      const isNews = outputs.length + views.length > 0 || isKept || !this.groupOffset.isAt(this.fold.next);
      const writing = async () => this.write([...outputs, ...views], isKept);
      if (isNews) await (outputs.length > 0 ? this.order.during("advance", writing) : writing());
      else this.gotOn();
      return isNews;
    });
  }

  /** Writes what changed since the last checkpoint, so that whoever comes next need not read it again. */
  async flush(): Promise<void> {
    await this.mutex.take(async () => {
      if (!this.isOpen || this.isDropped || !this.checkpoints.isDirty || this.fold.isCatchingUp()) return;
      await this.write([], true);
    });
  }

  /** Lets go of everything; what it was writing is decided by whoever opens the partition next. */
  async drop(): Promise<void> {
    this.isDropped = true;
    await this.writer.close();
  }

  /** Writes outputs with the position, and what changed since the last checkpoint where that is to be kept now. */
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
      this.order.onTransaction("failed", performance.now() - startedAt);
      throw error;
    }
    this.written = next;
    this.fold.policies.committed();
    this.gotOn();
    const ms = performance.now() - startedAt;
    this.order.onTransaction("committed", ms);
    this.order.onStage("write", ms);
    if (hasOffset) this.groupOffset.set(next, startedAt);
    if (checkpoint === undefined) return;
    this.checkpoints.begin();
  }

  private gotOn(): void {
    this.hasGotOn = true;
    this.fold.committed();
  }

  /** Fences, marks the end of what was written, and reads up to there. */
  private async open(): Promise<void> {
    const { partition, log, order, writer, restores, fold } = this;
    const startedAt = performance.now();
    const restoring = { log, order, partition, fold, writer, restores, checkStillOwned: () => this.checkStillOwned() };
    const bytes = await restoreFold(restoring);
    await beginReading(log, fold, partition, order);
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

  /** A fence that comes late would hit the new owner. */
  private checkStillOwned(): void {
    if (this.isDropped) throw new Error("the partition went elsewhere while it was opened");
  }
}
