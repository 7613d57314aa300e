import type { Consumer, ConsumerEndBatchProcessEvent, EachBatchPayload, Kafka } from "kafkajs";

import { AppError } from "../../models/app-error";
import { ownValue } from "../../models/own-value";
import { PartitionOwnership } from "../live/group/partition-ownership";
import type { GroupMember, MemberListener, MemberOptions } from "../live/port/port";
import { pause } from "../live/port/waiting";
import { FAST_RETRY } from "./client";
import { isAbsence } from "./client-errors";
import { InputFlow } from "./input-flow";
import { toLogRecord } from "./log-records";
import { PartitionAssigners } from "./patched-client";
import { stickyAssigner } from "./sticky-assigner";

/** A member learns with its next heartbeat that another one left. */
const HEARTBEAT_MS = 200;
/** How long a fetch waits where nothing comes; it answers at once when something does. */
const IDLE_FETCH_MS = 300;
const LEAVING_MS = 4000;
/** How long it waits before it joins again after the brokers went away. */
const JOIN_AGAIN_MS = 1000;
/** How much is fetched at once, at most: a partition that is behind is folded in as long stretches. */
const FETCH_BYTES = 10 << 20;

/** The client knows from where it fetched a batch, but its types do not say so. */
type FetchedOfClient = EachBatchPayload["batch"] & { readonly fetchedOffset: string };
type BatchEvent = ConsumerEndBatchProcessEvent["payload"];

/** A consumer of the client as a member of its group. */
export class KafkaGroupMember extends InputFlow implements GroupMember {
  private readonly member: Consumer;
  private readonly ownership: PartitionOwnership;

  constructor(
    kafka: Kafka,
    private readonly options: MemberOptions,
    private readonly listener: MemberListener,
  ) {
    const ownership = new PartitionOwnership();
    const member = kafka.consumer({
      groupId: options.groupId,
      // The group takes what all its members know: the other serves while workers of an earlier release are among them. Those read
      // one topic; of several it would give the partitions of one number to different members.
      partitionAssigners: [
        stickyAssigner(ownership),
        ...(options.topics.length === 1 ? [PartitionAssigners.roundRobin] : []),
      ],
      sessionTimeout: options.sessionMs,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: Math.max(6000, options.sessionMs),
      maxWaitTimeInMs: IDLE_FETCH_MS,
      maxBytes: FETCH_BYTES,
      maxBytesPerPartition: FETCH_BYTES,
      retry: { ...FAST_RETRY, retries: 40, restartOnFailure: async () => Promise.resolve(listener.isStaying()) },
    });
    super(member);
    this.member = member;
    this.ownership = ownership;
  }

  async start(): Promise<void> {
    const { member, listener, options } = this;
    member.on(member.events.GROUP_JOIN, ({ payload }) => {
      const assigned = options.topics.map((topic) => ownValue(payload.memberAssignment, topic) ?? []);
      const [partitions = [], ...others] = assigned;
      if (others.some((other) => !isSame(partitions, other))) return listener.onCrashed(assignedApart(options), false);
      this.ownership.assign(partitions);
      listener.onJoined(partitions);
    });
    member.on(member.events.REBALANCING, () => listener.onRebalancing());
    member.on(member.events.HEARTBEAT, ({ payload }) => {
      this.ownership.joinGeneration(payload.groupGenerationId);
      listener.onHeartbeat();
    });
    member.on(member.events.END_BATCH_PROCESS, ({ payload }) => this.skip(payload));
    member.on(member.events.CRASH, ({ payload: { error, restart } }) => this.crash(error, restart));
    await this.join();
  }

  private async join(): Promise<void> {
    const { member } = this;
    await member.connect();
    await member.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await member.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 64,
      eachBatch: async (payload) => this.take(payload),
    });
  }

  /** The client takes it for final that the group has no coordinator; where all brokers are away, that passes. */
  private crash(error: Error, restarts: boolean): void {
    const joinsAgain = !restarts && isAbsence(error) && this.listener.isStaying();
    this.listener.onCrashed(error, restarts || joinsAgain);
    if (joinsAgain) void this.joinAgain();
  }

  private async joinAgain(): Promise<void> {
    await pause(JOIN_AGAIN_MS);
    if (!this.listener.isStaying()) return;
    await this.join().catch((error: unknown) => this.crash(error as Error, false));
  }

  async leave(): Promise<void> {
    await Promise.race([this.member.disconnect().catch(() => undefined), pause(LEAVING_MS)]);
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const last = batch.lastOffset();
    const isTaken = this.listener.onFetched({
      topic: batch.topic,
      partition: batch.partition,
      records: batch.messages.map(toLogRecord),
      from: BigInt((batch as FetchedOfClient).fetchedOffset),
      after: BigInt(last) + 1n,
      isStale: payload.isStale(),
    });
    if (isTaken) {
      payload.resolveOffset(last);
      // The client fetches on once this has ended.
      await this.listener.whenFetchable(batch);
    }
    await payload.heartbeat();
  }

  /** The client gives out no batch that has nothing but marks of transactions and what was aborted, or what compaction left; it passes them by. */
  private skip({ topic, partition, batchSize, firstOffset, lastOffset }: BatchEvent): void {
    // Of such a batch the first offset is the one that was asked for: `patchFirstOffset`.
    if (batchSize === 0) this.listener.onSkipped(topic, partition, BigInt(firstOffset), BigInt(lastOffset) + 1n);
  }
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((partition) => other.includes(partition));
}

/** Whoever assigned them reads other topics than this worker. */
function assignedApart({ groupId, topics }: MemberOptions): AppError {
  return new AppError(
    "topicWrong",
    `The group "${groupId}" did not give this worker the same partitions of ${topics.map((topic) => `"${topic}"`).join(" and ")}: some of its workers read other topics.`,
    "Stop them, or start all workers of a group with the same --topic.",
  );
}
