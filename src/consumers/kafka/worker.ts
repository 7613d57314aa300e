import type { Admin, Consumer, ConsumerEndBatchProcessEvent, EachBatchPayload } from "kafkajs";

import { AppError } from "../../models/app-error";
import { ownValue } from "../../models/own-value";
import { asAppError } from "./client-errors";
import { createKafka, FAST_RETRY, type KafkaAccess } from "./client";
import { InputFlow } from "./input-flow";
import { OwnedPartitions } from "./owned-partitions";
import { PartitionTask, type OpenTask } from "./partition-task";
import type { TaskOrder } from "./task-order";
import { statusOf, type WorkerStatus } from "./worker-status";
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

/** A member learns with its next heartbeat that another one left. */
const HEARTBEAT_MS = 200;
/** How long a fetch waits where nothing comes; it answers at once when something does. */
const IDLE_FETCH_MS = 300;
const LEAVING_MS = 4000;
/** How much is fetched at once, at most: a partition that is behind is folded in as long stretches. */
const FETCH_BYTES = 10 << 20;

/** The client knows from where it fetched a batch, but its types do not say so. */
type FetchedBatch = EachBatchPayload["batch"] & { readonly fetchedOffset: string };
type BatchEvent = ConsumerEndBatchProcessEvent["payload"];

/** A member of the group: takes what partitions it is given, and folds them until it is stopped or cannot go on. */
export class Worker {
  /** Ends when the worker was stopped; fails with the reason where it could not go on. */
  readonly ended: Promise<void>;
  private readonly admin: Admin;
  private readonly consumer: Consumer;
  private readonly owned: OwnedPartitions;
  private readonly flow: InputFlow;
  private isMember = false;
  /** Takes nothing more. */
  private isStopping = false;
  private isLeaving = false;
  /** How many were answered. */
  private heartbeats = 0;
  private end: (failure?: Error) => void = () => undefined;

  constructor(private readonly order: WorkerOrder) {
    const kafka = createKafka(order.access, order.log);
    this.admin = kafka.admin();
    this.consumer = kafka.consumer({
      groupId: order.groupId,
      sessionTimeout: order.sessionMs,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: Math.max(6000, order.sessionMs),
      maxWaitTimeInMs: IDLE_FETCH_MS,
      maxBytes: FETCH_BYTES,
      maxBytesPerPartition: FETCH_BYTES,
      retry: { ...FAST_RETRY, retries: 40, restartOnFailure: async () => Promise.resolve(!this.isStopping) },
    });
    this.flow = new InputFlow(this.consumer, order.topics.input);
    const { hold, release, seek } = this.flow;
    const open = (...[partition, restores]: Parameters<OpenTask>) =>
      new PartitionTask(kafka, this.admin, partition, order, restores);
    const onFailure = (task: PartitionTask, error: unknown) => void this.recover(task, error);
    this.owned = new OwnedPartitions(open, this.admin, order, { hold, release, seek, onFailure });
    this.ended = new Promise((resolve, reject) => {
      this.end = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
  }

  async start(): Promise<void> {
    const { consumer, order } = this;
    const { input } = order.topics;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
      this.join(ownValue(payload.memberAssignment, input) ?? []),
    );
    consumer.on(consumer.events.REBALANCING, () => (this.isMember = false));
    consumer.on(consumer.events.HEARTBEAT, () => (this.heartbeats += 1));
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => this.skip(payload));
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      this.isMember = false;
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
    return statusOf(this.owned, this.isMember);
  }

  /** Writes what is not written, leaves the group, and ends. */
  async stop(): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    await within(LEAVING_MS, "flushing", this.owned.flush()).catch((error: unknown) =>
      this.order.log.warn("what changed last was not kept; it will be folded again", { error: String(error) }),
    );
    await this.leave(undefined);
  }

  private async leave(failure: Error | undefined): Promise<void> {
    if (this.isLeaving) return;
    this.isLeaving = true;
    this.isStopping = true;
    this.owned.close();
    await Promise.race([this.consumer.disconnect().catch(() => undefined), pause(LEAVING_MS)]);
    await this.owned.drop();
    await Promise.race([this.admin.disconnect().catch(() => undefined), pause(LEAVING_MS)]);
    this.end(failure);
  }

  private join(partitions: readonly number[]): void {
    // A group that is being left may still give out partitions: nobody would serve them here.
    if (this.isStopping) return;
    this.isMember = true;
    this.owned.assign(partitions);
    this.order.log.info("joined the group", { partitions });
    this.order.onRebalanced(partitions);
  }

  /** What is fetched waits with its partition, so that the next can be fetched at once. */
  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { partition, messages } = batch;
    const intake = this.owned.get(partition);
    if (intake?.task.isOpen !== true) this.flow.hold(partition);
    else if (!this.isStopping && !payload.isStale()) {
      const fetchedFrom = BigInt((batch as FetchedBatch).fetchedOffset);
      const last = batch.lastOffset();
      if (intake.take(messages, fetchedFrom, BigInt(last) + 1n)) payload.resolveOffset(last);
      else this.flow.seek(partition, intake.next());
    }
    await payload.heartbeat();
  }

  /** The client gives out no batch that has nothing but marks of transactions and what was aborted; it passes them by. */
  private skip({ partition, batchSize, firstOffset, lastOffset }: BatchEvent): void {
    // What lies before the offset that was asked for has no first one, whatever the types say.
    const from = firstOffset as string | null;
    if (batchSize === 0 && from !== null) this.owned.get(partition)?.skip(BigInt(from), BigInt(lastOffset) + 1n);
  }

  /** Only who still is a member opens a partition again: it would fence the rightful owner. Throws nothing: nobody waits for it. */
  private async recover(task: PartitionTask, error: unknown): Promise<void> {
    try {
      if (this.isStopping) return;
      if (error instanceof AppError) return await this.leave(error);
      const next = await this.owned.giveUp(task, error);
      if (next === undefined) return;
      if (typeof next !== "number") return await this.leave(next);
      await this.nextHeartbeat(next);
      this.openAgain(task.partition);
    } catch (failure) {
      await this.leave(asAppError(failure));
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

  private async tickTask(task: PartitionTask, now: number | undefined): Promise<void> {
    const end = this.owned.endOf(task.partition);
    try {
      if (end !== undefined && task.isOpen) await task.tick(now, end);
    } catch (error) {
      await this.recover(task, error);
    }
  }
}
