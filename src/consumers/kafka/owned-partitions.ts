import type { Admin, Kafka } from "kafkajs";

import { Intake, type Flow, type IntakeBounds } from "./intake";
import { PartitionTask, type TaskOrder } from "./partition-task";
import { Turns, within } from "./waiting";

const ASKING_MS = 5000;

/** How much may wait in all partitions, besides what a fetch brings. */
const WAITING_BYTES = 16 << 20;

/**
 * How many records of a partition are folded at once. All else waits meanwhile, so many are only where every partition has as many
 * to catch up on: a conversation is then made ready for its news less often.
 */
const [SLICE_RECORDS, SLICE_RECORDS_BEHIND] = [1000, 4000];

/** What steers how the input is fetched, and from where. */
export interface Steering extends Flow {
  readonly seek: (partition: number, offset: bigint) => void;
}

/** The partitions that a worker owns, each with its task and with what waits for it. */
export class OwnedPartitions {
  private readonly intakes = new Map<number, Intake>();
  private readonly restores = new Turns();
  private assigned: readonly number[] = [];
  /** Where each partition of the input ends, as of the last time it was asked. */
  private ends = new Map<number, bigint>();
  private readonly bounds: IntakeBounds = {
    bytesMax: () => WAITING_BYTES / this.intakes.size,
    sliceRecords: () => (this.all().every((task) => this.isBehind(task)) ? SLICE_RECORDS_BEHIND : SLICE_RECORDS),
  };

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly order: TaskOrder,
    private readonly steering: Steering,
  ) {}

  get(partition: number): Intake | undefined {
    return this.intakes.get(partition);
  }

  all(): readonly PartitionTask[] {
    return [...this.intakes.values()].map(({ task }) => task);
  }

  /**
   * Of the partitions that stay the state is kept: whoever owned them between would have fenced this worker. The consumer
   * begins anew where the group's offset lies, which may be elsewhere.
   */
  assign(partitions: readonly number[]): void {
    this.assigned = partitions;
    for (const intake of [...this.intakes.values()]) {
      if (partitions.includes(intake.task.partition)) this.readOn(intake);
      else void this.letGo(intake);
    }
    for (const partition of partitions) this.open(partition);
  }

  /** Opens a partition that was given up, if it is still to be served here. */
  openAgain(partition: number): void {
    if (this.assigned.includes(partition)) this.open(partition);
  }

  /** Nothing is fetched of a partition before it is open. The group's own offset may lie elsewhere than the state does. */
  private open(partition: number): void {
    if (this.intakes.has(partition)) return;
    this.steering.hold(partition);
    const task = new PartitionTask(this.kafka, this.admin, partition, this.order, this.restores);
    const intake = new Intake(task, this.steering, this.bounds);
    this.intakes.set(partition, intake);
    void task.ready.then(() => {
      if (this.intakes.get(partition) !== intake) return;
      if (task.failure !== undefined) return this.steering.onFailure(task, task.failure);
      this.readOn(intake);
      this.steering.release(partition);
    });
  }

  private readOn(intake: Intake): void {
    const { task } = intake;
    if (task.isOpen && !task.isDropped) this.steering.seek(task.partition, intake.next());
  }

  /** Nobody knows what became of a transaction that failed: the state does. True where the task was still the owner's. */
  async giveUp(task: PartitionTask, error: unknown): Promise<boolean> {
    const { partition } = task;
    const intake = this.intakes.get(partition);
    if (intake?.task !== task) return false;
    const reason = error instanceof Error ? error.message : String(error);
    this.order.log.warn("a partition is opened again", { partition, error: reason });
    this.steering.hold(partition);
    await this.letGo(intake);
    return true;
  }

  private async letGo(intake: Intake): Promise<void> {
    intake.close();
    this.intakes.delete(intake.task.partition);
    await intake.task.drop();
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

  private isBehind(task: PartitionTask): boolean {
    const end = this.ends.get(task.partition);
    return end !== undefined && end - task.next() >= SLICE_RECORDS_BEHIND;
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
      const stamped = this.intakes.get(partition)?.task.writtenTimestamp;
      if (records === 0) lag.set(partition, 0);
      else if (stamped !== undefined) lag.set(partition, Math.max(0, now - stamped));
    }
    return lag;
  }

  /** Folds nothing more, and writes what is not written. */
  async flush(): Promise<void> {
    for (const intake of this.intakes.values()) intake.close();
    await Promise.all(this.all().map(async (task) => task.flush()));
  }

  async drop(): Promise<void> {
    await Promise.all([...this.intakes.values()].map(async (intake) => this.letGo(intake)));
  }
}
