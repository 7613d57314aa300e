#!/usr/bin/env node
// One worker on a real Kafka of one broker, for as long as it takes: a simulated centre is published as fast as it goes, and the
// worker's memory is written down meanwhile. The broker keeps the whole input (3 kB a record); of the outputs, which nobody
// reads, little; the state is whole.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { readWords } from "../scripts/words.mjs";
import { anyPort, brokerFor } from "./broker.mjs";
import { cpuSeconds, memoryMiB } from "./process.mjs";

const { Kafka, logLevel } = createRequire(import.meta.url)("kafkajs");
const USAGE = "node benchmarks/soak.mjs [--records 10000000] [--every 30] [--version 4.1.0]";
const { values } = readWords(USAGE, {
  options: {
    records: { type: "string", default: "10000000" },
    every: { type: "string", default: "30" },
    version: { type: "string", default: "4.1.0" },
  },
});
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const BIN = path.join(ROOT, "bin/convofold.js");
const port = anyPort();
const broker = brokerFor("soak", port, values.version);
const http = port + 300;
const { brokers, folder } = broker;
const TOPIC = "participant-updates";
const OUTPUTS = ["measurements", "deadlines", "conversations"];
const PARTITIONS = 8;
const RECORDS_EACH = 10.8;
/** The mean time between two beginnings, so that some 600 records a second happen. */
const GAP = "18ms";
/** What is held and remembered is that of the last hour, so that it is the same from the second hour on. */
const POLICY = "version: 1\nlateness: 10m\nmarkers: 1h\nsweep: 1h\n";
const start = (words, stdio) => spawn(process.execPath, ["--max-semi-space-size=32", BIN, ...words], { stdio });
const exited = (child) => new Promise((resolve) => child.on("exit", resolve));
const admin = new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING }).admin();

/** Lets a topic keep no more than so many MiB of each partition, whatever the age. */
async function bound(topic, mebibytes) {
  const configEntries = [
    { name: "cleanup.policy", value: "delete" },
    { name: "retention.ms", value: "-1" },
    { name: "retention.bytes", value: String(mebibytes * 2 ** 20) },
    { name: "segment.bytes", value: String(32 * 2 ** 20) },
  ];
  await admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: topic, configEntries }] });
}

function publish() {
  const conversations = Math.round(Number(values.records) / RECORDS_EACH);
  const simulated = [
    "simulate",
    "--seed",
    "5",
    "-n",
    String(conversations),
    "--shapes",
    "nested",
    "--gap",
    GAP,
    "--out",
    "-",
  ];
  const centre = start(simulated, ["ignore", "pipe", "ignore"]);
  const words = ["publish", "-", "--brokers", brokers, "--topic", TOPIC, "-q"];
  const child = start(words, [centre.stdout, "ignore", "inherit"]);
  return exited(child);
}

async function metrics() {
  const text = await (await fetch(`http://127.0.0.1:${http}/metrics`)).text();
  const sum = (name) =>
    [...text.matchAll(new RegExp(`^${name}(?:{[^}]*})? (\\S+)`, "gm"))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  return {
    records: sum("convofold_records_total"),
    lag: sum("convofold_lag_records"),
    open: sum("convofold_open_conversations"),
  };
}

async function watch(pid, published) {
  let isPublished = false;
  void published.then(() => (isPublished = true));
  const from = performance.now();
  for (;;) {
    const isLast = isPublished;
    await sleep(Number(values.every) * 1000);
    const seen = await metrics();
    const seconds = Math.round((performance.now() - from) / 1000);
    const now = {
      seconds,
      ...seen,
      residentMiB: memoryMiB(pid),
      peakMiB: memoryMiB(pid, "VmHWM"),
      cpuSeconds: cpuSeconds(pid),
    };
    process.stdout.write(`${JSON.stringify(now)}\n`);
    if (isLast && seen.lag === 0) return;
  }
}

try {
  broker.start();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic: TOPIC, numPartitions: PARTITIONS, configEntries: [{ name: "retention.ms", value: "-1" }] }],
  });
  const policy = path.join(folder, "policy.yaml");
  fs.writeFileSync(policy, POLICY);
  const words = [
    "serve",
    "--brokers",
    brokers,
    "--topic",
    TOPIC,
    "--policy",
    policy,
    "--no-clock",
    "--http",
    `127.0.0.1:${http}`,
  ];
  const worker = start(words, ["ignore", "ignore", fs.openSync(path.join(folder, "worker.log"), "w")]);
  const gone = exited(worker).then((code) => {
    throw new Error(
      `the worker ended with ${code}:\n${fs.readFileSync(path.join(folder, "worker.log"), "utf8").slice(-2000)}`,
    );
  });
  const isReady = async () => (await fetch(`http://127.0.0.1:${http}/readyz`).catch(() => undefined))?.status === 200;
  const ready = (async () => {
    while (!(await isReady())) await sleep(200);
  })();
  await Promise.race([ready, gone]);
  for (const output of OUTPUTS) await bound(`convofold.${output}`, 64);
  await Promise.race([watch(worker.pid, publish()), gone]);
  gone.catch(() => undefined);
  worker.kill("SIGTERM");
  await exited(worker);
} finally {
  await admin.disconnect().catch(() => undefined);
  broker.stop();
}
