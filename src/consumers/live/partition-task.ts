import { beginReading } from "./input-bounds";
import { PartitionFold } from "./partition-fold";
import type { LogRecord, Outgoing, PartitionLog, PartitionWriter } from "./port";
import { splitAt } from "./record-folding";
import { restoreFold, tellRestored } from "./restoring";
import type { TaskOrder } from "./task-order";
import { Turns, within } from "./waiting";

const OPENING_MS = 180_000;
/** How often the group's offset is brought up to date: only tools that show lag read it, and it costs two requests. */
const GROUP_OFFSET_MS = 1000;
/** How often state is written where all is read: little at once, and little to read again for whoever comes next. */
const IDLE_CHECKPOINT_MS = 2000;
/** Multiples of it, less their whole parts, lie evenly between 0 and 1. */
const GOLDEN = 0.618_034;

/** Opens a partition; those of a worker take turns in being restored. */
export type OpenTask = (partition: number, restores: Turns) => PartitionTask;

/** A partition that this worker owns: fenced, restored, then folded and written batch by batch. */
export class PartitionTask {
  readonly ready: Promise<void>;
  /** Why it cannot go on. */
  failure: Error | undefined;
  isDropped = false;
  isOpen = false;
  /** Whether it has written anything since it was opened, or has found that there is nothing to be written. */
  hasGotOn = false;
  /** Up to where the input is dealt with, and what that came to is written. */
  written = 0n;
  /** The timestamp of the last record that is dealt with; undefined before there was one. */
  writtenTimestamp: number | undefined;
  readonly fold: PartitionFold;
  private readonly writer: PartitionWriter;
  private readonly turns = new Turns();
  private checkpointedAt: number;
  /** What the group's offset was last set to, and when. */
  private groupOffset: bigint | undefined;
  private groupOffsetAt = -Infinity;
  private isDirty = false;

  constructor(
    private readonly log: PartitionLog,
    readonly partition: number,
    private readonly order: TaskOrder,
    private readonly restores: Turns,
  ) {
    // The partitions of a worker take turns with what takes longer.
    this.checkpointedAt = performance.now() - ((partition * GOLDEN) % 1) * order.checkpointMs;
    this.fold = new PartitionFold(partition, order);
    this.writer = log.createWriter(partition, order);
    this.ready = within(OPENING_MS, `opening partition ${partition}`, this.open()).catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  /** The offset that it waits for. */
  next(): bigint {
    return this.fold.next;
  }

  /** Folds the next messages and writes what they come to, with the position behind them; of none, a tick does. Returns the ms of folding. */
  async process(messages: readonly LogRecord[], after: bigint): Promise<number> {
    return this.turns.take(async () => {
      const edge = this.fold.told;
      if (!this.fold.policies.isDue() || after < edge) return this.processAll(messages, after);
      // What was written before is folded again by the policy that held, up to where another one is to hold.
      const [before, behind] = splitAt(messages, edge);
      if (this.fold.isCatchingUp()) await this.processAll(before, edge);
      await this.switchPolicy();
      return this.processAll(behind, after);
    });
  }

  private async processAll(messages: readonly LogRecord[], after: bigint): Promise<number> {
    const wasCatchingUp = this.fold.isCatchingUp();
    const startedAt = performance.now();
    const outputs = this.fold.fold(messages, after);
    const foldMs = performance.now() - startedAt;
    if (messages.length === 0) return foldMs;
    this.isDirty = true;
    if (wasCatchingUp && this.fold.isCatchingUp()) return foldMs;
    await this.write(outputs, this.isCheckpointDue(this.order.checkpointMs));
    this.writtenTimestamp = messages.at(-1)?.timestamp ?? this.writtenTimestamp;
    if (!wasCatchingUp && messages[0] !== undefined) this.order.onProcessed(Date.now() - messages[0].timestamp);
    return foldMs;
  }

  /** Goes over to the policy that is to hold, with what that corrects; each step is written with the state, and so never taken twice. */
  private async switchPolicy(): Promise<void> {
    while (this.fold.isSwitchDue()) {
      const { outputs, change, isNews } = this.fold.switchPolicy();
      if (!isNews) continue;
      this.isDirty = true;
      await this.write(outputs, true);
      if (change !== undefined) this.order.log.info("policy switched", { ...change, values: undefined });
    }
  }

  /**
   * Where all that there was has been read, up to `end`, time passes by the clock, and views of what changed are written: while
   * it has more to read they would soon be overtaken, and wait for a checkpoint.
   */
  async tick(now: number | undefined, end: bigint): Promise<void> {
    await this.turns.take(async () => {
      if (!this.isOpen || this.isDropped) return;
      await this.switchPolicy();
      if (this.fold.next < end) return;
      const outputs = now === undefined ? [] : this.fold.advance(now);
      if (outputs.length > 0) this.isDirty = true;
      const isKept = this.isCheckpointDue(Math.min(IDLE_CHECKPOINT_MS, this.order.checkpointMs));
      const views = isKept ? [] : this.fold.newViews();
      const isNews = outputs.length > 0 || views.length > 0 || isKept;
      if (!isNews && this.groupOffset === this.fold.next) return this.gotOn();
      const writing = async () => this.write([...outputs, ...views], isKept);
      await (outputs.length > 0 ? this.order.during("advance", writing) : writing());
    });
  }

  /** Writes what changed since the last checkpoint, so that whoever comes next need not read it again. */
  async flush(): Promise<void> {
    await this.turns.take(async () => {
      if (!this.isOpen || this.isDropped || !this.isDirty || this.fold.isCatchingUp()) return;
      await this.write([], true);
    });
  }

  /** Lets go of everything; what it was writing is decided by whoever opens the partition next. */
  async drop(): Promise<void> {
    this.isDropped = true;
    await this.writer.close();
  }

  private isCheckpointDue(everyMs: number): boolean {
    return this.isDirty && performance.now() - this.checkpointedAt >= everyMs;
  }

  /** Writes outputs with the position, and what changed since the last checkpoint where that is to be kept now. */
  private async write(outputs: readonly Outgoing[], isKept: boolean): Promise<void> {
    if (this.isDropped) throw new Error("the partition went elsewhere");
    const checkpoint = isKept ? this.fold.checkpoint() : undefined;
    const { state = [], views = [] } = checkpoint ?? {};
    const startedAt = performance.now();
    const { next } = this.fold;
    const hasOffset = startedAt - this.groupOffsetAt >= GROUP_OFFSET_MS || checkpoint !== undefined;
    try {
      const messages = [...state, ...this.fold.position(), ...outputs, ...views];
      await this.writer.write(messages, hasOffset ? next : undefined);
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
    if (hasOffset) [this.groupOffset, this.groupOffsetAt] = [next, startedAt];
    if (checkpoint === undefined) return;
    this.checkpointedAt = performance.now();
    this.isDirty = false;
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
    await beginReading(log, fold, { topic: order.topics.input, partition }, order);
    await this.checkInput();
    this.checkStillOwned();
    this.written = this.fold.next;
    this.isOpen = true;
    tellRestored(restoring, bytes, performance.now() - startedAt);
  }

  /** Throws `AppError` where the input, which is known to end at an offset, is another one than that which was read. */
  async checkInput(end?: bigint): Promise<void> {
    await this.fold.witness.check(this.log, { topic: this.order.topics.input, partition: this.partition }, end);
  }

  /** A fence that comes late would hit the new owner. */
  private checkStillOwned(): void {
    if (this.isDropped) throw new Error("the partition went elsewhere while it was opened");
  }
}
