// Three workers fold a topic of a cluster of its own, while faults hit each of them again and again within a phase of its work (fence,
// restore, each send, offsets, commit, advance by the clock): killed, or frozen past its session and woken. Beside, by chance,
// brokers are killed and started again, and workers stopped. The faults count only where they fell within their phase. In the
// end a checker that knows nothing of the engine accounts for every record of the input, and all outputs, read committed, must
// equal a replay of the recorded topic, and the dead letters its rejects, though poisoned records lie among the good: record by record; with --clock, where the clock decides when things are emitted, in their
// final values. Needs Java and Maven.
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { poisonFor } from "./chaos-poison.mjs";
import { accountForInput, compareFinals, compareLast, compareRejects, compareSequences, emittedOnlyAtTheEnd } from "./chaos-check.mjs";
import { readWords } from "./words.mjs";

const { Kafka, logLevel } = createRequire(import.meta.url)("kafkajs");
const USAGE = "npm run chaos -- [--faults 30] [--seed 1] [--brokers 1|3] [--version 4.1.0] [--clock] [--rate 250] [--poison 2]";
const { values } = readWords(USAGE, {
  options: {
    faults: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    brokers: { type: "string", default: "1" },
    version: { type: "string", default: "4.1.0" },
    clock: { type: "boolean", default: false },
    rate: { type: "string", default: "250" },
    // Of a hundred records, how many have a poisoned one behind them.
    poison: { type: "string", default: "2" },
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
const PHASES = ["fence", "restore", "sendState", "sendMeasurements", "sendDeadlines", "sendConversations", "sendRejects", "offsets", "commit"];
if (values.clock) PHASES.push("advance");

const client = new Kafka({ brokers: brokers.split(","), logLevel: logLevel.NOTHING, retry: { retries: 20 } });
let isPublished = false;
let state = Number(values.seed) | 0;
const chance = () => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state / 0x7fffffff;
};
const kafka = (...words) => execFileSync(process.execPath, [path.join(root, "scripts/kafka.mjs"), ...words, "--data", data]);
const convofold = (...words) => execFileSync(process.execPath, [bin, ...words], { stdio: ["ignore", "pipe", 2], maxBuffer: 1 << 30 });
const say = (text) => process.stdout.write(`${text}\n`);

/** Faults that fell within their phase, and what happened beside. */
const injected = Object.fromEntries(PHASES.map((phase) => [phase, 0]));
const beside = { killed: 0, frozen: 0, stopped: 0, brokerKilled: 0 };
const faults = () => Object.values(injected).reduce((sum, count) => sum + count, 0);
const workers = [];
let isOver = false;

/** A fault in a phase that had the fewest. Phases of opening come seldom, the others with each batch. */
function planFault() {
  const least = Math.min(...Object.values(injected));
  const rare = PHASES.filter((phase) => injected[phase] <= least + 1);
  const phase = rare[Math.floor(chance() * rare.length)];
  const isSeldom = ["fence", "restore", "advance", "sendRejects"].includes(phase);
  const nth = 1 + Math.floor(chance() * (isSeldom ? 2 : 12));
  return `${chance() < 0.8 ? "kill" : "freeze"}:${phase}:${nth}:${Math.floor(chance() * 6)}`;
}

function startWorker(index) {
  const clock = values.clock ? [] : ["--no-clock"];
  const options = ["--session-timeout", "2s", "--checkpoint-interval", "2s", "--no-http", ...clock];
  const env = isOver ? process.env : { ...process.env, CONVOFOLD_FAULT: planFault() };
  const child = spawn(process.execPath, [bin, "serve", "--brokers", brokers, "--topic", TOPIC, ...options], { stdio: ["ignore", "ignore", "pipe"], env });
  workers[index] = child;
  createInterface({ input: child.stderr }).on("line", (line) => {
    appendFileSync(path.join(folder, `worker-${index}.log`), `${line}\n`);
    if (line.includes('"msg":"injected a fault"')) void noteFault(JSON.parse(line), child);
  });
  // Whoever supervises a worker starts it again, whatever it ended of.
  child.on("exit", () => {
    if (workers[index] !== child) return;
    workers[index] = undefined;
    setTimeout(() => workers[index] === undefined && !isOver && startWorker(index), chance() * 1200);
  });
}

/** A worker that froze is woken once others have taken over, and is killed a while later so that it can be hit again. */
async function noteFault({ phase, signal }, child) {
  injected[phase] += 1;
  if (signal === "SIGKILL") return void (beside.killed += 1);
  beside.frozen += 1;
  await sleep(3000 + chance() * 4000);
  child.kill("SIGCONT");
  await sleep(1500 + chance() * 2000);
  child.kill("SIGKILL");
}

/** What happens beside the faults. */
async function disturb() {
  if (chance() < 0.6) {
    const node = 1 + Math.floor(chance() * nodes);
    beside.brokerKilled += 1;
    kafka("kill", String(node));
    await sleep(chance() * 4000);
    kafka("up", String(node));
    return;
  }
  beside.stopped += 1;
  workers[Math.floor(chance() * WORKERS)]?.kill("SIGTERM");
}

const poison = poisonFor(chance);
const poisoned = {};

/** What comes behind a record: nothing as a rule. Its key is that of the record, as its partition is. */
function poisonBehind({ partition, key, timestamp }) {
  if (key === null || key === undefined || chance() * 100 >= Number(values.poison)) return [];
  const { kind, value, timestamp: stamp = timestamp } = poison(key, Number(timestamp ?? Date.now()));
  poisoned[kind] = (poisoned[kind] ?? 0) + 1;
  return [{ partition, key, value, timestamp: String(stamp) }];
}

/** A line of the log as a message; rubbish goes as it is. */
function messageOf(line) {
  try {
    const { partition, key, timestamp, value } = JSON.parse(line);
    if (value !== undefined) return { partition: partition ?? 0, key: key ?? null, value: value === null ? null : JSON.stringify(value), timestamp: String(timestamp) };
  } catch {
    // It is no record.
  }
  return { partition: 0, key: null, value: line };
}

/** Publishes the log at a pace, whatever becomes of the brokers; with the clock, with pauses in which time goes on. */
async function publish(log) {
  const producer = client.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  const startedAt = Date.now();
  let messages = [];
  let sent = 0;
  for await (const line of createInterface({ input: log })) {
    if (isPublished) break;
    const message = messageOf(line);
    messages.push(message, ...poisonBehind(message));
    if (messages.length < 25) continue;
    // What is sent twice after a failure is a repeat, as logs have them.
    for (let isSent = false; !isSent;) isSent = await producer.send({ topic: TOPIC, acks: -1, messages }).then(() => true, () => sleep(500).then(() => false));
    sent += messages.length;
    messages = [];
    const second = (Date.now() - startedAt) / 1000;
    await sleep(values.clock && second % 16 > 9 ? (16 - (second % 16)) * 1000 : 25_000 / Number(values.rate));
  }
  await producer.disconnect();
  return sent;
}

/** A simulated log that goes on for as long as it takes; with the clock, of now. */
function simulate() {
  const start = values.clock ? ["--start", new Date(Date.now() + 5000).toISOString(), "--gap", `${Math.round(25_000 / Number(values.rate))}ms`] : [];
  const words = ["simulate", "--seed", values.seed, "--conversations", "1000000", "--disorder", "2", "--duplicates", "2", "--rubbish", "1", "--out", "-"];
  const child = spawn(process.execPath, [bin, ...words, ...start], { stdio: ["ignore", "pipe", "ignore"] });
  return { log: child.stdout, stop: () => child.kill("SIGKILL") };
}

const READING_MS = 600_000;
/** Waits until the workers have read all of the input; on a busy machine that takes its time. */
async function untilRead() {
  const admin = client.admin();
  await admin.connect();
  try {
    for (const end = Date.now() + READING_MS; Date.now() < end; await sleep(1000)) {
      const ends = await admin.fetchTopicOffsets(TOPIC);
      const [group] = await admin.fetchOffsets({ groupId: "convofold", topics: [TOPIC] });
      const next = new Map(group?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
      if (ends.every(({ partition, high }) => (next.get(partition) ?? -1n) >= BigInt(high) || BigInt(high) === 0n)) return;
    }
  } finally {
    await admin.disconnect();
  }
  throw new Error(`the workers did not read all of the input in ${READING_MS / 60_000} minutes; their logs are in ${folder}`);
}

const SILENCE_MS = 12_000;
/** All committed records of a topic. Its last offsets may be marks of transactions, which are never given out. */
async function readTopic(topic) {
  const admin = client.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const consumer = client.consumer({ groupId: `chaos-${topic}-${process.pid}`, maxWaitTimeInMs: 100, sessionTimeout: 10_000 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const records = [];
  const next = new Map();
  let lastNews = Date.now();
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ partition, message }) => {
      // A consumer that begins again gives out again what it gave out before.
      if (BigInt(message.offset) < (next.get(partition) ?? 0n)) return;
      next.set(partition, BigInt(message.offset) + 1n);
      lastNews = Date.now();
      const { value, headers = {} } = message;
      records.push({ partition, offset: Number(message.offset), value: value?.toString() ?? "null", headers });
    },
  });
  const isWhole = () => ends.every(({ partition, high }) => (next.get(partition) ?? 0n) >= BigInt(high));
  while (!isWhole() && Date.now() - lastNews < SILENCE_MS) await sleep(100);
  await consumer.disconnect();
  return records;
}

/** Compares all that was served with a replay of the input. Returns how many things differ. */
async function compare(untilAt) {
  const recorded = path.join(folder, "recorded.ndjson");
  const out = path.join(folder, "out");
  convofold("record", "--brokers", brokers, "--topic", TOPIC, "--out", recorded, "-q");
  const until = values.clock ? ["--until", new Date(untilAt).toISOString()] : [];
  convofold("replay", recorded, "--out", out, "--revisions", "-q", ...until);
  const lines = (name) => readFileSync(path.join(out, `${name}.ndjson`), "utf8").split("\n").filter((line) => line !== "");
  const served = {};
  for (const name of ["measurements", "deadlines", "conversations"]) served[name] = await readTopic(`convofold.${name}`);
  const input = await readTopic(TOPIC);
  say(`read ${input.length} records of the input, ${Object.entries(served).map(([name, its]) => `${its.length} ${name}`).join(", ")}`);
  const evidence = accountForInput(TOPIC, input, [...served.measurements, ...served.deadlines]);
  say(`input: ${input.length} records without a hole; ${evidence} pieces of evidence lie in it`);
  const of = (name) => served[name].map(({ value }) => value);
  const refused = compareRejects(await readTopic("convofold.rejects"), lines("rejects"), say);
  if (values.clock) {
    const differing = (name) => compareFinals(name, of(name), lines(name), untilAt, say);
    return refused + differing("measurements") + differing("deadlines");
  }
  const early = emittedOnlyAtTheEnd(readFileSync(recorded, "utf8").split("\n").filter((line) => line !== ""), lines("deadlines.revisions"));
  if (early.size > 0) say(`left out: ${early.size} conversations of which the replay emits something only as it ends`);
  // A service writes every change; so does a replay, beside what stands.
  const both = (name, file = name) => [of(name), lines(file)].map((values) => values.filter((value) => !early.has(JSON.parse(value).conversationId ?? JSON.parse(value).id)));
  const differing = (name) => compareSequences(name, ...both(name, `${name}.revisions`), say);
  return refused + differing("measurements") + differing("deadlines") + compareLast("conversations", ...both("conversations"), say);
}

say(`seed ${values.seed}, ${values.faults} faults, ${nodes} broker(s) of Kafka ${values.version}${values.clock ? ", with the clock" : ""}; logs in ${folder}`);
let simulated;
try {
  kafka("start", "--version", values.version, "--port", String(port), "--brokers", values.brokers);
  simulated = simulate();
  const admin = client.admin();
  await admin.connect();
  // Brokers delete by the records' own timestamps, and these are of long ago.
  const configEntries = [{ name: "retention.ms", value: "-1" }];
  await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 8, replicationFactor: nodes, configEntries }], waitForLeaders: false });
  await sleep(3000);
  await admin.disconnect();
  const publishing = publish(simulated.log);
  for (let index = 0; index < WORKERS; index += 1) startWorker(index);
  const least = Number(values.faults) >= 10 * PHASES.length ? 10 : 1;
  while (faults() < Number(values.faults) || Math.min(...Object.values(injected)) < least) {
    await sleep(8000 + chance() * 8000);
    await disturb();
  }
  isPublished = true;
  say(`published ${await publishing} records, poisoned among them: ${JSON.stringify(poisoned)}`);
  isOver = true;
  for (const worker of workers) worker?.kill("SIGKILL");
  await sleep(3000);
  for (let index = 0; index < WORKERS; index += 1) startWorker(index);
  await untilRead();
  // Views are written where all is read.
  await sleep(20_000);
  const untilAt = Date.now();
  for (const worker of workers) worker?.kill("SIGTERM");
  await sleep(6000);
  say(`faults within phases: ${faults()} ${JSON.stringify(injected)}; beside: ${JSON.stringify(beside)}`);
  const differing = await compare(untilAt);
  say(differing === 0 ? "exact" : "NOT EXACT");
  process.exitCode = differing === 0 ? 0 : 1;
} finally {
  isOver = true;
  simulated?.stop();
  for (const worker of workers) worker?.kill("SIGKILL");
  kafka("stop");
  if (process.exitCode === 0) rmSync(folder, { recursive: true, force: true });
}
