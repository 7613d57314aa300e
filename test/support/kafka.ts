import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { Kafka, logLevel, type KafkaMessage } from "kafkajs";

import { BIN, convofold } from "./cli";

const SCRIPT = path.join(__dirname, "../../scripts/kafka.mjs");

/** A real cluster for a test. */
export interface Cluster {
  readonly brokers: string;
  readonly kafka: Kafka;
  /** Ends it, where the test began it. */
  readonly stop: () => Promise<void>;
}

/**
 * Why no real Kafka can be had here; undefined where one can. In continuous integration that is a failure, elsewhere the
 * tests that need one are left out, and say so.
 */
export function whyNoKafka(): string | undefined {
  return process.env["KAFKA_BROKERS"] === undefined ? whyNoOwnKafka() : undefined;
}

/** Why no cluster can be started here; undefined where one can. */
export function whyNoOwnKafka(): string | undefined {
  for (const [command, option] of [
    ["java", "-version"],
    ["mvn", "-v"],
  ] as const) {
    try {
      execFileSync(command, [option], { stdio: "ignore" });
    } catch {
      return `${command} is not there`;
    }
  }
  return undefined;
}

/** A suite that needs a real Kafka. */
export function describeWithKafka(name: string, suite: () => void, why = whyNoKafka()): void {
  if (why === undefined) return describe(name, suite);
  if (process.env["CI"] === "true") {
    describe(name, () => {
      it("needs a real Kafka", () => {
        throw new Error(why);
      });
    });
    return;
  }
  process.stderr.write(`SKIPPED, no Kafka (${why}): ${name}\n`);
  describe.skip(name, suite);
}

/** Starts a cluster, or takes the one that KAFKA_BROKERS names. */
export async function startCluster(): Promise<Cluster> {
  const given = process.env["KAFKA_BROKERS"];
  if (given !== undefined) return { brokers: given, kafka: clientOf(given), stop: () => Promise.resolve() };
  return startOwnCluster();
}

/** A cluster for the tests of a suite: it is started before them, and stopped after them; workers that a test left are ended. */
export function useCluster(take: (cluster: Cluster) => void): void {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
    take(cluster);
  }, 180_000);
  afterEach(killWorkers);
  afterAll(async () => cluster.stop(), 60_000);
}

/** A cluster that also has a listener for clients with a certificate and a SASL name. */
export interface SecureCluster extends Cluster {
  readonly secureBrokers: string;
  /** Where its certificates lie. */
  readonly secrets: string;
}

/** Starts a cluster with a secure listener: a test cannot take somebody else's. */
export async function startSecureCluster(): Promise<SecureCluster> {
  const own = await startOwnCluster("--secure");
  const port = Number(own.brokers.split(":")[1]) + 200;
  return { ...own, secureBrokers: `127.0.0.1:${port}`, secrets: path.join(own.data, "secrets") };
}

const run = promisify(execFile);

async function startOwnCluster(...options: readonly string[]): Promise<Cluster & { readonly data: string }> {
  const { data, port } = await startOnFreePort(options, 3);
  const brokers = `127.0.0.1:${port}`;
  return {
    brokers,
    kafka: clientOf(brokers),
    data,
    stop: async () => {
      await run(process.execPath, [SCRIPT, "stop", "--data", data]);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A port that is free may be somebody's by the time a broker takes it: then another is tried. */
async function startOnFreePort(
  options: readonly string[],
  tries: number,
): Promise<{ readonly data: string; readonly port: number }> {
  const data = mkdtempSync(path.join(tmpdir(), "convofold-kafka-"));
  const port = await freePort();
  try {
    await run(process.execPath, [SCRIPT, "start", "--data", data, "--port", String(port), ...options]);
    return { data, port };
  } catch (error) {
    await run(process.execPath, [SCRIPT, "stop", "--data", data]).catch(() => undefined);
    if (tries === 1 || !String(error).includes("Address already in use")) throw error;
    return startOnFreePort(options, tries - 1);
  }
}

function clientOf(brokers: string): Kafka {
  return new Kafka({ brokers: brokers.split(","), logLevel: logLevel.NOTHING, retry: { initialRetryTime: 50 } });
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Bounds against what hangs, wide enough for a machine that has other work too. */
const READING_MS = 90_000;
const WORKER_MS = 90_000;

/** All committed messages of a topic, in the order of each partition. */
export async function readTopic(kafka: Kafka, topic: string): Promise<KafkaMessage[]> {
  const admin = kafka.admin();
  await admin.connect();
  const bounds = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const ends = bounds
    .filter(({ low, high }) => Number(low) < Number(high))
    .map(({ partition, high }) => [partition, Number(high)] as const);
  const messages = new Map<number, KafkaMessage[]>();
  const readTo = new Map<number, number>();
  const consumer = kafka.consumer({ groupId: `test-${topic}-${process.hrtime.bigint()}`, maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  // Told also of what is never given out: marks of transactions, and what was aborted.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) =>
    readTo.set(partition, Number(lastOffset) + 1),
  );
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      messages.set(batch.partition, [...(messages.get(batch.partition) ?? []), ...batch.messages]);
    },
  });
  const isLeft = () => ends.some(([partition, end]) => (readTo.get(partition) ?? 0) < end);
  for (const until = Date.now() + READING_MS; isLeft(); await sleep(50))
    if (Date.now() > until) throw new Error(`${topic} was not read to its end`);
  await consumer.disconnect();
  return [...messages].sort(([one], [other]) => one - other).flatMap(([, its]) => its);
}

/** Deletes all records of a topic, as retention does. */
export async function emptyTopic(kafka: Kafka, topic: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({
    topic,
    partitions: ends.map(({ partition, high }) => ({ partition, offset: high })),
  });
  await admin.disconnect();
}

const workers = new Set<ChildProcess>();

/** Ends the workers that a test left. */
export function killWorkers(): void {
  for (const worker of workers) worker.kill("SIGKILL");
  workers.clear();
}

/** A worker of the service as a process of its own. */
export class ServedWorker {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  stderr = "";

  constructor(
    readonly port: number,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ) {
    const env = { ...process.env, ...environment };
    this.child = spawn(process.execPath, [BIN, "serve", "--http", `127.0.0.1:${port}`, ...args], { env });
    workers.add(this.child);
    this.child.stderr?.on("data", (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise((resolve) => this.child.on("close", resolve));
  }

  /** Its log lines. */
  lines(): Record<string, unknown>[] {
    const whole = this.stderr.split("\n").slice(0, -1);
    return whole.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Its last log line. */
  lastLine(): Record<string, unknown> {
    return this.lines().at(-1) ?? {};
  }

  /** Waits until it logs something. */
  async says(what: RegExp): Promise<Record<string, unknown>> {
    for (const until = Date.now() + WORKER_MS; Date.now() < until; await sleep(100)) {
      const line = this.lines().find(({ msg }) => what.test(String(msg)));
      if (line !== undefined) return line;
    }
    throw new Error(`the worker did not say ${String(what)}:\n${this.stderr.slice(-3000)}`);
  }

  /** What it answers; undefined where it does not. */
  async ask(what: string): Promise<{ readonly status: number; readonly body: string } | undefined> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.port}${what}`);
      return { status: response.status, body: await response.text() };
    } catch {
      return undefined;
    }
  }

  /** Waits until it is ready and nothing waits for it. */
  async caughtUp(partitions = 1): Promise<void> {
    for (const until = Date.now() + WORKER_MS; Date.now() < until; await sleep(100)) {
      const ready = await this.ask("/readyz");
      const metrics = (await this.ask("/metrics"))?.body ?? "";
      const lags = [...metrics.matchAll(/convofold_lag_records\{[^}]*\} (\d+)/g)].map((match) => Number(match[1]));
      if (ready?.status === 200 && lags.length >= partitions && lags.every((lag) => lag === 0)) return;
    }
    throw new Error(`the worker did not catch up:\n${this.stderr.slice(-3000)}`);
  }
}

/** Waits until a group has dealt with all that a topic has now; a worker hears of an end only now and then. */
export async function untilFolded(kafka: Kafka, topic: string, groupId: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  const left = async () => {
    const [held] = await admin.fetchOffsets({ groupId, topics: [topic] });
    const at = new Map(held?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return ends.filter(({ partition, high }) => (at.get(partition) ?? 0) < Number(high));
  };
  let waitsFor = await left();
  for (const until = Date.now() + 90_000; waitsFor.length > 0 && Date.now() < until; waitsFor = await left())
    await sleep(200);
  await admin.disconnect();
  if (waitsFor.length > 0) throw new Error(`${groupId} did not get to ${JSON.stringify(waitsFor)}`);
}

/** Publishes a log file with the programme itself. */
export async function publish(brokers: string, topic: string, log: string, partitions = 4): Promise<void> {
  const args = ["publish", log, "--brokers", brokers, "--topic", topic, "--partitions", String(partitions), "-q"];
  const { code, stderr } = await convofold(args);
  if (code !== 0) throw new Error(stderr);
}

/** The lines of a file as objects. */
export function readLines(file: string): Record<string, unknown>[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Record<string, unknown>);
}

export async function sleep(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
