import { randomUUID } from "node:crypto";
import type { Admin, Consumer, Kafka } from "kafkajs";

import type { LogRecord } from "../live/port/port";
import { pause, withTimeout } from "../live/port/waiting";
import { ofOwnTopic } from "../live/state/state-checks";
import { asAppError } from "./client-errors";
import { toLogRecord } from "./log-records";
import { topicOffsets } from "./topic-offsets";

/** What is passed on of a record of a followed topic. */
export type TakeMessage = (topic: string, partition: number, record: LogRecord) => void;

const LEAVING_MS = 3000;
/** How often it is asked where topics begin, until all is read that was there. */
const ASK_STARTS_MS = 2000;

/**
 * Follows topics that convofold writes from their beginning, committed records alone, for one who only looks: in a group of its own, which keeps
 * nothing, so that any number can follow.
 */
export class TopicFollower {
  private readonly consumer: Consumer;
  /** The offset behind what was taken, by topic and partition. */
  private readonly next = new Map<string, bigint>();
  /** Where each topic and partition ended when this began, as far as that is not reached; undefined before it is known. */
  private ahead: Map<string, bigint> | undefined;

  constructor(
    kafka: Kafka,
    private readonly admin: Pick<Admin, "fetchTopicOffsets">,
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
    return this.ahead?.size === 0;
  }

  /** Follows until it is stopped. Throws `AppError` where it cannot go on. */
  async follow(stop: AbortSignal): Promise<void> {
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: [...this.topics], fromBeginning: true });
      await this.run(stop);
    } catch (error) {
      throw ofOwnTopic(asAppError(error));
    } finally {
      await withTimeout(LEAVING_MS, "leaving", this.consumer.disconnect()).catch(() => undefined);
    }
  }

  private async run(stop: AbortSignal): Promise<void> {
    const { consumer } = this;
    this.ahead = await this.askEnds();
    // Said also of batches that have nothing but marks of transactions, which are not given out.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { topic, partition, lastOffset } }) =>
      this.noteRead(placeOf(topic, partition), BigInt(lastOffset) + 1n),
    );
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
        for (const message of messages) this.takeOnce(topic, partition, toLogRecord(message));
        await Promise.resolve();
      },
    });
    const over = new AbortController();
    void this.lookForDeleted(over.signal);
    await ended.finally(() => over.abort());
  }

  private async askEnds(): Promise<Map<string, bigint>> {
    const ends = new Map<string, bigint>();
    for (const topic of this.topics)
      for (const { partition, low, high } of await topicOffsets(this.admin, topic))
        if (BigInt(low) < BigInt(high)) ends.set(placeOf(topic, partition), BigInt(high));
    return ends;
  }

  /** What was there when it began may be deleted before it is read, and nothing may come after it: so it is asked for until all was read. */
  private async lookForDeleted(over: AbortSignal): Promise<void> {
    while (!this.hasCaughtUp() && !over.aborted) {
      await pause(ASK_STARTS_MS, over);
      // Brokers that do not answer are asked again.
      await this.noteDeleted().catch(() => undefined);
    }
  }

  private async noteDeleted(): Promise<void> {
    for (const topic of this.topics)
      for (const { partition, low } of await topicOffsets(this.admin, topic))
        this.noteRead(placeOf(topic, partition), BigInt(low));
  }

  private noteRead(place: string, until: bigint): void {
    if (until >= (this.ahead?.get(place) ?? 0n)) this.ahead?.delete(place);
  }

  /** After a crash the client begins again, as nothing is committed. */
  private takeOnce(topic: string, partition: number, record: LogRecord): void {
    const place = placeOf(topic, partition);
    const { offset } = record;
    if (offset < (this.next.get(place) ?? 0n)) return;
    this.next.set(place, offset + 1n);
    this.take(topic, partition, record);
  }
}

function placeOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
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
    const ends = await topicOffsets(admin, topic);
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
