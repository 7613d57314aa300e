#!/usr/bin/env node
// What kafkajs alone takes for exactly-once: each batch of a partition is written to two topics, as it is and its position, in one transaction;
// nothing is decoded or folded. The yardstick beside a worker.
import { createRequire } from "node:module";
import { serialize } from "node:v8";

const { Kafka, logLevel } = createRequire(import.meta.url)("kafkajs");
const [broker, input, output, state, partitions] = process.argv.slice(2);
const groupId = `raw-${process.pid}`;
const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
/** A transaction that begins before the marks of the one before are written is refused, and soon tried again. */
const retry = { initialRetryTime: 2, factor: 0.2, multiplier: 1.5, maxRetryTime: 30, retries: 200 };
const producers = await Promise.all(
  Array.from({ length: Number(partitions) }, async (_, partition) => {
    const transactionalId = `${groupId}.${partition}`;
    const producer = client.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1, retry });
    await producer.connect();
    return producer;
  }),
);
const consumer = client.consumer({ groupId, maxWaitTimeInMs: 50, sessionTimeout: 10_000 });
await consumer.connect();
await consumer.subscribe({ topic: input });
await consumer.run({
  autoCommit: false,
  partitionsConsumedConcurrently: Number(partitions),
  eachBatch: async ({ batch: { partition, messages } }) => {
    const transaction = await producers[partition].transaction();
    const offset = BigInt(messages.at(-1).offset) + 1n;
    const position = { key: "@position", value: serialize({ offset }), partition };
    await transaction.send({ topic: state, messages: [position] });
    const copies = messages.map(({ key, value }) => ({ key, value, partition }));
    await transaction.send({ topic: output, messages: copies });
    await transaction.commit();
  },
});
process.stdout.write("ready\n");
