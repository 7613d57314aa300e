#!/usr/bin/env node
// Groups of worker processes with many partitions on a real Kafka of one broker: how long until all is restored, how often a restart of one
// worker after the other moves a partition, and what they cost while nothing comes. `benchmarks/scale.mjs` does it without a broker.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { readWords } from "../scripts/words.mjs";
import { brokerFor } from "./broker.mjs";
import { cpuSeconds, memoryMiB, untilHolds } from "./process.mjs";

const { Kafka, logLevel } = createRequire(import.meta.url)("kafkajs");
const USAGE =
  "npm run build && node benchmarks/scale-broker.mjs [--partitions 64,256] [--workers 1,3,8] [--idle 20] [--port 19300] [--bin FILE]";
const { values } = readWords(USAGE, {
  options: {
    partitions: { type: "string", default: "64,256" },
    workers: { type: "string", default: "1,3,8" },
    idle: { type: "string", default: "20" },
    port: { type: "string", default: "19300" },
    bin: { type: "string", default: path.join(path.dirname(fileURLToPath(import.meta.url)), "../bin/convofold.js") },
    version: { type: "string", default: "4.1.0" },
  },
});
const port = Number(values.port);
const broker = brokerFor("scale", port, values.version);
const { brokers } = broker;
const client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
const numbers = (list) => list.split(",").map(Number);
const round = (number, digits = 1) => Number(number.toFixed(digits));
/** How many conversations are open in each partition. */
const OPEN = 100;

/** Callbacks that are owed in a month, in each partition. */
async function openMany(topic, partitions) {
  const producer = client.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  const callbackScheduledTime = new Date(Date.now() + 30 * 86_400_000).toISOString();
  for (let partition = 0; partition < partitions; partition += 1) {
    const messages = Array.from({ length: OPEN }, (_, number) => {
      const id = `${partition}-${number}`;
      const call = { id: `c-${id}`, state: "scheduled", direction: "inbound", callbackScheduledTime };
      const value = { id, participants: [{ id: `p-${id}`, purpose: "customer", callbacks: [call] }] };
      return { key: id, value: JSON.stringify(value), partition };
    });
    await producer.send({ topic, acks: -1, messages });
  }
  await producer.disconnect();
}

let nextHttp = port + 400;
const running = new Set();

class Group {
  workers = [];
  restored = new Map();

  constructor(topic, partitions) {
    Object.assign(this, { topic, partitions });
  }

  start() {
    const http = nextHttp++;
    const words = [
      "serve",
      "--brokers",
      brokers,
      "--topic",
      this.topic,
      "--prefix",
      `${this.topic}.out`,
      "--http",
      `127.0.0.1:${http}`,
    ];
    const child = spawn(process.execPath, [values.bin, ...words], { stdio: ["ignore", "ignore", "pipe"] });
    running.add(child);
    createInterface({ input: child.stderr }).on("line", (line) => {
      const { msg, partition } = JSON.parse(line);
      if (msg === "partition restored") this.restored.set(partition, (this.restored.get(partition) ?? 0) + 1);
    });
    const exited = new Promise((resolve) => child.on("exit", resolve)).then(() => running.delete(child));
    this.workers.push({ child, http, exited });
  }

  async stop(worker) {
    worker.child.kill("SIGTERM");
    await worker.exited;
    this.workers = this.workers.filter((one) => one !== worker);
  }

  /** Waits until every partition is served by somebody, restored, and read to its end. */
  async settled() {
    const children = this.workers.map(({ child }) => child);
    await untilHolds("settling", async () => this.isSettled(), ...children);
  }

  async isSettled() {
    const all = await Promise.all(this.workers.map(async ({ http }) => this.look(http)));
    const served = all.reduce((sum, { lags }) => sum + lags.length, 0);
    return served === this.partitions && all.every(({ isReady, lags }) => isReady && lags.every((lag) => lag === 0));
  }

  async look(http) {
    try {
      const ready = await fetch(`http://127.0.0.1:${http}/readyz`);
      const metrics = await (await fetch(`http://127.0.0.1:${http}/metrics`)).text();
      const lags = [...metrics.matchAll(/convofold_lag_records\{[^}]*\} (\d+)/g)].map(([, count]) => Number(count));
      const reopened = [...metrics.matchAll(/convofold_reopenings_total\{[^}]*\} (\d+)/g)];
      return {
        isReady: ready.status === 200,
        lags,
        reopenings: reopened.reduce((sum, [, one]) => sum + Number(one), 0),
      };
    } catch {
      return { isReady: false, lags: [], reopenings: 0 };
    }
  }

  async reopenings() {
    const all = await Promise.all(this.workers.map(async ({ http }) => this.look(http)));
    return all.reduce((sum, { reopenings }) => sum + reopenings, 0);
  }

  cpuSeconds() {
    return this.workers.reduce((sum, { child }) => sum + cpuSeconds(child.pid), 0);
  }
}

async function measure(partitions, count) {
  const topic = `in-${partitions}-${count}`;
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
  await admin.disconnect();
  await openMany(topic, partitions);
  const group = new Group(topic, partitions);
  const first = performance.now();
  for (let number = 0; number < count; number += 1) group.start();
  await group.settled();
  const firstSeconds = (performance.now() - first) / 1000;
  const reopenings = await group.reopenings();
  process.stdout.write(
    `${JSON.stringify({ partitions, workers: count, firstSeconds, reopenings, load: os.loadavg()[0] })}\n`,
  );
  await sleep(6000);
  await Promise.all(group.workers.map(async (worker) => group.stop(worker)));
  const from = performance.now();
  for (let number = 0; number < count; number += 1) group.start();
  await group.settled();
  const restoreSeconds = (performance.now() - from) / 1000;
  await sleep(3000);
  group.restored.clear();
  for (const worker of count === 1 ? [] : [...group.workers]) {
    await group.stop(worker);
    await group.settled();
    group.start();
    await group.settled();
    // A member knows the generation of its group with the next heartbeat.
    await sleep(1000);
  }
  const moves = [...group.restored.values()];
  if (values.idle !== "0") await sleep(30_000);
  const before = group.cpuSeconds();
  await sleep(1000 * Number(values.idle));
  const result = {
    ...{ partitions, workers: count, restoreSeconds: round(restoreSeconds) },
    movesMost: Math.max(0, ...moves),
    movesEach: round(moves.reduce((sum, one) => sum + one, 0) / partitions, 2),
    idleShareOfCore: values.idle === "0" ? undefined : round((group.cpuSeconds() - before) / Number(values.idle), 4),
    residentMiB: group.workers.map(({ child }) => memoryMiB(child.pid)),
    load: round(os.loadavg()[0]),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  await Promise.all(group.workers.map(async (worker) => group.stop(worker)));
}

try {
  broker.start();
  for (const partitions of numbers(values.partitions))
    for (const count of numbers(values.workers)) await measure(partitions, count);
} finally {
  for (const child of running) child.kill("SIGKILL");
  broker.stop();
}
