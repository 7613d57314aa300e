// npm run chaos -- [--faults 30] [--seed 1] [--brokers 1|3] [--version 4.1.0] [--conversations 4000]
//
// Three workers fold a topic of a cluster of its own while they are killed, frozen past their session and woken, and while
// brokers are killed and started again, by a seed. In the end a checker that knows nothing of the engine accounts for every
// record of the input, and all outputs, read committed, must equal a replay of the recorded topic. Needs Java and Maven.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { Kafka, logLevel } = createRequire(import.meta.url)("kafkajs");
const { values } = parseArgs({
  options: {
    faults: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    brokers: { type: "string", default: "1" },
    version: { type: "string", default: "4.1.0" },
    conversations: { type: "string", default: "4000" },
  },
});
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const bin = path.join(root, "bin/convofold.js");
const folder = mkdtempSync(path.join(tmpdir(), "convofold-chaos-"));
const data = path.join(folder, "kafka");
const nodes = Number(values.brokers);
const port = 20_000 + Math.floor(Math.random() * 20_000);
const brokers = Array.from({ length: nodes }, (_, index) => `127.0.0.1:${port + index}`).join(",");
const TOPIC = "participant-updates";
const WORKERS = 3;

let state = Number(values.seed) | 0;
const chance = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state / 0x7fffffff;
};
const kafka = (...words) => execFileSync(process.execPath, [path.join(root, "scripts/kafka.mjs"), ...words, "--data", data]);
const convofold = (...words) => execFileSync(process.execPath, [bin, ...words], { stdio: ["ignore", "pipe", 2], maxBuffer: 1 << 30 });
const say = (text) => process.stdout.write(`${text}\n`);

const workers = [];
function startWorker(index) {
  const log = openSync(path.join(folder, `worker-${index}.log`), "a");
  const options = ["--session-timeout", "2s", "--checkpoint-interval", "2s", "--no-clock", "--no-http"];
  const child = spawn(process.execPath, [bin, "serve", "--brokers", brokers, "--topic", TOPIC, ...options], {
    stdio: ["ignore", log, log],
  });
  workers[index] = child;
  // A worker that cannot go on ends with its reason; whoever supervises it starts it again.
  child.on("exit", () => {
    if (workers[index] !== child) return;
    workers[index] = undefined;
    setTimeout(() => workers[index] === undefined && !isOver && startWorker(index), 500);
  });
}

const counts = { killed: 0, frozen: 0, stopped: 0, brokerKilled: 0 };
async function fault() {
  const index = Math.floor(chance() * WORKERS);
  const worker = workers[index];
  const what = chance();
  if (what < 0.1) {
    const node = 1 + Math.floor(chance() * nodes);
    counts.brokerKilled += 1;
    kafka("kill", String(node));
    await sleep(chance() * 4000);
    kafka("up", String(node));
  } else if (worker === undefined) startWorker(index);
  else if (what < 0.6) {
    counts.killed += 1;
    workers[index] = undefined;
    worker.kill("SIGKILL");
    await sleep(chance() * 1500);
    if (workers[index] === undefined) startWorker(index);
  } else if (what < 0.9) {
    counts.frozen += 1;
    worker.kill("SIGSTOP");
    await sleep(1000 + chance() * 6000);
    worker.kill("SIGCONT");
  } else {
    counts.stopped += 1;
    worker.kill("SIGTERM");
  }
}

const client = new Kafka({ brokers: brokers.split(","), logLevel: logLevel.NOTHING, retry: { retries: 20 } });
async function readTopic(topic) {
  const consumer = client.consumer({ groupId: `chaos-${topic}-${process.pid}`, maxWaitTimeInMs: 100, sessionTimeout: 10_000 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const records = [];
  let lastNews = Date.now();
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ partition, message }) => {
      lastNews = Date.now();
      records.push({ partition, offset: Number(message.offset), value: message.value?.toString() ?? "null" });
    },
  });
  while (Date.now() - lastNews < 5000) await sleep(100);
  await consumer.disconnect();
  return records;
}

/** By each partition: from 0 on without a hole, as the evidence of the outputs must lie within it. */
function accountForInput(input, outputs) {
  const ends = new Map();
  for (const { partition, offset } of input) {
    const next = ends.get(partition) ?? 0;
    if (offset !== next) throw new Error(`${TOPIC}[${partition}] has a hole before ${offset}`);
    ends.set(partition, next + 1);
  }
  let evidence = 0;
  for (const { partition, value } of outputs) {
    for (const one of JSON.parse(value).evidence ?? []) {
      evidence += 1;
      if (one.partition !== partition || one.offset >= (ends.get(partition) ?? 0)) throw new Error(`evidence of nothing: ${value}`);
    }
  }
  return evidence;
}

const plain = (value) => JSON.stringify(JSON.parse(value));

/** Measurements and deadlines: the same records, partition by partition, in the same order; no more, no less. */
function compareSequences(name, served, replayed) {
  const bySubject = (values) => {
    const lists = new Map();
    for (const value of values) {
      const { conversationId } = JSON.parse(value);
      lists.set(conversationId, [...(lists.get(conversationId) ?? []), plain(value)]);
    }
    return lists;
  };
  const [left, right] = [bySubject(served), bySubject(replayed)];
  let differing = left.size === right.size ? 0 : 1;
  for (const [id, list] of right) if (list.join("\n") !== (left.get(id) ?? []).join("\n")) differing += 1;
  say(`${name}: ${served.length} served, ${replayed.length} replayed, ${differing} conversations differ`);
  return differing;
}

function compareLast(name, served, replayed) {
  const last = (values) => new Map(values.map((value) => [JSON.parse(value).id, plain(value)]));
  const [left, right] = [last(served), last(replayed)];
  let differing = left.size === right.size ? 0 : 1;
  for (const [id, value] of right) if (left.get(id) !== value) differing += 1;
  say(`${name}: ${left.size} served, ${right.size} replayed, ${differing} differ`);
  return differing;
}

let isOver = false;
say(`seed ${values.seed}, ${values.faults} faults, ${nodes} broker(s) of Kafka ${values.version}; logs in ${folder}`);
try {
  kafka("start", "--version", values.version, "--port", String(port), "--brokers", values.brokers);
  const log = path.join(folder, "log.ndjson");
  convofold("simulate", "--seed", values.seed, "--conversations", values.conversations, "--disorder", "2", "--duplicates", "2", "--rubbish", "1", "--out", log);
  const publishing = spawn(process.execPath, [bin, "publish", log, "--brokers", brokers, "--topic", TOPIC, "--partitions", "8", "-q"], { stdio: ["ignore", 2, 2] });
  const published = new Promise((resolve) => publishing.on("exit", resolve));
  await sleep(3000);
  for (let index = 0; index < WORKERS; index += 1) startWorker(index);
  for (let index = 0; index < Number(values.faults); index += 1) {
    await sleep(500 + chance() * 3500);
    await fault();
  }
  if ((await published) !== 0) throw new Error("the log could not be published");
  for (let index = 0; index < WORKERS; index += 1) if (workers[index] === undefined) startWorker(index);
  await sleep(45_000);
  isOver = true;
  for (const worker of workers) worker?.kill("SIGTERM");
  await sleep(6000);
  say(`faults: ${JSON.stringify(counts)}`);
  const recorded = path.join(folder, "recorded.ndjson");
  const out = path.join(folder, "out");
  convofold("record", "--brokers", brokers, "--topic", TOPIC, "--out", recorded, "-q");
  convofold("replay", recorded, "--out", out, "-q");
  const lines = (name) => readFileSync(path.join(out, `${name}.ndjson`), "utf8").split("\n").filter((line) => line !== "");
  const served = {};
  for (const name of ["measurements", "deadlines", "conversations"]) served[name] = await readTopic(`convofold.${name}`);
  const input = await readTopic(TOPIC);
  const evidence = accountForInput(input, [...served.measurements, ...served.deadlines]);
  say(`input: ${input.length} records without a hole; ${evidence} pieces of evidence lie in it`);
  const values_ = (name) => served[name].map(({ value }) => value);
  const differing =
    compareSequences("measurements", values_("measurements"), lines("measurements")) +
    compareSequences("deadlines", values_("deadlines"), lines("deadlines")) +
    compareLast("conversations", values_("conversations"), lines("conversations"));
  say(differing === 0 ? "exact" : "NOT EXACT");
  process.exitCode = differing === 0 ? 0 : 1;
} finally {
  isOver = true;
  for (const worker of workers) worker?.kill("SIGKILL");
  kafka("stop");
  if (process.exitCode === 0) rmSync(folder, { recursive: true, force: true });
}
