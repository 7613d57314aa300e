import { writeFileSync } from "node:fs";
import path from "node:path";

import type { KafkaMessage } from "kafkajs";

import { createTopics } from "../../../src/consumers/kafka/topic-creation";
import { convofold, simulateLog, withFolder } from "../../support/cli";
import {
  describeWithKafka,
  freePort,
  publish,
  readLines,
  readTopic,
  ServedWorker,
  sleep,
  type Cluster,
  useCluster,
} from "../../support/kafka";

const OUTPUTS = ["measurements", "deadlines", "conversations"] as const;
/** An alert is due soon four seconds before it is due. */
const WARNING = path.join(__dirname, "../../support/warn-before-alerting.yaml");
const RUBBISH = ['{"id":"broken', "[1,2,3]", '{"participants":[]}'];

let cluster: Cluster;

const startWorker = async (args: readonly string[]) =>
  new ServedWorker(await freePort(), ["--brokers", cluster.brokers, "--checkpoint-interval", "1s", ...args]);

/** A simulated log with rubbish in it. */
const simulate = async (folder: string, conversations: number) => {
  const args = ["--conversations", String(conversations), "--duplicates", "2", "--disorder", "2"];
  return simulateLog(path.join(folder, "log.ndjson"), ...args);
};

const byId = (records: readonly Record<string, unknown>[]) =>
  new Map(records.map((record) => [record["id"], withoutTopic(record)]));

/** The topic has another name than the log says, and as-of is of no account in what is final. */
function withoutTopic(record: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify(record), (key, value: unknown) => (key === "topic" ? undefined : value));
}

const parse = ({ value }: KafkaMessage) => JSON.parse(value?.toString() ?? "null") as Record<string, unknown>;

async function createTopic(topic: string): Promise<void> {
  const admin = cluster.kafka.admin();
  await admin.connect();
  await createTopics(admin, [{ topic, numPartitions: 1 }]);
  await admin.disconnect();
}

async function produce(topic: string, value: string): Promise<void> {
  const producer = cluster.kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ key: "v1", value }] });
  await producer.disconnect();
}

/** A record with a key that is no text, a header, and a date of long ago. */
const STRANGE = {
  key: Buffer.from([0xff, 0]),
  value: "[4]",
  timestamp: "1700000000000",
  headers: { trace: "t-1" },
};

async function produceStrange(topic: string): Promise<void> {
  const producer = cluster.kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ ...STRANGE, partition: 0 }] });
  await producer.disconnect();
}

/** A transaction that is aborted: the partition ends with what is given to nobody. */
async function produceInVain(topic: string): Promise<void> {
  const producer = cluster.kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic, messages: [{ key: "v1", value: "{" }] });
  await transaction.abort();
  await producer.disconnect();
}

/** Compares all that a service wrote with what a replay of its input, as it was recorded, comes to. */
async function expectReplayed(folder: string, topic: string, prefix: string): Promise<void> {
  const log = path.join(folder, `${topic}.ndjson.gz`);
  const served = ["--brokers", cluster.brokers, "--topic", topic, "--prefix", prefix];
  const recorded = await convofold(["record", ...served, "-o", log, "-q"]);
  expect(recorded.stderr).toBe("");
  const out = path.join(folder, `${topic}-out`);
  expect((await convofold(["replay", log, "--out", out, "--revisions", "-q"])).code).toBe(0);
  for (const name of OUTPUTS) {
    const emitted = (await readTopic(cluster.kafka, `${prefix}.${name}`)).map(parse);
    // A service writes every change.
    const file = name === "conversations" ? name : `${name}.revisions`;
    const replayed = readLines(path.join(out, `${file}.ndjson`));
    // A view's revision counts what was emitted before it.
    const own = (all: readonly Record<string, unknown>[]) =>
      file === name ? all.map((view) => ({ ...view, revision: undefined })) : all;
    expect(byId(own(emitted))).toEqual(byId(own(replayed)));
    if (name === "conversations") continue;
    const revisions = emitted.map(({ id, revision }) => `${String(id)} ${String(revision)}`);
    expect(new Set(revisions).size).toBe(revisions.length);
    expect(emitted.length).toBe(replayed.length);
  }
}

describeWithKafka("serve", () => {
  useCluster((started) => (cluster = started));

  it("writes what a replay of its input comes to, and refuses what cannot be folded as it came", async () => {
    await withFolder(async (folder) => {
      const log = await simulate(folder, 150);
      const rubbish = path.join(folder, "rubbish.ndjson");
      writeFileSync(rubbish, `${[...RUBBISH, "x".repeat(1_020_000)].join("\n")}\n`);
      await publish(cluster.brokers, "plain", log);
      await publish(cluster.brokers, "plain", rubbish);
      await produceStrange("plain");
      const worker = await startWorker(["--topic", "plain", "--prefix", "plain-out", "--no-clock"]);
      await worker.caughtUp();
      expect((await worker.ask("/livez"))?.status).toBe(200);
      expect((await worker.ask("/nothing"))?.status).toBe(404);
      const metrics = (await worker.ask("/metrics"))?.body ?? "";
      expect(metrics).toMatch(/convofold_records_total\{result="rejected"\} \d/);
      expect(metrics).toMatch(/convofold_stage_duration_seconds_count\{stage="fold"\} [1-9]/);
      expect(metrics).toMatch(/convofold_processing_delay_seconds_count [1-9]/);
      expect(metrics).toMatch(/convofold_record_lateness_seconds_count [1-9]/);
      expect(metrics).toMatch(/convofold_state_bytes [1-9]\d{3}/);
      expect(metrics).toMatch(/convofold_lag_seconds\{partition="0"\} 0/);
      expect(metrics).toMatch(/convofold_restoring_partitions 0/);
      await sleep(2500);
      worker.child.kill("SIGTERM");
      expect(await worker.ended).toBe(0);
      await expectReplayed(folder, "plain", "plain-out");
      const rejects = await readTopic(cluster.kafka, "plain-out.rejects");
      for (const text of RUBBISH) {
        const rejected = rejects.find(({ value }) => value?.toString() === text);
        expect(rejected?.headers?.["convofold.reason"]?.toString()).toMatch(
          /truncated|notJson|noConversationId|unknownShape/,
        );
        expect(rejected?.headers?.["convofold.position"]?.toString()).toMatch(/^plain\/\d\/\d+$/);
      }
      const large = rejects.find(({ headers }) => headers?.["convofold.omittedBytes"] !== undefined);
      expect([large?.value, large?.headers?.["convofold.omittedBytes"]?.toString()]).toEqual([null, "1020000"]);

      const before = (await readTopic(cluster.kafka, "plain")).length;
      const where = ["--brokers", cluster.brokers, "--topic", "plain", "--prefix", "plain-out"];
      const redrive = async (...more: string[]) =>
        convofold(["redrive", ...where, "--reason", "unknownShape", ...more]);
      const counted = "again:\n  unknownShape             2\n";
      expect(await redrive("--dry-run")).toMatchObject({
        code: 0,
        stdout: `2 records would be sent to "plain" ${counted}`,
      });
      expect(await redrive()).toMatchObject({ code: 0, stdout: `2 records were sent to "plain" ${counted}` });
      const repeated = await redrive();
      expect(repeated).toMatchObject({ code: 0, stdout: '0 records were sent to "plain" again.\n' });
      expect(repeated.stderr).toContain("2 more were sent again before: --again sends them once more.");
      const after = await readTopic(cluster.kafka, "plain");
      expect(after.length).toBe(before + 2);
      const strange = after.filter(({ value }) => value?.toString() === STRANGE.value);
      expect(strange.map(({ key, timestamp }) => [key, timestamp])).toEqual(
        Array.from({ length: 2 }, () => [STRANGE.key, STRANGE.timestamp]),
      );
      for (const { headers } of strange) {
        expect(Object.keys(headers ?? {})).toEqual(["trace"]);
        expect(headers?.["trace"]?.toString()).toBe("t-1");
      }
      const wrong = await convofold(["redrive", ...where, "--reason", "mistyped"]);
      expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("noConversationId")]);
      const texts = after.map(({ value }) => value?.toString());
      expect(texts.filter((text) => text === "[1,2,3]").length).toBe(2);

      const outputs = path.join(folder, "outputs.ndjson");
      const from = ["--brokers", cluster.brokers, "--topic", "plain-out.measurements", "-o", outputs, "-q"];
      expect((await convofold(["record", ...from])).code).toBe(0);
      expect(readLines(outputs).length).toBe((await readTopic(cluster.kafka, "plain-out.measurements")).length);
    });
  }, 180_000);

  it("counts every record once, though workers are killed, frozen and stopped while they fold", async () => {
    await withFolder(async (folder) => {
      const log = await simulate(folder, 400);
      await publish(cluster.brokers, "harsh", log);
      const args = ["--topic", "harsh", "--prefix", "harsh-out", "--no-clock", "--session-timeout", "2s"];
      const killed = await startWorker(args);
      const frozen = await startWorker(args);
      await sleep(2500);
      killed.child.kill("SIGKILL");
      frozen.child.kill("SIGSTOP");
      const third = await startWorker(args);
      await sleep(5000);
      frozen.child.kill("SIGCONT");
      const fourth = await startWorker(args);
      await sleep(1500);
      third.child.kill("SIGTERM");
      expect(await third.ended).toBe(0);
      await publish(cluster.brokers, "harsh", log);
      await sleep(1500);
      fourth.child.kill("SIGKILL");
      // Those of the worker that was killed too: their views are written by whoever takes them over.
      await frozen.caughtUp(4);
      await sleep(2500);
      frozen.child.kill("SIGTERM");
      expect(await frozen.ended).toBe(0);
      await expectReplayed(folder, "harsh", "harsh-out");
    });
  }, 240_000);

  it.each(["gzip", "snappy", "lz4", "zstd"])("reads what a producer, or the broker, packed with %s", async (codec) => {
    await withFolder(async (folder) => {
      const log = await simulate(folder, 40);
      const admin = cluster.kafka.admin();
      await admin.connect();
      const configEntries = [
        { name: "compression.type", value: codec },
        { name: "retention.ms", value: "-1" },
      ];
      await createTopics(admin, [{ topic: codec, numPartitions: 1, configEntries }]);
      await admin.disconnect();
      await publish(cluster.brokers, codec, log);
      const recorded = path.join(folder, "recorded.ndjson");
      const from = ["--brokers", cluster.brokers, "--topic", codec, "--no-policies", "-o", recorded, "-q"];
      expect(await convofold(["record", ...from])).toMatchObject({ code: 0, stderr: "" });
      const valuesOf = (file: string) => readLines(file).map(({ value }) => JSON.stringify(value));
      expect(valuesOf(recorded).sort()).toEqual(valuesOf(log).sort());
    });
  });

  it.each([
    ["nothing comes", "clock", async () => Promise.resolve()],
    ["nothing but an aborted transaction comes", "marked", produceInVain],
  ])(
    "emits by the clock what falls due, and in time what soon will, while %s",
    async (_what, topic, thenSend) => {
      await createTopic(topic);
      const worker = await startWorker(["--topic", topic, "--prefix", `${topic}-out`, "--policy", WARNING]);
      await worker.caughtUp();
      const call = {
        id: "c1",
        state: "alerting",
        alertingTimeoutMs: 12_000,
        startAlertingTime: new Date().toISOString(),
      };
      const participants = [{ id: "p1", purpose: "agent", calls: [call] }];
      await produce(topic, JSON.stringify({ id: "v1", participants }));
      await sleep(500);
      await thenSend(topic);
      let written: KafkaMessage[] = [];
      for (const until = Date.now() + 60_000; written.length < 2 && Date.now() < until; await sleep(500)) {
        written = await readTopic(cluster.kafka, `${topic}-out.deadlines`).catch(() => []);
      }
      const alerting = { id: "v1/c1/alerting", kind: "alerting" };
      const expected = ["dueSoon", "overdue"].map(
        (status) => expect.objectContaining({ ...alerting, status }) as unknown,
      );
      expect(written.map(parse)).toEqual(expected);
      const isInTime = written.map(
        (message) => Number(message.timestamp) < Date.parse(String(parse(message)["dueAt"])),
      );
      expect(isInTime).toEqual([true, false]);
      expect(await readTopic(cluster.kafka, `${topic}-out.rejects`)).toEqual([]);
      worker.child.kill("SIGTERM");
      expect(await worker.ended).toBe(0);
    },
    180_000,
  );

  it("waits for a topic that is not there yet, and says so; what is played then follows its records, not the clock", async () => {
    await withFolder(async (folder) => {
      const worker = await startWorker(["--topic", "later", "--prefix", "later-out", "--misrouted", "fold"]);
      const board = await startWorker(["--role", "board", "--prefix", "later-out"]);
      expect(await worker.says(/waiting for a topic.*publish/)).toMatchObject({ topics: ["later"] });
      expect(await board.says(/waiting for a topic.*serve/)).toMatchObject({ level: 30 });
      const log = path.join(folder, "alerting.ndjson");
      const call = {
        id: "c1",
        state: "alerting",
        alertingTimeoutMs: 3000,
        startAlertingTime: "2026-03-02T09:00:00.000Z",
      };
      const value = { id: "v1", participants: [{ id: "p1", purpose: "agent", calls: [call] }] };
      const place = { topic: "t", partition: 0, offset: 0, timestamp: Date.parse(call.startAlertingTime), key: "v1" };
      writeFileSync(log, `${JSON.stringify({ ...place, value })}\n`);
      await publish(cluster.brokers, "later", log);
      await worker.caughtUp();
      await worker.says(/a log is played/);
      await board.says(/showing the board/);
      await sleep(3000);
      const deadlines = (await readTopic(cluster.kafka, "later-out.deadlines").catch(() => [])).map(parse);
      expect(deadlines.filter(({ status }) => status === "overdue")).toEqual([]);
      for (const { child, ended } of [worker, board]) {
        child.kill("SIGTERM");
        expect(await ended).toBe(0);
      }
    });
  }, 180_000);

  it("stops with the reason as its last line where it cannot go on", async () => {
    await withFolder(async (folder) => {
      const log = path.join(folder, "other-key.ndjson");
      const value = { id: "v1", participants: [{ id: "p1", purpose: "agent", state: "connected" }] };
      writeFileSync(
        log,
        `${JSON.stringify({ topic: "t", partition: 0, offset: 0, timestamp: 1e12, key: "k", value })}\n`,
      );
      await publish(cluster.brokers, "misrouted", log);
      const strict = ["--topic", "misrouted", "--prefix", "misrouted-out", "--misrouted", "stop"];
      const misrouted = await startWorker(strict);
      expect(await misrouted.ended).toBe(3);
      expect(misrouted.lastLine()).toMatchObject({ code: "misrouted" });
      const rejecting = await startWorker(["--topic", "misrouted", "--prefix", "apart-out"]);
      await rejecting.caughtUp();
      expect((await rejecting.ask("/metrics"))?.body).toContain('convofold_rejections_total{reason="misrouted"} 1');
      rejecting.child.kill("SIGTERM");
      expect(await rejecting.ended).toBe(0);
      const apart = await readTopic(cluster.kafka, "apart-out.rejects");
      expect(apart.map(({ headers }) => headers?.["convofold.reason"]?.toString())).toEqual(["misrouted"]);
      const accepting = await startWorker(["--topic", "misrouted", "--prefix", "misrouted-out", "--accept-misrouted"]);
      await accepting.caughtUp();
      accepting.child.kill("SIGTERM");
      expect(await accepting.ended).toBe(0);

      const otherPolicy = [
        "--topic",
        "misrouted",
        "--prefix",
        "misrouted-out",
        "--accept-misrouted",
        "--lateness",
        "1h",
      ];
      const stale = await startWorker(otherPolicy);
      expect(await stale.ended).toBe(3);
      expect(stale.lastLine()).toMatchObject({ code: "stateWrong" });

      const admin = cluster.kafka.admin();
      await admin.connect();
      await createTopics(admin, [{ topic: "wrong.state", numPartitions: 4 }]);
      await admin.disconnect();
      const uncompacted = await startWorker(["--topic", "misrouted", "--prefix", "wrong"]);
      expect(await uncompacted.ended).toBe(3);
      expect(uncompacted.lastLine()).toMatchObject({ code: "topicWrong" });
      expect(String(uncompacted.lastLine()["advice"])).toContain("cleanup.policy=compact");

      const lastYear = String(Date.now() - 365 * 86_400_000);
      const week = [{ name: "retention.ms", value: String(7 * 86_400_000) }];
      await createTopics(admin, [{ topic: "fleeting", numPartitions: 1, configEntries: week }]);
      const producer = cluster.kafka.producer();
      await producer.connect();
      await producer.send({ topic: "fleeting", messages: [{ value: "{}", timestamp: lastYear }] });
      await producer.disconnect();
      const fleeting = await startWorker(["--topic", "fleeting", "--prefix", "fleeting-out"]);
      expect(await fleeting.ended).toBe(3);
      expect(fleeting.lastLine()).toMatchObject({ code: "topicWrong" });
      expect(String(fleeting.lastLine()["advice"])).toContain("retention.ms=-1");
    });
  }, 120_000);

  it("keeps to its own input and outputs: no second group, no topic made anew, no further partitions", async () => {
    const [topic, prefix] = ["whose", "whose-out"];
    await createTopic(topic);
    await produce(topic, '{"id":"v1"}');
    const owner = await startWorker(["--topic", topic, "--prefix", prefix]);
    await owner.caughtUp();
    const rival = await startWorker(["--topic", topic, "--prefix", prefix, "--group", "second"]);
    expect(await rival.ended).toBe(3);
    expect(rival.lastLine()).toMatchObject({
      code: "stateWrong",
      advice: expect.stringContaining(`--group ${prefix}`) as string,
    });
    await produce(topic, '{"id":"v2"}');
    await owner.caughtUp();
    owner.child.kill("SIGTERM");
    expect(await owner.ended).toBe(0);

    const admin = cluster.kafka.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await sleep(1000);
    await createTopic(topic);
    for (const id of ["v3", "v4", "v5"]) await produce(topic, `{"id":"${id}"}`);
    const mistaken = await startWorker(["--topic", topic, "--prefix", prefix]);
    expect(await mistaken.ended).toBe(3);
    expect(mistaken.lastLine()).toMatchObject({ code: "inputReplaced" });

    const grown = await startWorker(["--topic", topic, "--prefix", "grown-out"]);
    await grown.caughtUp();
    await admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] });
    await admin.disconnect();
    expect(await grown.ended).toBe(3);
    expect(grown.lastLine()).toMatchObject({
      code: "topicWrong",
      msg: expect.stringContaining("2 partitions by now") as string,
    });
  }, 120_000);

  it("refuses wrong use, a port that is taken and brokers that are not there", async () => {
    const port = await freePort();
    const first = new ServedWorker(port, ["--brokers", cluster.brokers, "--topic", "plain", "--prefix", "plain-out"]);
    await first.caughtUp();
    const second = new ServedWorker(port, ["--brokers", cluster.brokers, "--topic", "plain", "--prefix", "plain-out"]);
    expect(await second.ended).toBe(2);
    expect(String(second.lastLine()["msg"])).toContain("EADDRINUSE");
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    const nobody = new ServedWorker(await freePort(), [
      "--brokers",
      `127.0.0.1:${await freePort()}`,
      "--topic",
      "plain",
    ]);
    expect(await nobody.ended).toBe(3);
    expect(nobody.lastLine()).toMatchObject({ code: "kafkaFailed" });
    expect((await convofold(["serve", "--brokers", "nonsense"])).code).toBe(2);
  }, 120_000);
});
