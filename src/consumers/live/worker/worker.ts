import { AppError } from "../../../models/app-error";
import { OwnedPartitions } from "./owned-partitions";
import { PartitionTask, type OpenTask } from "../task/partition-task";
import type { FetchedBatch, GroupMember, TopicLog } from "../port/port";
import type { TaskOptions } from "../task/task-options";
import { statusOf, type WorkerStatus } from "./worker-status";
import { sharingBounds } from "./shared-bounds";
import { tickOneByOne, watchInput } from "./ticking";
import { pause, withTimeout } from "../port/waiting";

/** How a worker joins its group and serves its partitions. */
export interface WorkerOptions extends TaskOptions {
  /** After how long without a heartbeat the group gives a worker up; the broker's least is usually 6 s. */
  readonly sessionMs: number;
  /** The clock that lets time pass where nothing comes; undefined where only records do. */
  readonly now: (() => number) | undefined;
  readonly onRebalanced: (partitions: readonly number[]) => void;
}

const FLUSHING_MS = 4000;

/** A member of the group: takes what partitions it is given, and folds them until it is stopped or cannot go on. */
export class Worker {
  /** Ends when the worker was stopped; fails with the reason where it could not go on. */
  readonly ended: Promise<void>;
  private readonly member: GroupMember;
  private readonly owned: OwnedPartitions;
  private isMember = false;
  /** Takes nothing more. */
  private isStopping = false;
  private isLeaving = false;
  /** How many were answered. */
  private heartbeats = 0;
  private end: (failure?: Error) => void = () => undefined;

  constructor(
    private readonly log: TopicLog,
    private readonly options: WorkerOptions,
  ) {
    const { groupId, sessionMs, topics } = options;
    this.member = log.createMember(
      { groupId, sessionMs, topics: topics.inputs },
      {
        onJoined: (partitions) => this.join(partitions),
        onRebalancing: () => (this.isMember = false),
        onHeartbeat: () => (this.heartbeats += 1),
        onCrashed: (error, joinsAgain) => this.crash(error, joinsAgain),
        onFetched: (batch) => this.take(batch),
        whenFetchable: async (batch) => this.owned.limits.wait(batch, () => this.isStopping || !this.isMember),
        onSkipped: (topic, partition, from, after) => this.owned.get(partition)?.skip(topic, from, after),
        isStaying: () => !this.isStopping,
      },
    );
    const { member } = this;
    const shared = sharingBounds(log);
    const open: OpenTask = (partition, openings) => new PartitionTask(shared, partition, options, openings);
    const onFailure = (task: PartitionTask, error: unknown) => void this.recover(task, error);
    this.owned = new OwnedPartitions(open, log, options, {
      pause: member.pause,
      resume: member.resume,
      seek: member.seek,
      onFailure,
    });
    this.ended = new Promise((resolve, reject) => {
      this.end = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
  }

  async start(): Promise<void> {
    const { options } = this;
    await this.log.connect();
    await this.member.start();
    const ticked = {
      owned: this.owned,
      isMember: () => this.isMember,
      isStopping: () => this.isStopping,
      now: () => options.now?.(),
      tick: async (task: PartitionTask) => this.tickTask(task, options.now?.()),
      log: options.log,
    };
    void tickOneByOne(ticked);
    void watchInput(ticked);
  }

  status(): WorkerStatus {
    return statusOf(this.owned, this.isMember);
  }

  /** Writes what is not written, leaves the group, and ends. */
  async stop(): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    await withTimeout(FLUSHING_MS, "flushing", this.owned.flush()).catch((error: unknown) =>
      this.options.log.warn("what changed last was not kept; it will be folded again", { error: String(error) }),
    );
    await this.leave(undefined);
  }

  private async leave(failure: Error | undefined): Promise<void> {
    if (this.isLeaving) return;
    this.isLeaving = true;
    this.isStopping = true;
    this.owned.close();
    await this.member.leave();
    await this.owned.drop();
    await this.log.disconnect();
    this.end(failure);
  }

  private join(partitions: readonly number[]): void {
    // A group that is being left may still give out partitions: nobody would serve them here.
    if (this.isStopping) return;
    this.isMember = true;
    // Whoever waits in the group for partitions follows, as those do who serve some, where the policy is switched meanwhile.
    if (partitions.length === 0) this.options.policies.serve();
    this.owned.assign(partitions);
    this.options.log.info("joined the group", { partitions });
    this.options.onRebalanced(partitions);
  }

  private crash(error: Error, joinsAgain: boolean): void {
    this.isMember = false;
    const what = joinsAgain ? "left the group after an error; joining it again" : "left the group after an error";
    this.options.log.warn(what, { error: error.message });
    if (!joinsAgain) void this.leave(error);
  }

  /** What is fetched waits with its partition, so that the next can be fetched at once. */
  private take({ topic, partition, records, from, after, isStale }: FetchedBatch): boolean {
    const intake = this.owned.get(partition);
    if (intake?.task.isOpen !== true) {
      this.member.pause(topic, partition);
      return false;
    }
    if (this.isStopping || isStale) return false;
    const isTaken = intake.take(topic, records, from, after);
    if (!isTaken) this.member.seek(topic, partition, intake.next(topic));
    return isTaken;
  }

  /** Only who still is a member opens a partition again: it would fence the rightful owner. Throws nothing: nobody waits for it. */
  private async recover(task: PartitionTask, error: unknown): Promise<void> {
    try {
      if (this.isStopping) return;
      if (error instanceof AppError) return await this.leave(error);
      const next = await this.owned.closeAfterFailure(task, error);
      if (next === undefined) return;
      if (typeof next !== "number") return await this.leave(next);
      await this.nextHeartbeat(next);
      this.openAgain(task.partition);
    } catch (failure) {
      await this.leave(this.log.errors.asAppError(failure));
    }
  }

  private openAgain(partition: number): void {
    if (this.isMember && !this.isStopping) this.owned.openAgain(partition);
  }

  /** A worker that was frozen takes itself for a member until a heartbeat is refused. */
  private async nextHeartbeat(waitMs: number): Promise<void> {
    const before = this.heartbeats;
    do await pause(waitMs);
    while (this.heartbeats === before && !this.isStopping);
  }

  private async tickTask(task: PartitionTask, now: number | undefined): Promise<boolean> {
    const end = this.owned.endOf(task);
    try {
      return end !== undefined && task.isOpen && (await task.tick(now, end));
    } catch (error) {
      await this.recover(task, error);
      return true;
    }
  }
}
