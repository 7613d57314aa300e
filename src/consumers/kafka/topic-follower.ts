import { randomUUID } from "node:crypto";
import type { Admin, Consumer, Kafka } from "kafkajs";

import type { LogRecord } from "../live/port/port";
import { pause } from "../live/port/waiting";
import { asAppError } from "./client-errors";
import { toLogRecord } from "./log-records";

/** What is told of a record of a topic that is followed. */
export type TakeMessage = (topic: string, partition: number, record: LogRecord) => void;

/** So many fetches in a row that bring nothing mean that all there was has been read. */
const EMPTY_FETCHES = 3;
const LEAVING_MS = 3000;

/**
 * Follows topics from their beginning, committed records alone, for one who only looks: in a group of its own, which keeps
 * nothing, so that any number can follow.
 */
export class TopicFollower {
  private readonly consumer: Consumer;
  /** The offset behind what was taken, by topic and partition. */
  private readonly next = new Map<string, bigint>();
  private emptyFetches = 0;
  private isCaughtUp = false;

  constructor(
    kafka: Kafka,
    groupPrefix: string,
    private readonly topics: readonly string[],
    private readonly take: TakeMessage,
  ) {
    this.consumer = kafka.consumer({
      groupId: `${groupPrefix}.board.${randomUUID()}`,
      maxWaitTimeInMs: 250,
      maxBytesPerPartition: 4 << 20,
    });
  }

  /** Whether it has read all that was there when it began. */
  hasCaughtUp(): boolean {
    return this.isCaughtUp;
  }

  /** Follows until it is stopped. Throws `AppError` where it cannot go on. */
  async follow(stop: AbortSignal): Promise<void> {
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: [...this.topics], fromBeginning: true });
      await this.run(stop);
    } catch (error) {
      throw asAppError(error);
    } finally {
      await Promise.race([this.consumer.disconnect().catch(() => undefined), pause(LEAVING_MS)]);
    }
  }

  private async run(stop: AbortSignal): Promise<void> {
    const { consumer } = this;
    // The client does not say how many batches a fetch brought: what it brought is given out before the next one.
    consumer.on(consumer.events.FETCH, () => {
      this.emptyFetches += 1;
      if (this.emptyFetches >= EMPTY_FETCHES) this.isCaughtUp = true;
    });
    const ended = new Promise<void>((resolve, reject) => {
      stop.addEventListener("abort", () => resolve(), { once: true });
      if (stop.aborted) resolve();
      consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
        if (!restart) reject(error);
      });
    });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { topic, partition, messages } }) => {
        this.emptyFetches = 0;
        for (const message of messages) this.takeOnce(topic, partition, toLogRecord(message));
        await Promise.resolve();
      },
    });
    await ended;
  }

  /** After a crash the client begins again, as nothing is committed. */
  private takeOnce(topic: string, partition: number, record: LogRecord): void {
    const place = `${topic}/${partition}`;
    const { offset } = record;
    if (offset < (this.next.get(place) ?? 0n)) return;
    this.next.set(place, offset + 1n);
    this.take(topic, partition, record);
  }
}

/** How far a group is with the topics of an input. */
export interface GroupProgress {
  /** How many records it has not read yet, by partition. */
  readonly lag: Record<string, number>;
  /** How many it has, of those that the topics still have. */
  readonly read: number;
}

/** Asks a cluster how far a group is with the topics of an input, by the offsets that the group commits. */
export async function progressOf(admin: Admin, topics: readonly string[], groupId: string): Promise<GroupProgress> {
  const lag = new Map<string, number>();
  let read = 0;
  for (const topic of topics) {
    const ends = await admin.fetchTopicOffsets(topic);
    const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
    for (const { partition, low, high } of ends) {
      const offset = Number(committed?.partitions.find((one) => one.partition === partition)?.offset ?? -1);
      const next = Math.min(Number(high), Math.max(offset, Number(low)));
      lag.set(String(partition), (lag.get(String(partition)) ?? 0) + Number(high) - next);
      read += next - Number(low);
    }
  }
  return { lag: Object.fromEntries(lag), read };
}
