import type { AppError } from "../../../models/app-error";
import { InputEnds } from "./input-ends";
import { lagMsOf, lagOf } from "./input-lag";
import { InputWatch } from "./input-watch";
import { Intake, type Flow } from "../intake/intake";
import { IntakeLimits } from "../intake/intake-limits";
import type { OpenTask, PartitionTask } from "../task/partition-task";
import type { Fetching, InputLog, LogErrors } from "../port/port";
import type { SharedOptions } from "../task/task-options";
import { topicBounds } from "../intake/topic-bounds";
import { inputName } from "../port/topic-names";
import { Openings } from "../task/openings";
import { reportTrouble, Troubles } from "../task/troubles";

/** How long a partition waits before it is opened again: 300 ms, then twice as long each time it fails in the same way, up to 2.4 s. */
const [REOPEN_MS, REOPEN_MS_MAX] = [300, 2400];

/** Pauses, resumes and seeks what is fetched. */
export interface Steering extends Flow, Fetching {}

/** The partitions that a worker owns, each with its task and with the records that wait for it. */
export class OwnedPartitions {
  private readonly intakes = new Map<number, Intake>();
  private readonly openings = new Openings();
  private readonly troubles: Troubles;
  readonly ends: InputEnds;
  private readonly watch: InputWatch;
  private assigned: readonly number[] = [];
  /** How much may wait in all of them. */
  readonly limits = new IntakeLimits(this.intakes, (task) => this.endOf(task));

  constructor(
    private readonly openTask: OpenTask,
    log: InputLog & { readonly errors: LogErrors },
    private readonly options: SharedOptions,
    private readonly steering: Steering,
  ) {
    this.troubles = new Troubles(log.errors);
    this.ends = new InputEnds(log, options.topics.inputs, options.groupId, options.gaps?.offsetGaps);
    this.watch = new InputWatch(log, options.topics.inputs, options.kind.partitions, this.ends);
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

  /** Those that are restored and, where they failed before, have written something since. */
  ready(): readonly number[] {
    return this.assigned.filter((partition) => {
      const task = this.get(partition)?.task;
      return task?.isOpen === true && (task.hasProgressed || !this.troubles.has(partition));
    });
  }

  /**
   * Takes the partitions that the group assigned. One that was owned before keeps its state in memory: had another worker owned it in between,
   * it would have fenced this one. The consumer starts at the group's offset, which may lie elsewhere: so each partition seeks.
   */
  assign(partitions: readonly number[]): void {
    this.assigned = partitions;
    this.troubles.keep(partitions);
    this.ends.keep(partitions);
    for (const intake of [...this.intakes.values()]) {
      if (partitions.includes(intake.task.partition)) this.readOn(intake);
      else void this.release(intake);
    }
    for (const partition of partitions) this.open(partition);
  }

  /** Opens a partition again that was closed after a failure, if this worker still owns it. */
  openAgain(partition: number): void {
    if (this.assigned.includes(partition)) this.open(partition);
  }

  /** Nothing is fetched of a partition before it is open: only its state says from where on. */
  private open(partition: number): void {
    if (this.intakes.has(partition)) return;
    this.pause(partition);
    const task = this.openTask(partition, this.openings);
    const intake = new Intake(task, this.options.topics.inputs, this.steering, {
      bytesMax: this.limits.bytesMax,
      sliceRecords: this.limits.sliceRecords,
      endIn: (topic) => this.ends.endIn(topic, partition),
      ...topicBounds(this.options.policies),
    });
    this.intakes.set(partition, intake);
    void task.ready.then(() => {
      if (this.intakes.get(partition) !== intake) return;
      if (task.failure !== undefined) return this.steering.onFailure(task, task.failure);
      this.readOn(intake);
      for (const topic of this.options.topics.inputs) this.steering.resume(topic, partition);
    });
  }

  private pause(partition: number): void {
    for (const topic of this.options.topics.inputs) this.steering.pause(topic, partition);
  }

  private readOn(intake: Intake): void {
    const { task } = intake;
    if (!task.isOpen || task.isDropped) return;
    for (const topic of this.options.topics.inputs) this.steering.seek(topic, task.partition, intake.next(topic));
  }

  /**
   * Closes a partition that failed. Whether its last transaction was committed only the state says, so it must be restored. Returns after how many
   * ms it may be opened again, or why that would be in vain; undefined where the task was replaced before.
   */
  async closeAfterFailure(task: PartitionTask, error: unknown): Promise<number | AppError | undefined> {
    const { partition, isOpen, written, hasProgressed } = task;
    const intake = this.intakes.get(partition);
    if (intake?.task !== task) return undefined;
    const place = { topic: inputName(this.options.topics), partition, offset: isOpen ? written : undefined };
    const trouble = this.troubles.note(place, error, hasProgressed);
    reportTrouble(this.options.log, place, error, trouble);
    this.options.onReopened(trouble.kind);
    this.ends.remember(partition, place.offset, task.writtenTimestamp);
    this.pause(partition);
    await this.release(intake);
    return trouble.failure ?? Math.min(REOPEN_MS * 2 ** (trouble.times - 1), REOPEN_MS_MAX);
  }

  private async release(intake: Intake): Promise<void> {
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

  /** How many records wait to be folded, by partition, where that is known. */
  lag(): ReadonlyMap<number, number> {
    return lagOf(this.assigned, (partition) => this.get(partition)?.task, this.ends);
  }

  /** How long ago the last folded record was stamped, in ms, by partition; 0 where none waits. */
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
    await Promise.all([...this.intakes.values()].map(async (intake) => this.release(intake)));
  }
}
