#!/usr/bin/env node
// The service on a real Kafka of one broker: how long a worker takes to be ready again with many open conversations, how long
// it is from a record to what it comes to, what is lost to a kill and to a stop, and what an idle worker costs.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { readWords } from "../scripts/words.mjs";
import { anyPort, brokerFor } from "./broker.mjs";
import { at, flow, follow, openMany, PARTITIONS, spread } from "./live-flow.mjs";
import { cpuSeconds, memoryMiB } from "./process.mjs";

const { Kafka, logLevel } = createRequire(import.meta.url)("kafkajs");
const USAGE = "node benchmarks/live.mjs [--open 100000] [--rate 500] [--seconds 60] [--kills 5] [--version 4.1.0]";
const { values } = readWords(USAGE, {
  options: {
    open: { type: "string", default: "100000" },
    rate: { type: "string", default: "500" },
    seconds: { type: "string", default: "60" },
    kills: { type: "string", default: "5" },
    version: { type: "string", default: "4.1.0" },
  },
});
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const BIN = path.join(ROOT, "bin/convofold.js");
const port = anyPort();
const broker = brokerFor("live", port, values.version);
const { brokers } = broker;
const TOPIC = "participant-updates";
const SESSION_MS = 6000;
const client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });
const results = {};
const show = (name, value) => {
  results[name] = value;
  process.stdout.write(`${name}: ${JSON.stringify(value)}\n`);
};
let nextPort = port + 300;
function startWorker() {
  const http = nextPort++;
  const child = spawn(
    process.execPath,
    [
      "--max-semi-space-size=32",
      BIN,
      "serve",
      "--brokers",
      brokers,
      "--topic",
      TOPIC,
      "--http",
      `127.0.0.1:${http}`,
      "--session-timeout",
      `${SESSION_MS}ms`,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const worker = {
    child,
    http,
    bytes: 0,
    partitions: [],
    startedAt: performance.now(),
    exited: new Promise((resolve) => child.on("exit", resolve)),
  };
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.includes("partition restored")) worker.bytes += JSON.parse(line).bytes;
    else if (line.includes("joined the group")) worker.partitions = JSON.parse(line).partitions;
    else if (line.includes('"level":6')) process.stderr.write(`${line}\n`);
  });
  return worker;
}
async function until(worker, isSo) {
  for (;;) {
    try {
      const ready = await fetch(`http://127.0.0.1:${worker.http}/readyz`);
      const metrics = await (await fetch(`http://127.0.0.1:${worker.http}/metrics`)).text();
      const lag = [...metrics.matchAll(/convofold_lag_records\{[^}]*\} (\d+)/g)].map(([, count]) => Number(count));
      if (
        isSo({
          isReady: ready.status === 200,
          lag: lag.length < PARTITIONS ? Infinity : lag.reduce((sum, one) => sum + one, 0),
          metrics,
        })
      )
        return;
    } catch {
      // It does not answer yet.
    }
    await sleep(50);
  }
}

/** How many bytes each topic takes on the broker's disk. */
function bytesOnDisk() {
  const sizes = {
    [TOPIC]: 0,
    "convofold.state": 0,
    "convofold.measurements": 0,
    "convofold.deadlines": 0,
    "convofold.conversations": 0,
  };
  for (const entry of fs.readdirSync(broker.data, { recursive: true, withFileTypes: true })) {
    const topic = path.basename(entry.parentPath ?? entry.path).replace(/-\d+$/, "");
    if (!entry.name.endsWith(".log") || sizes[topic] === undefined) continue;
    sizes[topic] += fs.statSync(path.join(entry.parentPath ?? entry.path, entry.name)).size;
  }
  return sizes;
}

const workers = new Set();
const start = () => {
  const worker = startWorker();
  workers.add(worker);
  return worker;
};
try {
  broker.start();
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: PARTITIONS }], waitForLeaders: true });
  const producer = client.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await openMany(producer, TOPIC, Number(values.open));
  let worker = start();
  await until(worker, ({ isReady, lag }) => isReady && lag === 0);
  show("open conversations", Number(values.open));
  show("folded, first time, seconds", Number(((performance.now() - worker.startedAt) / 1000).toFixed(1)));
  await sleep(12_000);
  worker.child.kill("SIGTERM");
  await worker.exited;
  worker = start();
  await until(worker, ({ isReady, lag }) => isReady && lag === 0);
  show("ready again, seconds", Number(((performance.now() - worker.startedAt) / 1000).toFixed(1)));
  show("state read, MiB", Number((worker.bytes / (1 << 20)).toFixed(1)));
  show("resident, MiB", memoryMiB(worker.child.pid));
  // Once, some 25 s after much was done, node tidies its memory; that is not what idling costs.
  await sleep(40_000);
  const idle = cpuSeconds(worker.child.pid);
  await sleep(30_000);
  show("idle, share of a core", Number(((cpuSeconds(worker.child.pid) - idle) / 30).toFixed(4)));
  const flowing = flow(producer, TOPIC, Number(values.rate));
  const following = await follow(client, "convofold.state", flowing.sent);
  while (flowing.counts.sent < 1000) await sleep(100);
  // A broker that was just started compiles for half a minute, with all that the machine has.
  await sleep(30_000);
  following.delays.length = 0;
  const before = cpuSeconds(worker.child.pid);
  const sentBefore = flowing.counts.sent;
  const bytesBefore = bytesOnDisk();
  await sleep(1000 * Number(values.seconds));
  show("records a second", Math.round((flowing.counts.sent - sentBefore) / Number(values.seconds)));
  show("input to committed output, ms", spread(following.delays));
  const written = Object.entries(bytesOnDisk()).map(([topic, bytes]) => [
    topic,
    Math.round((bytes - bytesBefore[topic]) / (flowing.counts.sent - sentBefore)),
  ]);
  show("bytes on the broker for each record, by topic", Object.fromEntries(written));
  show("busy, share of a core", Number(((cpuSeconds(worker.child.pid) - before) / Number(values.seconds)).toFixed(2)));
  const ofThoseThatStay = { "a worker joins": [], SIGKILL: [], SIGTERM: [] };
  const ofThoseThatMove = { "a worker joins": [], SIGKILL: [], SIGTERM: [] };
  /** Both kinds of partitions, from when something happened until it was over. */
  const note = (what, moved) => {
    ofThoseThatStay[what].push(...following.delays.filter(({ partition }) => !moved.includes(partition)));
    ofThoseThatMove[what].push(...following.delays.filter(({ partition }) => moved.includes(partition)));
  };
  for (const signal of ["SIGKILL", "SIGTERM"]) {
    const worst = [];
    for (let index = 0; index < Number(values.kills); index += 1) {
      following.delays.length = 0;
      const other = start();
      await until(other, ({ isReady }) => isReady);
      await sleep(2000);
      note("a worker joins", other.partitions);
      await sleep(6000);
      following.delays.length = 0;
      const moved = worker.partitions;
      worker.child.kill(signal);
      await worker.exited;
      workers.delete(worker);
      worker = other;
      await sleep(signal === "SIGKILL" ? SESSION_MS + 4000 : 4000);
      worst.push(Math.round(Math.max(...following.delays.map(({ ms }) => ms))));
      note(signal, moved);
      await sleep(5000);
    }
    show(`${signal} of one of two workers: longest delay of a record, ms`, {
      each: worst,
      median: at([...worst], 0.5),
    });
  }
  for (const what of Object.keys(ofThoseThatStay)) {
    show(`${what}: records of partitions that move, ms`, spread(ofThoseThatMove[what]));
    show(`${what}: records of partitions that stay, ms`, spread(ofThoseThatStay[what]));
  }
  await flowing.end();
  await following.stop();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const { child } of workers) child.kill("SIGKILL");
  broker.stop();
  process.exit();
}
