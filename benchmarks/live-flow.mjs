// What the benchmarks of a live service share: open conversations, a flow of records at a pace, and how long each takes until what it comes
// to can be read.
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { deserialize } from "node:v8";

export const PARTITIONS = 8;
const BIN = path.join(path.dirname(fileURLToPath(import.meta.url)), "../bin/convofold.js");

/** How delays are spread, of some partitions. */
export const spread = (delays, isMeant = () => true) => {
  const times = delays.filter(({ partition }) => isMeant(partition)).map(({ ms }) => ms);
  return {
    samples: times.length,
    median: at(times, 0.5),
    p95: at(times, 0.95),
    p99: at(times, 0.99),
    longest: at(times, 1),
  };
};
export const at = (list, share) =>
  Math.round(list.sort((one, other) => one - other)[Math.min(list.length - 1, Math.floor(share * list.length))] ?? -1);

/** Callbacks that are owed in a month: open, and as large as such conversations are. */
export async function openMany(producer, topic, count) {
  const due = new Date(Date.now() + 30 * 86_400_000).toISOString();
  for (let from = 0; from < count; from += 1000) {
    const messages = Array.from({ length: Math.min(1000, count - from) }, (_, index) => {
      const hex = (from + index).toString(16).padStart(12, "0");
      const id = `00000000-0000-4000-a000-${hex}`;
      const participant = {
        id: `00000000-0000-4000-b000-${hex}`,
        purpose: "customer",
        callbacks: [
          {
            id: `00000000-0000-4000-c000-${hex}`,
            state: "scheduled",
            direction: "inbound",
            callbackScheduledTime: due,
          },
        ],
      };
      return { key: id, value: JSON.stringify({ id, participants: [participant] }), timestamp: String(Date.now()) };
    });
    await producer.send({ topic, acks: -1, messages });
  }
}

/** So long before now the simulated centre begins, so that it is as busy as it gets. */
const WARM_MS = 600_000;

/** The partition of a conversation, as whoever sends chooses it. */
const partitionOf = (key) => {
  let hash = 0;
  for (const character of key) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return (hash >>> 0) % PARTITIONS;
};
const SEND_EVERY_MS = 10;

/** Sends simulated records at a pace, as of now; notes when each was sent, by its partition, in the order of offsets. */
export function flow(producer, topic, rate, seed = 5) {
  const words = [
    "simulate",
    "--seed",
    String(seed),
    "-n",
    "1000000",
    "--shapes",
    "nested",
    "--gap",
    `${Math.round(10_800 / rate)}ms`,
    "--start",
    new Date(Date.now() - WARM_MS).toISOString(),
    "--out",
    "-",
  ];
  const child = spawn(process.execPath, [BIN, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const sent = Array.from({ length: PARTITIONS }, () => []);
  const counts = { sent: 0 };
  const beganAt = Date.now();
  let isOver = false;
  let due = [];
  async function sendDue() {
    const batch = due;
    due = [];
    if (batch.length === 0) return;
    const begun = performance.now();
    const acks = await producer.send({ topic, acks: -1, messages: batch });
    for (const { partition, baseOffset } of acks) {
      const own = batch.filter((message) => message.partition === partition);
      for (const index of own.keys()) sent[partition].push({ offset: BigInt(baseOffset) + BigInt(index), begun });
    }
    counts.sent += batch.length;
  }
  const sending = (async () => {
    while (!isOver) {
      const begun = performance.now();
      await sendDue();
      await sleep(Math.max(1, SEND_EVERY_MS - (performance.now() - begun)));
    }
  })();
  const done = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      if (isOver) break;
      const record = JSON.parse(line);
      if (record.timestamp < beganAt) continue;
      while (record.timestamp > Date.now() && !isOver)
        await sleep(Math.min(SEND_EVERY_MS, record.timestamp - Date.now()));
      due.push({
        key: record.key,
        value: JSON.stringify(record.value),
        timestamp: String(record.timestamp),
        partition: partitionOf(record.key),
      });
    }
    child.kill("SIGKILL");
  })();
  return {
    sent,
    counts,
    simulator: child,
    end: async () => {
      isOver = true;
      await Promise.all([done, sending]);
    },
  };
}

/**
 * Follows the positions that are committed with all that the records before them came to: how long that took, from when each
 * record was handed to the client.
 */
export async function follow(client, topic, sent) {
  const consumer = client.consumer({
    groupId: `live-${process.hrtime.bigint()}`,
    maxWaitTimeInMs: 5,
    sessionTimeout: 30_000,
  });
  const delays = [];
  await consumer.connect();
  await consumer.subscribe({ topic });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch: { partition, messages } }) => {
      const now = performance.now();
      for (const { key, value } of messages) {
        if (value === null || key?.toString() !== "@position") continue;
        const { offset } = deserialize(value);
        const waiting = sent[partition];
        while (waiting.length > 0 && waiting[0].offset < offset)
          delays.push({ partition, ms: now - waiting.shift().begun });
      }
    },
  });
  return { delays, stop: () => consumer.disconnect() };
}
