import type { PartitionTask } from "../task/partition-task";
import type { Fetching, LogRecord } from "../port/port";
import { BatchSize } from "./batch-size";
import { TopicQueue } from "./topic-queue";

/** What steers how a partition is fetched. */
export interface Flow extends Pick<Fetching, "pause" | "resume"> {
  /** Called when a partition cannot go on as it is. */
  readonly onFailure: (task: PartitionTask, error: unknown) => void;
}

/** What an intake keeps within; it may change. */
export interface IntakeBounds {
  /** How many bytes may wait. */
  readonly bytesMax: () => number;
  /** How many records are folded at once, at most, while which all else waits. */
  readonly sliceRecords: () => number;
  /** Where a topic is known to end; undefined where that is not known. */
  readonly endIn: (topic: string) => bigint | undefined;
  /** How far the records of one topic may run ahead of those of another, in ms by their timestamps. */
  readonly aheadMs: () => number;
  /** How long others wait for what is known to come of a topic and does not: a transaction may be open there, or its broker away. */
  readonly awaitedMs: number;
}

/** What is folded next: records of one topic, as long as they fit, and nothing behind an offset. */
interface Slice {
  readonly queue: TopicQueue;
  readonly fits?: ((message: LogRecord) => boolean) | undefined;
  readonly until?: bigint | undefined;
}

/**
 * The records of a partition that were fetched and wait to be folded. While some are written, further ones are fetched, and no
 * partition waits for another; where too much waits, nothing more is fetched until half of it is folded. Of several topics the oldest
 * records come first: a topic of which more is known to come is waited for, so that reading a backlog makes nothing late.
 */
export class Intake {
  private readonly queues: readonly TopicQueue[];
  private isBusy = false;
  private isClosed = false;
  private readonly batchSize = new BatchSize();

  constructor(
    readonly task: PartitionTask,
    topics: readonly string[],
    private readonly flow: Flow,
    private readonly bounds: IntakeBounds,
  ) {
    this.queues = topics.map((topic) => new TopicQueue(topic, () => task.nextIn(topic)));
  }

  /** The offset of a topic that is to be fetched next. */
  next(topic: string): bigint {
    return this.queueOf(topic).next();
  }

  /** Whether nothing of it waits to be folded. */
  isIdle(): boolean {
    return !this.isBusy && !this.queues.some((queue) => queue.hasMore());
  }

  /** How many bytes of it wait to be folded, about. */
  readonly waitingBytes = (): number => this.queues.reduce((bytes, queue) => bytes + queue.bytes, 0);

  /** Whether a topic may be read on behind records that are deleted. */
  maySkip(topic: string): boolean {
    return this.task.fold.input.maySkip(topic);
  }

  /** Takes records of a topic that were fetched from an offset, and end before `after`. False where they are not the next ones. */
  take(topic: string, messages: readonly LogRecord[], fetchedFrom: bigint, after: bigint): boolean {
    const queue = this.queueOf(topic);
    const next = queue.next();
    if (this.isClosed || (fetchedFrom !== next && messages[0]?.offset !== next)) return false;
    queue.enqueue(messages, after);
    if (queue.bytes > this.bytesMax()) {
      queue.isPaused = true;
      this.flow.pause(topic, this.task.partition);
    }
    this.goOn();
    return true;
  }

  /** Takes note that there are no records for it from one offset up to another: marks of transactions, or what was aborted. */
  skip(topic: string, from: bigint, after: bigint): void {
    const queue = this.queueOf(topic);
    const next = queue.next();
    if (this.isClosed || from > next || next >= after) return;
    queue.enqueue([], after);
    this.goOn();
  }

  /** Folds what may be folded by now: more may be known of where topics end, or one was waited for long enough. */
  goOn(): void {
    if (!this.isBusy) void this.foldAll();
  }

  /** Folds nothing more. */
  close(): void {
    this.isClosed = true;
    for (const queue of this.queues) queue.clear();
  }

  private async foldAll(): Promise<void> {
    this.isBusy = true;
    try {
      for (let slice = this.nextSlice(); slice !== undefined; slice = this.nextSlice()) await this.foldSome(slice);
    } catch (error) {
      this.flow.onFailure(this.task, error);
    } finally {
      this.isBusy = false;
    }
  }

  private nextSlice(): Slice | undefined {
    if (this.isClosed) return undefined;
    const wanted = this.task.wanted();
    if (wanted === undefined) return this.freeSlice();
    const { topic, until } = wanted;
    const queue = this.queueOf(topic);
    return queue.hasMore() ? { queue, fits: ({ offset }) => offset < until, until } : undefined;
  }

  private freeSlice(): Slice | undefined {
    const [only] = this.queues;
    const ready = this.queues.filter((queue) => queue.hasMore());
    if (this.queues.length === 1) return only !== undefined && ready.length > 0 ? { queue: only } : undefined;
    const empty = this.queues.filter((queue) => !queue.hasMore());
    if (ready.length === 0 || empty.map((queue) => this.isAwaited(queue)).includes(true)) return undefined;
    const [first, second] = ready
      .map((queue) => ({ queue, at: queue.first()?.timestamp ?? -Infinity }))
      .sort((one, other) => one.at - other.at);
    if (first === undefined) return undefined;
    const edge = second === undefined ? Infinity : second.at + this.bounds.aheadMs();
    return { queue: first.queue, fits: ({ timestamp }) => timestamp <= edge };
  }

  /** Whether more is known to come of a topic of which nothing waits. */
  private isAwaited(queue: TopicQueue): boolean {
    const end = this.bounds.endIn(queue.topic);
    const now = performance.now();
    queue.awaitedSince = end !== undefined && queue.next() >= end ? undefined : (queue.awaitedSince ?? now);
    return queue.awaitedSince !== undefined && now - queue.awaitedSince < this.bounds.awaitedMs;
  }

  private async foldSome({ queue, fits, until }: Slice): Promise<void> {
    const messages = queue.dequeue(this.batchSize.size(this.bounds.sliceRecords()), fits);
    const following = queue.first()?.offset ?? queue.next();
    const after = until === undefined || following < until ? following : until;
    const foldMs = await this.task.process(queue.topic, messages, after);
    this.batchSize.note(messages.length, foldMs);
    if (this.isClosed || !queue.isPaused || queue.bytes > this.bytesMax() / 2) return;
    queue.isPaused = false;
    this.flow.resume(queue.topic, this.task.partition);
  }

  private bytesMax(): number {
    return this.bounds.bytesMax() / this.queues.length;
  }

  private queueOf(topic: string): TopicQueue {
    const queue = this.queues.find((one) => one.topic === topic);
    if (queue === undefined) throw new RangeError(`${topic} is no topic of the input`);
    return queue;
  }
}
