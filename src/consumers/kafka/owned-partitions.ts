import type { Admin, Kafka } from "kafkajs";

import { PartitionTask, type TaskOrder } from "./partition-task";
import { within } from "./waiting";

const ASKING_MS = 5000;

/** The partitions that a worker owns, each with its task. */
export class OwnedPartitions {
  private readonly tasks = new Map<number, PartitionTask>();
  /** Where each partition of the input ends, as of the last time it was asked. */
  private ends = new Map<number, bigint>();

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly order: TaskOrder,
    /** Lets the consumer read on at an offset. */
    private readonly seek: (partition: number, offset: bigint) => void,
  ) {}

  get(partition: number): PartitionTask | undefined {
    return this.tasks.get(partition);
  }

  all(): readonly PartitionTask[] {
    return [...this.tasks.values()];
  }

  /**
   * Of the partitions that stay the state is kept: whoever owned them between would have fenced this worker. The consumer
   * begins anew where the group's offset lies, which may be elsewhere.
   */
  assign(partitions: readonly number[]): void {
    for (const task of this.all()) {
      if (partitions.includes(task.partition)) {
        this.seekToNext(task);
        continue;
      }
      this.tasks.delete(task.partition);
      void task.drop();
    }
    for (const partition of partitions) this.open(partition);
  }

  /** Opens a partition where it is not open. The group's own offset may lie elsewhere than the state does. */
  open(partition: number): void {
    if (this.tasks.has(partition)) return;
    const task = new PartitionTask(this.kafka, this.admin, partition, this.order);
    this.tasks.set(partition, task);
    void task.ready.then(() => this.seekToNext(task));
  }

  private seekToNext(task: PartitionTask): void {
    if (task.isOpen && !task.isDropped) this.seek(task.partition, task.next());
  }

  /** Nobody knows what became of a transaction that failed: the state does. True where the task was still the owner's. */
  async giveUp(task: PartitionTask, error: unknown): Promise<boolean> {
    const { partition } = task;
    const wasOurs = this.tasks.get(partition) === task;
    const reason = error instanceof Error ? error.message : String(error);
    this.order.log.warn("a partition is opened again", { partition, error: reason });
    if (wasOurs) this.tasks.delete(partition);
    await task.drop();
    return wasOurs;
  }

  /** Asks where the input ends. */
  async lookForEnds(): Promise<void> {
    const asking = this.admin.fetchTopicOffsets(this.order.topics.input);
    const offsets = await within(ASKING_MS, "asking for offsets", asking);
    this.ends = new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  }

  endOf(partition: number): bigint | undefined {
    return this.ends.get(partition);
  }

  /** How many records wait to be dealt with, by partition; nothing where that is not known yet. */
  lag(): ReadonlyMap<number, number> {
    const lag = new Map<number, number>();
    for (const task of this.all()) {
      const end = this.ends.get(task.partition);
      if (end !== undefined && task.isOpen) lag.set(task.partition, Math.max(0, Number(end - task.written)));
    }
    return lag;
  }

  /** How long ago the last record was stamped that is dealt with, in ms, by partition; 0 where none waits. */
  lagMs(now: number): ReadonlyMap<number, number> {
    const lag = new Map<number, number>();
    for (const [partition, records] of this.lag()) {
      const stamped = this.tasks.get(partition)?.writtenTimestamp;
      if (records === 0) lag.set(partition, 0);
      else if (stamped !== undefined) lag.set(partition, Math.max(0, now - stamped));
    }
    return lag;
  }

  async flush(): Promise<void> {
    await Promise.all(this.all().map(async (task) => task.flush()));
  }

  async drop(): Promise<void> {
    await Promise.all(this.all().map(async (task) => task.drop()));
  }
}
