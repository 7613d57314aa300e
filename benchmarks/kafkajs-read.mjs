#!/usr/bin/env node
// What kafkajs alone takes for a topic: every value is read with JSON.parse and forgotten. The yardstick beside a worker.
import { createRequire } from "node:module";

const { Kafka, logLevel } = createRequire(import.meta.url)("kafkajs");
const [broker, topic, records] = process.argv.slice(2);
const client = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING });
const consumer = client.consumer({ groupId: `read-${process.pid}`, maxBytes: 10 << 20, maxBytesPerPartition: 4 << 20 });
let left = Number(records);
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await new Promise((resolve) => {
  void consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch: { messages } }) => {
      for (const { value } of messages) JSON.parse(value.toString());
      left -= messages.length;
      if (left <= 0) resolve();
    },
  });
});
const { user, system } = process.cpuUsage();
const peakMiB = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ cpuSeconds: (user + system) / 1e6, wallSeconds: process.uptime(), peakMiB }));
process.exit();
