import { randomUUID } from "node:crypto";
import { AssignerProtocol, type Admin, type Kafka, type KafkaMessage, type PartitionAssigner } from "kafkajs";

import { FAST_RETRY } from "./client";
import { within } from "./waiting";

const READING_MS = 120_000;
/** Little at once, so that the other partitions of a worker need not wait long. */
const FETCH_BYTES = 512 << 10;
/** So many fetches in a row that bring nothing, of 50 ms each, mean that there is nothing more. */
const EMPTY_FETCHES = 30;

/** Assigns one partition, and nothing else. */
function only(topic: string, partition: number): PartitionAssigner {
  return () => ({
    name: "only",
    version: 1,
    assign: async ({ members }) => {
      await Promise.resolve();
      return members.map(({ memberId }) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 1,
          assignment: { [topic]: [partition] },
          userData: Buffer.alloc(0),
        }),
      }));
    },
    protocol: ({ topics }) => ({
      name: "only",
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }),
    }),
  });
}

/**
 * Reads one partition from its start, or from an offset on, committed records alone, until `take` says that it has seen the last one; or, where
 * that is asked for, until there is nothing more: the last offsets may be marks of transactions, which are never given out.
 * The client reads only in groups, so it joins one of its own, which is never used again.
 */
export async function readPartition(
  kafka: Kafka,
  topic: string,
  partition: number,
  groupPrefix: string,
  take: (message: KafkaMessage) => "more" | "last",
  { endsWhenEmpty = false, from }: { readonly endsWhenEmpty?: boolean; readonly from?: string } = {},
): Promise<void> {
  const consumer = kafka.consumer({
    groupId: `${groupPrefix}.restore.${randomUUID()}`,
    partitionAssigners: [only(topic, partition)],
    maxWaitTimeInMs: 50,
    maxBytesPerPartition: FETCH_BYTES,
    sessionTimeout: 10_000,
    heartbeatInterval: 1000,
    retry: { ...FAST_RETRY, retries: 8 },
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    const reading = new Promise<void>((resolve, reject) => {
      let empty = 0;
      let next = 0n;
      let isOver = false;
      consumer.on(consumer.events.FETCH, ({ payload }) => {
        empty = payload.numberOfBatches === 0 ? empty + 1 : 0;
        if (endsWhenEmpty && empty >= EMPTY_FETCHES) resolve();
      });
      consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
        if (!restart) reject(error);
      });
      const eachBatch = async ({ batch }: { readonly batch: { readonly messages: readonly KafkaMessage[] } }) => {
        for (const message of batch.messages) {
          // After a crash the client begins again, as nothing is committed.
          if (isOver || BigInt(message.offset) < next) continue;
          next = BigInt(message.offset) + 1n;
          isOver = take(message) === "last";
          if (isOver) resolve();
        }
        await Promise.resolve();
      };
      consumer.run({ autoCommit: false, eachBatch }).catch(reject);
      if (from !== undefined) consumer.seek({ topic, partition, offset: from });
    });
    await within(READING_MS, `reading ${topic}[${partition}]`, reading);
  } finally {
    // Nobody waits for the group, which is never used again, to end.
    void consumer.disconnect().catch(() => undefined);
  }
}

/** Reads every partition of a topic, in their order, from the offsets that are given on, up to where each ends now. */
export async function readTopic(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  groupPrefix: string,
  each: (partition: number, message: KafkaMessage) => void,
  from: ReadonlyMap<number, bigint> = new Map(),
): Promise<void> {
  const offsets = await admin.fetchTopicOffsets(topic);
  for (const { partition, low, high } of offsets.sort((one, other) => one.partition - other.partition)) {
    const end = BigInt(high);
    const start = from.get(partition) ?? 0n;
    if (BigInt(low) === end || start >= end) continue;
    const take = (message: KafkaMessage) => {
      const offset = BigInt(message.offset);
      if (offset >= start && offset < end) each(partition, message);
      return BigInt(message.offset) >= end - 1n ? "last" : "more";
    };
    const options = start > 0n ? { endsWhenEmpty: true, from: String(start) } : { endsWhenEmpty: true };
    await readPartition(kafka, topic, partition, groupPrefix, take, options);
  }
}
