#!/usr/bin/env node
// From a record's append until what it comes to can be read (read committed): a worker with many open conversations, and beside it kafkajs
// alone, which copies records in transactions. In turn, on one real Kafka of one broker.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { readWords } from "../scripts/words.mjs";
import { brokerFor } from "./broker.mjs";
import { flow, follow, openMany, PARTITIONS, spread } from "./live-flow.mjs";
import { cpuSeconds, untilHolds } from "./process.mjs";

const { Kafka, logLevel } = createRequire(import.meta.url)("kafkajs");
const USAGE =
  "npm run build && node benchmarks/delay.mjs [--open 100000] [--rate 500] [--seconds 60] [--rounds 2] [--port 19300]";
const { values } = readWords(USAGE, {
  options: {
    open: { type: "string", default: "100000" },
    rate: { type: "string", default: "500" },
    seconds: { type: "string", default: "60" },
    rounds: { type: "string", default: "2" },
    port: { type: "string", default: "19300" },
    version: { type: "string", default: "4.1.0" },
  },
});
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const port = Number(values.port);
const broker = brokerFor("delay", port, values.version);
const { brokers } = broker;
const logFile = path.join(broker.folder, "log");
const [TOPIC, RAW] = ["participant-updates", { input: "raw", output: "raw.output", state: "raw.state" }];
const client = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING });

/** A broker that was just started compiles for half a minute, with all that the machine has. */
const WARM_UP_MS = 30_000;
/** So long a process may take to catch up after that, until a record takes less than a second. */
const CATCH_UP_MS = 120_000;
const isWithReach = (delays) => delays.length > 0 && delays.at(-1).ms < 1000;
/** Each flow is of other conversations. */
let seed = 5;

/** How long records take through a process that writes its positions to a topic. */
async function measure(what, producer, { input, state }, child) {
  seed += 1;
  const flowing = flow(producer, input, Number(values.rate), seed);
  const following = await follow(client, state, flowing.sent);
  await untilHolds("sending", () => flowing.counts.sent >= 1000, child, flowing.simulator);
  await sleep(WARM_UP_MS);
  // Whoever fell behind while it was compiled reads that first; on a machine that is too busy it never does, and the figures show it.
  const givesUpAt = performance.now() + CATCH_UP_MS;
  await untilHolds(
    "catching up",
    () => isWithReach(following.delays) || performance.now() > givesUpAt,
    child,
    flowing.simulator,
  );
  following.delays.length = 0;
  const [sent, cpu] = [flowing.counts.sent, cpuSeconds(child.pid)];
  await sleep(1000 * Number(values.seconds));
  const seconds = Number(values.seconds);
  const result = {
    what,
    ...spread(following.delays),
    recordsPerSecond: Math.round((flowing.counts.sent - sent) / seconds),
    shareOfCore: Number(((cpuSeconds(child.pid) - cpu) / seconds).toFixed(2)),
    load: Number(os.loadavg()[0].toFixed(1)),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  await flowing.end();
  await following.stop();
}

const children = new Set();
function start(words) {
  const child = spawn(process.execPath, ["--max-semi-space-size=32", ...words], {
    stdio: ["ignore", "pipe", fs.openSync(logFile, "a")],
  });
  child.stdout.resume();
  children.add(child);
  child.exited = new Promise((resolve) => child.on("exit", resolve));
  return child;
}

async function isReady(http) {
  const ready = await fetch(`http://127.0.0.1:${http}/readyz`).catch(() => undefined);
  if (ready?.status !== 200) return false;
  const metrics = await (await fetch(`http://127.0.0.1:${http}/metrics`)).text();
  const lags = [...metrics.matchAll(/convofold_lag_records\{[^}]*\} (\d+)/g)].map(([, count]) => Number(count));
  return lags.length === PARTITIONS && lags.every((lag) => lag === 0);
}

async function ofWorker(producer) {
  const http = port + 400;
  const child = start([
    path.join(ROOT, "bin/convofold.js"),
    "serve",
    "--brokers",
    brokers,
    "--topic",
    TOPIC,
    "--http",
    `127.0.0.1:${http}`,
  ]);
  await untilHolds("opening", async () => isReady(http), child);
  await measure("convofold", producer, { input: TOPIC, state: "convofold.state" }, child);
  child.kill("SIGTERM");
  await child.exited;
}

async function ofClient(producer) {
  const words = [brokers, RAW.input, RAW.output, RAW.state, String(PARTITIONS)];
  const child = start([path.join(ROOT, "benchmarks/kafkajs-transactions.mjs"), ...words]);
  let isReady = false;
  child.stdout.once("data", () => (isReady = true));
  await untilHolds("joining", () => isReady, child);
  await measure("kafkajs, transactions", producer, RAW, child);
  child.kill("SIGKILL");
  await child.exited;
}

try {
  broker.start();
  const admin = client.admin();
  await admin.connect();
  const topics = [TOPIC, ...Object.values(RAW)].map((topic) => ({ topic, numPartitions: PARTITIONS }));
  await admin.createTopics({ topics, waitForLeaders: true });
  await admin.disconnect();
  const producer = client.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  await openMany(producer, TOPIC, Number(values.open));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    await ofWorker(producer);
    await ofClient(producer);
  }
} catch (error) {
  const said = fs.existsSync(logFile) ? fs.readFileSync(logFile, "utf8").split("\n").slice(-10).join("\n") : "";
  console.error(error, said);
  process.exitCode = 1;
} finally {
  for (const child of children) child.kill("SIGKILL");
  broker.stop();
  process.exit();
}
