import type { AppError } from "../../models/app-error";
import { InputEnds } from "./input-ends";
import { lagMsOf, lagOf } from "./input-lag";
import { InputWatch } from "./input-watch";
import { Intake, type Flow, type IntakeBounds } from "./intake";
import type { OpenTask, PartitionTask } from "./partition-task";
import type { Fetching, InputLog, LogErrors } from "./port";
import type { TaskOrder } from "./task-order";
import { topicBounds } from "./topic-bounds";
import { inputName } from "./topic-names";
import { reportTrouble, Troubles } from "./troubles";
import { Mutex } from "./waiting";

/** How much may wait in all partitions, besides what a fetch brings. */
const WAITING_BYTES = 16 << 20;

/**
 * How many records of a partition are folded at once. All else waits meanwhile, so many are only where every partition has as many
 * to catch up on: a conversation is then made ready for its news less often.
 */
const [SLICE_RECORDS, SLICE_RECORDS_BEHIND] = [1000, 4000];

/** How long a partition waits before it is opened again: longer each time it failed in the same way. */
const [REOPEN_MS, REOPEN_MS_MAX] = [300, 2400];

/** What steers how the input is fetched, and from where. */
export interface Steering extends Flow, Fetching {}

/** The partitions that a worker owns, each with its task and with what waits for it. */
export class OwnedPartitions {
  private readonly intakes = new Map<number, Intake>();
  private readonly restores = new Mutex();
  private readonly troubles: Troubles;
  readonly ends: InputEnds;
  private readonly watch: InputWatch;
  private assigned: readonly number[] = [];
  private readonly bounds: Pick<IntakeBounds, "bytesMax" | "sliceRecords"> = {
    bytesMax: () => WAITING_BYTES / this.intakes.size,
    sliceRecords: () => (this.all().every((task) => this.isBehind(task)) ? SLICE_RECORDS_BEHIND : SLICE_RECORDS),
  };

  constructor(
    private readonly openTask: OpenTask,
    log: InputLog & { readonly errors: LogErrors },
    private readonly order: Pick<TaskOrder, "topics" | "groupId" | "kind" | "policies" | "gaps" | "log" | "onReopened">,
    private readonly steering: Steering,
  ) {
    this.troubles = new Troubles(log.errors);
    this.ends = new InputEnds(log, order.topics.inputs, order.groupId, order.gaps?.offsetGaps);
    this.watch = new InputWatch(log, order.topics.inputs, order.kind.partitions, this.ends);
  }

  get(partition: number): Intake | undefined {
    return this.intakes.get(partition);
  }

  all(): readonly PartitionTask[] {
    return [...this.intakes.values()].map(({ task }) => task);
  }

  /** The numbers of those that the group gave to this worker. */
  numbers(): readonly number[] {
    return this.assigned;
  }

  /** Those that are restored, and have got on since they failed, if they did. */
  ready(): readonly number[] {
    return this.assigned.filter((partition) => {
      const task = this.get(partition)?.task;
      return task?.isOpen === true && (task.hasGotOn || !this.troubles.has(partition));
    });
  }

  /**
   * Of the partitions that stay the state is kept: whoever owned them between would have fenced this worker. The consumer
   * begins anew where the group's offset lies, which may be elsewhere.
   */
  assign(partitions: readonly number[]): void {
    this.assigned = partitions;
    this.troubles.keep(partitions);
    this.ends.keep(partitions);
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
    this.pause(partition);
    const task = this.openTask(partition, this.restores);
    const intake = new Intake(task, this.order.topics.inputs, this.steering, {
      ...this.bounds,
      endIn: (topic) => this.ends.endIn(topic, partition),
      ...topicBounds(this.order.policies),
    });
    this.intakes.set(partition, intake);
    void task.ready.then(() => {
      if (this.intakes.get(partition) !== intake) return;
      if (task.failure !== undefined) return this.steering.onFailure(task, task.failure);
      this.readOn(intake);
      for (const topic of this.order.topics.inputs) this.steering.resume(topic, partition);
    });
  }

  private pause(partition: number): void {
    for (const topic of this.order.topics.inputs) this.steering.pause(topic, partition);
  }

  private readOn(intake: Intake): void {
    const { task } = intake;
    if (!task.isOpen || task.isDropped) return;
    for (const topic of this.order.topics.inputs) this.steering.seek(topic, task.partition, intake.next(topic));
  }

  /**
   * Nobody knows what became of a transaction that failed: the state does. Returns after how many ms the partition may be opened again,
   * or why that is no use; undefined where the task was not the owner's any more.
   */
  async giveUp(task: PartitionTask, error: unknown): Promise<number | AppError | undefined> {
    const { partition, isOpen, written, hasGotOn } = task;
    const intake = this.intakes.get(partition);
    if (intake?.task !== task) return undefined;
    const place = { topic: inputName(this.order.topics), partition, offset: isOpen ? written : undefined };
    const trouble = this.troubles.note(place, error, hasGotOn);
    reportTrouble(this.order.log, place, error, trouble);
    this.order.onReopened(trouble.kind);
    this.ends.remember(partition, place.offset, task.writtenTimestamp);
    this.pause(partition);
    await this.letGo(intake);
    return trouble.failure ?? Math.min(REOPEN_MS * 2 ** (trouble.times - 1), REOPEN_MS_MAX);
  }

  private async letGo(intake: Intake): Promise<void> {
    intake.close();
    this.intakes.delete(intake.task.partition);
    await intake.task.drop();
  }

  /** Asks where the input ends. A partition whose input is not what it was cannot go on. */
  async lookForEnds(): Promise<void> {
    const open = new Map([...this.intakes].filter(([, { task }]) => task.isOpen));
    const unknown = this.assigned.some((partition) => !open.has(partition));
    try {
      for (const [partition, failure] of await this.ends.ask(open, unknown)) {
        const intake = this.get(partition);
        if (intake !== undefined) this.steering.onFailure(intake.task, failure);
      }
    } finally {
      for (const intake of this.intakes.values()) intake.goOn();
    }
  }

  /** Looks whether the input still is the one that was read. A partition of another one cannot go on. */
  async lookWhoseInput(): Promise<void> {
    for (const [task, failure] of await this.watch.look(this.all())) this.steering.onFailure(task, failure);
  }

  endOf(task: PartitionTask): bigint | undefined {
    return this.ends.endOf(task.partition, task.nextIn);
  }

  private isBehind(task: PartitionTask): boolean {
    const end = this.endOf(task);
    return end !== undefined && end - task.next() >= SLICE_RECORDS_BEHIND;
  }

  /** How many records wait to be dealt with, by partition, where that is known. */
  lag(): ReadonlyMap<number, number> {
    return lagOf(this.assigned, (partition) => this.get(partition)?.task, this.ends);
  }

  /** How long ago the last record was stamped that is dealt with, in ms, by partition; 0 where none waits. */
  lagMs(now: number): ReadonlyMap<number, number> {
    return lagMsOf(this.lag(), (partition) => this.get(partition)?.task, this.ends, now);
  }

  /** Folds nothing more. */
  close(): void {
    for (const intake of this.intakes.values()) intake.close();
  }

  /** Folds nothing more, and writes what is not written. */
  async flush(): Promise<void> {
    this.close();
    await Promise.all(this.all().map(async (task) => task.flush()));
  }

  async drop(): Promise<void> {
    await Promise.all([...this.intakes.values()].map(async (intake) => this.letGo(intake)));
  }
}
