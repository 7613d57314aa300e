import type { Kafka, Producer, Transaction } from "kafkajs";

import { AppError } from "../../models/app-error";
import { headerBytes } from "../live/records/header-entries";
import { phaseOfSend } from "../live/port/phases";
import {
  writerId,
  type GroupOffsets,
  type Outgoing,
  type PartitionWriter,
  type WriterOptions,
} from "../live/port/port";
import { alterTopicCommand } from "../live/port/topic-advice";
import { pause, withTimeout } from "../live/port/waiting";
import { FAST_RETRY } from "./client";
import { toClientMessages } from "./log-records";

/** One send is one record batch, which a broker takes whole or not at all: below its usual limit of 1 MiB. */
const SEND_BYTES_MAX = 900_000;
const MESSAGE_BYTES = 64;
const OPENING_MS = 20_000;
const TRANSACTION_MS = 30_000;
const LEAVING_MS = 2000;

/**
 * Writes for one input partition in transactions. The transactional id is the partition's of the outputs, so that whoever opens it last
 * fences all others. One send at a time, each to one partition of one topic: sends that overlap lose acknowledged records,
 * and a send over several brokers commits some twice.
 */
export class KafkaPartitionWriter implements PartitionWriter {
  private readonly producer: Producer;

  constructor(
    kafka: Kafka,
    private readonly partition: number,
    private readonly options: WriterOptions,
  ) {
    this.producer = kafka.producer({
      transactionalId: writerId(options, partition),
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: TRANSACTION_MS,
      retry: FAST_RETRY,
    });
  }

  /** Fences whoever wrote before; returns once that one's last transaction is complete. */
  async open(): Promise<void> {
    await withTimeout(OPENING_MS, "connecting", this.producer.connect());
    await withTimeout(
      OPENING_MS,
      "fencing",
      this.options.during("fence", async () => this.fence()),
    );
  }

  private async fence(): Promise<void> {
    const transaction = await this.producer.transaction();
    await transaction.abort();
  }

  /** Writes messages, in their order for each topic, and the position up to which the input is folded, or nothing. */
  async write(messages: readonly Outgoing[], groupOffsets: GroupOffsets | undefined): Promise<void> {
    await withTimeout(TRANSACTION_MS, "a transaction", this.transact(messages, groupOffsets));
  }

  private async transact(messages: readonly Outgoing[], groupOffsets: GroupOffsets | undefined): Promise<void> {
    const transaction = await this.producer.transaction();
    const { during, topics } = this.options;
    for (const { topic, messages: part } of cutIntoSends(messages)) {
      const messages = toClientMessages(part, this.partition);
      const sending = async () => transaction.send({ topic, acks: -1, messages });
      await during(phaseOfSend(topic, topics), sending).catch((error: unknown) => {
        throw isTooLarge(error) ? tooLarge(topic, part) : error;
      });
    }
    if (groupOffsets !== undefined) await during("offsets", async () => this.sendOffsets(transaction, groupOffsets));
    await during("commit", async () => transaction.commit());
  }

  /** For tools that show lag: the position that counts is in the state. */
  private async sendOffsets(transaction: Transaction, offsets: GroupOffsets): Promise<void> {
    const { partition, options } = this;
    const topics = [...offsets].map(([topic, offset]) => {
      return { topic, partitions: [{ partition, offset: String(offset) }] };
    });
    await transaction.sendOffsets({ consumerGroupId: options.groupId, topics });
  }

  async close(): Promise<void> {
    await Promise.race([this.producer.disconnect().catch(() => undefined), pause(LEAVING_MS)]);
  }
}

function isTooLarge(error: unknown): boolean {
  const { type, cause } = error as { readonly type?: string; readonly cause?: { readonly type?: string } };
  return type === "MESSAGE_TOO_LARGE" || cause?.type === "MESSAGE_TOO_LARGE";
}

function tooLarge(topic: string, messages: readonly Outgoing[]): AppError {
  const largest = messages.reduce((most, one) => (sizeOf(one) > sizeOf(most) ? one : most));
  return new AppError(
    "outputTooLarge",
    `A record of ${sizeOf(largest)} bytes (key "${String(largest.key)}") is more than the topic "${topic}" takes.`,
    alterTopicCommand(topic, `max.message.bytes=${2 * sizeOf(largest)}`),
  );
}

/** Messages by topic, in stretches that a broker takes at once. */
export function cutIntoSends(
  messages: readonly Outgoing[],
): { readonly topic: string; readonly messages: readonly Outgoing[] }[] {
  const byTopic = new Map<string, { topic: string; messages: Outgoing[]; bytes: number }[]>();
  for (const message of messages) {
    const { topic } = message;
    const bytes = sizeOf(message);
    const sends = byTopic.get(topic) ?? [];
    if (sends.length === 0) byTopic.set(topic, sends);
    const last = sends.at(-1);
    if (last === undefined || last.bytes + bytes > SEND_BYTES_MAX) sends.push({ topic, messages: [message], bytes });
    else {
      last.messages.push(message);
      last.bytes += bytes;
    }
  }
  return [...byTopic.values()].flat();
}

function sizeOf({ key, value, headers }: Outgoing): number {
  return Buffer.byteLength(key ?? "") + Buffer.byteLength(value ?? "") + headerBytes(headers) + MESSAGE_BYTES;
}
