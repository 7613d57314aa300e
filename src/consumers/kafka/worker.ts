import type { Admin, Consumer, EachBatchPayload } from "kafkajs";

import { AppError } from "../../models/app-error";
import { createKafka, FAST_RETRY, type KafkaAccess } from "./client";
import { OwnedPartitions } from "./owned-partitions";
import type { PartitionTask, TaskOrder } from "./partition-task";
import type { WorkerStatus } from "./worker-status";
import { tickInTurn } from "./ticking";
import { pause, within } from "./waiting";

/** How a worker joins its group and serves its partitions. */
export interface WorkerOrder extends TaskOrder {
  readonly access: KafkaAccess;
  /** After how long without a heartbeat the group gives a worker up; the broker's least is usually 6 s. */
  readonly sessionMs: number;
  /** The clock that lets time pass where nothing comes; undefined where only records do. */
  readonly now: (() => number) | undefined;
  readonly onRebalanced: (partitions: readonly number[]) => void;
}

const SLICE_RECORDS = 2000;
const HEARTBEAT_MS = 200;
const REOPEN_MS = 300;
/** How long a fetch waits where nothing comes; it answers at once when something does. */
const IDLE_FETCH_MS = 250;
const LEAVING_MS = 4000;

/** The client knows from where it fetched a batch, but its types do not say so. */
type FetchedBatch = EachBatchPayload["batch"] & { readonly fetchedOffset: string };

/** A member of the group: takes what partitions it is given, and folds them until it is stopped or cannot go on. */
export class Worker {
  /** Ends when the worker was stopped; fails with the reason where it could not go on. */
  readonly ended: Promise<void>;
  private readonly admin: Admin;
  private readonly consumer: Consumer;
  private readonly owned: OwnedPartitions;
  private isMember = false;
  private isStopping = false;
  private end: (failure?: Error) => void = () => undefined;

  constructor(private readonly order: WorkerOrder) {
    const kafka = createKafka(order.access, order.log);
    this.admin = kafka.admin();
    this.consumer = kafka.consumer({
      groupId: order.groupId,
      sessionTimeout: order.sessionMs,
      heartbeatInterval: Math.max(100, Math.floor(order.sessionMs / 12)),
      rebalanceTimeout: Math.max(6000, order.sessionMs),
      maxWaitTimeInMs: IDLE_FETCH_MS,
      maxBytesPerPartition: 4 << 20,
      retry: { ...FAST_RETRY, retries: 40 },
    });
    this.owned = new OwnedPartitions(kafka, this.admin, order, (partition, offset) => this.seek(partition, offset));
    this.ended = new Promise((resolve, reject) => {
      this.end = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
  }

  async start(): Promise<void> {
    const { consumer, order } = this;
    const { input } = order.topics;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.join(payload.memberAssignment[input] ?? []));
    consumer.on(consumer.events.REBALANCING, () => (this.isMember = false));
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      order.log.warn("the consumer crashed", { error: error.message, restarts: restart });
      if (!restart) void this.leave(error);
    });
    await this.admin.connect();
    await consumer.connect();
    await consumer.subscribe({ topic: input, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 64,
      eachBatch: async (payload) => this.take(payload),
    });
    void tickInTurn({
      owned: this.owned,
      isMember: () => this.isMember,
      isStopping: () => this.isStopping,
      tick: async (task) => this.tickTask(task, order.now?.()),
      log: order.log,
    });
  }

  status(): WorkerStatus {
    const tasks = this.owned.all();
    const latest = Math.max(-Infinity, ...tasks.filter(({ isOpen }) => isOpen).map((task) => task.latest()));
    return {
      partitions: tasks.map(({ partition }) => partition).sort((one, other) => one - other),
      isReady: this.isMember && tasks.every(({ isOpen }) => isOpen),
      openConversations: tasks.reduce((sum, task) => sum + task.openConversations(), 0),
      streamTime: latest > -Infinity ? latest : undefined,
      lag: this.owned.lag(),
      lagMs: this.owned.lagMs(Date.now()),
      restoring: tasks.filter((task) => !task.isSettled()).length,
      stateBytes: tasks.reduce((sum, task) => sum + task.packedBytes(), 0),
    };
  }

  /** Writes what is not written, leaves the group, and ends. */
  async stop(): Promise<void> {
    if (this.isStopping) return;
    await within(LEAVING_MS, "flushing", this.owned.flush()).catch((error: unknown) =>
      this.order.log.warn("what changed last was not kept; it will be folded again", { error: String(error) }),
    );
    await this.leave(undefined);
  }

  private async leave(failure: Error | undefined): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    await Promise.race([this.consumer.disconnect().catch(() => undefined), pause(LEAVING_MS)]);
    await this.owned.drop();
    await Promise.race([this.admin.disconnect().catch(() => undefined), pause(LEAVING_MS)]);
    this.end(failure);
  }

  private join(partitions: readonly number[]): void {
    this.isMember = true;
    this.owned.assign(partitions);
    this.order.log.info("joined the group", { partitions });
    this.order.onRebalanced(partitions);
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { partition, messages } = batch;
    const task = this.owned.get(partition);
    if (task === undefined || !this.isServing(task) || !(await this.isReady(task, payload))) return;
    const fetchedFrom = BigInt((batch as FetchedBatch).fetchedOffset);
    const isNext = fetchedFrom === task.next() || BigInt(messages[0]?.offset ?? -1) === task.next();
    if (!isNext) return this.seek(partition, task.next());
    for (let from = 0; from < messages.length; from += SLICE_RECORDS) {
      if (payload.isStale() || !payload.isRunning() || !this.isServing(task)) return;
      const slice = messages.slice(from, from + SLICE_RECORDS);
      const isLast = from + SLICE_RECORDS >= messages.length;
      const last = isLast ? batch.lastOffset() : (slice.at(-1)?.offset ?? "0");
      try {
        await task.process(slice, BigInt(last) + 1n);
      } catch (error) {
        return this.recover(task, error, payload);
      }
      payload.resolveOffset(last);
      await payload.heartbeat();
    }
  }

  /** Waits until a partition is restored, and stays in the group meanwhile. */
  private async isReady(task: PartitionTask, payload: EachBatchPayload): Promise<boolean> {
    while (!task.isSettled()) {
      await Promise.race([task.ready, pause(HEARTBEAT_MS)]);
      if (!this.isServing(task)) return false;
      await payload.heartbeat();
    }
    if (task.failure === undefined) return this.isServing(task);
    await this.recover(task, task.failure, payload);
    return false;
  }

  /** Only who still is a member opens a partition again: it would fence the rightful owner. */
  private async recover(task: PartitionTask, error: unknown, payload: EachBatchPayload): Promise<void> {
    if (error instanceof AppError) return void this.leave(error);
    const wasOurs = await this.owned.giveUp(task, error);
    await pause(REOPEN_MS);
    await payload.heartbeat();
    if (wasOurs && payload.isRunning()) this.openAgain(task.partition);
  }

  private seek(partition: number, offset: bigint): void {
    this.consumer.seek({ topic: this.order.topics.input, partition, offset: String(offset) });
  }

  private isServing(task: PartitionTask): boolean {
    return !this.isStopping && !task.isDropped;
  }

  private openAgain(partition: number): void {
    if (this.isMember && !this.isStopping) this.owned.open(partition);
  }

  private async tickTask(task: PartitionTask, now: number | undefined): Promise<void> {
    const end = this.owned.endOf(task.partition);
    try {
      if (task.failure !== undefined) throw task.failure;
      if (end !== undefined && task.isOpen) await task.tick(now, end);
    } catch (error) {
      if (error instanceof AppError) return this.leave(error);
      const wasOurs = await this.owned.giveUp(task, error);
      if (wasOurs) this.openAgain(task.partition);
    }
  }
}
