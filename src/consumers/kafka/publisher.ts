import type { Admin, Kafka, Producer } from "kafkajs";

import { hashOf } from "../../models/hash";
import { AppError } from "../../models/app-error";
import type { Outgoing } from "../live/port/port";
import { alterTopicCommand } from "../live/port/topic-advice";
import { pause } from "../live/port/waiting";
import { FAST_RETRY } from "./client";
import { isAbsence } from "./client-errors";
import { toClientMessages } from "./log-records";
import { cutIntoSends } from "./partition-writer";
import type { Publication } from "./publication";
import { lookAtPublished, type PublishedSoFar } from "./published-so-far";
import { createTopics } from "./topic-creation";
import { retentionOf } from "./topic-settings";

const SEND_RECORDS = 500;
/** How long brokers may be away before publishing ends, and how often it is tried meanwhile. */
const [PATIENCE_MS, TRY_AGAIN_MS] = [15 * 60_000, 1000];

/** How a send waits for brokers that are away: until it is asked to stop, or for so long. */
export interface Patience {
  readonly stop: AbortSignal;
  /** Called once a send begins to wait. */
  readonly onAway: () => void;
  readonly patienceMs?: number;
  readonly tryAgainMs?: number;
}

/** What of a producer sends. */
type Sending = Pick<Producer, "send">;

/**
 * Sends records, also where brokers are away for a while. A producer that is idempotent numbers what it sends again as it did before,
 * so that a broker which has it already does not take it twice; another producer would double it. Throws the reason of `stop` where that
 * comes first.
 */
export async function sendPatiently(
  producer: Sending,
  record: Parameters<Sending["send"]>[0],
  { stop, onAway, patienceMs = PATIENCE_MS, tryAgainMs = TRY_AGAIN_MS }: Patience,
): Promise<void> {
  const until = performance.now() + patienceMs;
  for (let isFirst = true; ; isFirst = false) {
    try {
      await producer.send(record);
      return;
    } catch (error) {
      if (!isAbsence(error) || performance.now() >= until) throw error;
      stop.throwIfAborted();
      if (isFirst) onAway();
      await pause(tryAgainMs, stop);
      stop.throwIfAborted();
    }
  }
}

/** Throws `AppError` where a topic would delete records at once, the oldest of which was made at an instant. */
export async function refuseFleeting(admin: Admin, topic: string, oldest: number | undefined): Promise<void> {
  const retention = await retentionOf(admin, topic);
  if (retention === undefined || oldest === undefined || oldest >= Date.now() - retention) return;
  throw new AppError(
    "topicWrong",
    `The topic "${topic}" deletes records older than its retention.ms=${retention}, and the log has older ones.`,
    alterTopicCommand(topic, "retention.ms=-1"),
  );
}

/** Publishes records to a topic, in the order of each partition, each once. */
export class Publisher {
  private readonly producer: Producer;
  private readonly pending = new Map<number, (Outgoing & { readonly timestamp?: string })[]>();
  private partitions = 0;
  private sentCount = 0;
  /** What is there already, where that is gone on from. */
  private soFar: PublishedSoFar | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly topic: string,
    /** Whether each record is sent as it comes, or many together. */
    private readonly isPaced: boolean,
    private readonly patience: Patience,
  ) {
    this.producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, retry: FAST_RETRY });
  }

  /**
   * Goes on with a log that was not published to its end: what the topic has of it is not sent again. All of the log is looked at (`has`)
   * before anything is sent; `startOver` says that this is so. Throws `AppError` where the topic has something else.
   */
  async resume(): Promise<void> {
    this.soFar = await lookAtPublished(this.kafka, this.admin, this.topic);
  }

  /** Whether the topic has a record already. Each record of the log is to be asked for, in their order. */
  has(publication: Publication): boolean {
    return this.soFar?.has(this.placeOf(publication), publication) === true;
  }

  startOver(): void {
    this.soFar?.startOver();
  }

  /** Makes the topic where it is not there. Throws `AppError` where it would delete what is published. */
  async open(partitions: number, oldest: number | undefined): Promise<void> {
    await this.producer.connect();
    const there = await this.admin.listTopics();
    if (!there.includes(this.topic)) {
      const configEntries = [{ name: "retention.ms", value: "-1" }];
      const topic = { topic: this.topic, numPartitions: partitions, replicationFactor: -1, configEntries };
      await createTopics(this.admin, [topic]);
    }
    const { topics } = await this.admin.fetchTopicMetadata({ topics: [this.topic] });
    this.partitions = topics[0]?.partitions.length ?? 0;
    await refuseFleeting(this.admin, this.topic, oldest);
  }

  async publish(publication: Publication): Promise<void> {
    const { key, value, timestamp, headers } = publication;
    const place = this.placeOf(publication);
    const pending = this.pending.get(place) ?? [];
    this.pending.set(place, pending);
    pending.push({
      topic: this.topic,
      key,
      value,
      ...(timestamp !== undefined && { timestamp: String(timestamp) }),
      ...(headers && { headers }),
    });
    if (this.isPaced || pending.length >= SEND_RECORDS) await this.flush(place);
  }

  /** How many records the brokers have taken. */
  sent(): number {
    return this.sentCount;
  }

  /** Sends what waits. */
  async end(): Promise<void> {
    for (const partition of this.pending.keys()) await this.flush(partition);
  }

  /** Lets go of the cluster; to be called in any case. */
  async disconnect(): Promise<void> {
    await this.producer.disconnect();
  }

  private placeOf({ partition, key }: Publication): number {
    return (partition ?? hashOf(key?.toString() ?? "")) % this.partitions;
  }

  /** One send at a time, to one partition each: others lose or double records, with no error shown. */
  private async flush(partition: number): Promise<void> {
    const pending = this.pending.get(partition) ?? [];
    this.pending.set(partition, []);
    for (const { topic, messages } of cutIntoSends(pending)) {
      const record = { topic, acks: -1, messages: toClientMessages(messages, partition) };
      await sendPatiently(this.producer, record, this.patience);
      this.sentCount += messages.length;
    }
  }
}
