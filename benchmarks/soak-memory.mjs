#!/usr/bin/env node
// One worker on a log in memory, for as long as it takes, without a broker: a simulated centre is appended as fast as it is folded, what was
// read and written is deleted, and what stays in the heap is written down.
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { readWords } from "../scripts/words.mjs";
import { allTopics, MemoryLog, workerOn } from "./memory-worker.mjs";

const USAGE = "npm run build && node benchmarks/soak-memory.mjs [--records 1000000] [--every 100000] [--gap 1s]";
const { values } = readWords(USAGE, {
  options: {
    records: { type: "string", default: "1000000" },
    every: { type: "string", default: "100000" },
    gap: { type: "string", default: "1s" },
  },
});
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");

const PARTITIONS = 4;
const RECORDS_EACH = 10.8;
/** So many records are appended at once. */
const AHEAD = 10_000;
const [MINUTE, HOUR] = [60_000, 3_600_000];
/** What is held and remembered is that of the last minutes, so that it is soon the same. */
const SPANS = { lateness: 2 * MINUTE, markers: 10 * MINUTE, sweep: HOUR };

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
const log = new MemoryLog();
for (const topic of allTopics) log.createTopic(topic, PARTITIONS);

const worker = workerOn(log, PARTITIONS, { checkpointMs: 2000, now: undefined, spans: SPANS });
await worker.start();

/** Deletes what was read of the input and all that was written: nobody restores. */
async function forget() {
  const read = await log.groupOffsets("g", "in");
  for (const topic of allTopics)
    for (const { partition, high } of await log.boundsOf(topic))
      log.deleteBefore(topic, partition, topic === "in" ? (read.get(partition) ?? 0n) : high);
}

const lagOf = () => [...worker.status().lag.values()].reduce((sum, one) => sum + one, 0);
const beganAt = performance.now();
const row = (...cells) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
const conversations = Math.ceil(Number(values.records) / RECORDS_EACH);
const words = [
  "simulate",
  "--seed",
  "7",
  "-n",
  String(conversations),
  "--shapes",
  "nested",
  "--gap",
  values.gap,
  "--out",
  "-",
];
const simulation = spawn(process.execPath, [path.join(ROOT, "bin/convofold.js"), ...words], {
  stdio: ["ignore", "pipe", "ignore"],
});
let records = 0;
let batch = [];

/** Appends what was gathered, all at once, as a fetch brings it, and lets the worker deal with it. */
async function put() {
  for (const { key, value, timestamp } of batch) {
    let hash = 0;
    for (const character of key) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
    const bytes = Buffer.from(JSON.stringify(value));
    log.append("in", (hash >>> 0) % PARTITIONS, { key: Buffer.from(key), value: bytes, timestamp });
  }
  records += batch.length;
  batch = [];
  await forget();
  while (lagOf() > 0) await sleep(20);
}

async function show() {
  await forget();
  const resident = process.memoryUsage().rss;
  collect();
  const { openConversations, stateBytes } = worker.status();
  const mib = (bytes) => (bytes / (1 << 20)).toFixed(1);
  const { user, system } = process.cpuUsage();
  const each = ((user + system) / records).toFixed(0);
  row(records, openConversations, mib(stateBytes), mib(process.memoryUsage().heapUsed), mib(resident), each);
}

row(
  "records",
  "open conversations",
  "packed, MiB",
  "heap after collecting, MiB",
  "resident, MiB",
  "µs of CPU a record",
);
for await (const line of createInterface({ input: simulation.stdout })) {
  batch.push(JSON.parse(line));
  if (batch.length < AHEAD) continue;
  await put();
  if (records % Number(values.every) === 0) await show();
}
await put();
await worker.stop();
process.stdout.write(`${records} records in ${((performance.now() - beganAt) / 1000).toFixed(0)} s\n`);
