import { writeFileSync } from "node:fs";
import path from "node:path";

import { convofold, simulateLog, withFolder } from "../../support/cli";
import {
  untilFolded,
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
import { expectServedAsReplayed } from "../../support/served-as-replayed";

const [TOPICS, PREFIX, PARTITIONS] = [["several-in", "several-details"], "several-out", 4];

let cluster: Cluster;

const named = (topics: readonly string[]) => topics.flatMap((topic) => ["--topic", topic]);

const startWorker = async (topics: readonly string[] = TOPICS, ...more: readonly string[]) =>
  new ServedWorker(await freePort(), [
    ...["--brokers", cluster.brokers, ...named(topics), "--prefix", PREFIX],
    ...["--checkpoint-interval", "1s", "--no-clock", ...more],
  ]);

/** Publishes some records of a log to each of the topics, whichever conversation they are of. */
async function publishParts(folder: string, log: string): Promise<void> {
  const lines = readLines(log).map((line) => `${JSON.stringify(line)}\n`);
  for (const [number, topic] of TOPICS.entries()) {
    const part = path.join(folder, `${topic}.ndjson`);
    writeFileSync(part, lines.filter((_, index) => (index % 3 === 0) === (number === 0)).join(""));
    await publish(cluster.brokers, topic, part, PARTITIONS);
  }
}

describeWithKafka("a service of several topics", () => {
  useCluster((started) => (cluster = started));

  it("comes to what a replay of all of them does, though a worker is killed", async () => {
    await withFolder(async (folder) => {
      const [log, recorded] = [path.join(folder, "log.ndjson"), path.join(folder, "recorded.ndjson")];
      await simulateLog(log, "--conversations", "150");
      await publishParts(folder, log);
      const first = await startWorker();
      await first.says(/partition restored/);
      await sleep(700);
      first.child.kill("SIGKILL");
      const second = await startWorker();
      await second.caughtUp(PARTITIONS);
      for (const topic of TOPICS) await untilFolded(cluster.kafka, topic, PREFIX);

      const records = ["record", "--brokers", cluster.brokers, ...named(TOPICS), "--prefix", PREFIX];
      expect((await convofold([...records, "-o", recorded, "-q"])).code).toBe(0);
      expect(new Set(readLines(recorded).map(({ topic }) => topic))).toEqual(new Set(TOPICS));
      // Of records that say the same in both topics, the one that came first is the evidence.
      await expectServedAsReplayed(cluster.kafka, PREFIX, folder, recorded, ["revision", "asOf", "evidence"]);
      const measured = (await readTopic(cluster.kafka, `${PREFIX}.measurements`)).map(
        ({ value }) => JSON.parse(String(value)) as { readonly id: string; readonly revision: number },
      );
      const revisions = measured.map(({ id, revision }) => `${id} ${revision}`);
      expect(new Set(revisions).size).toBe(revisions.length);
      expect(revisions.length).toBeGreaterThan(100);
      const inspected = await convofold(["inspect", recorded, "--json"]);
      expect(inspected.code).toBe(0);
      for (const topic of TOPICS) expect(inspected.stdout).toContain(topic);

      second.child.kill("SIGTERM");
      expect(await second.ended).toBe(0);
      const resumed = await convofold([...records, "-o", recorded, "--resume", "-q"]);
      expect([resumed.code, resumed.stderr]).toEqual([2, expect.stringContaining("several topics cannot be gone on")]);
    });
  }, 240_000);

  it("refuses the state of other topics, by name", async () => {
    const refused = await startWorker([TOPICS[0] ?? ""], "--group", "another");

    expect(await refused.ended).toBe(3);
    expect(refused.lastLine()).toMatchObject({
      code: "stateWrong",
      msg: expect.stringContaining('is of the input "several-details,several-in", not of "several-in"') as string,
      advice: expect.stringContaining("--topic several-details --topic several-in") as string,
    });
  }, 120_000);

  it("sends each dead letter to the topic from which it came", async () => {
    const rubbish = "several-details";
    const producer = cluster.kafka.producer();
    await producer.connect();
    await producer.send({ topic: rubbish, messages: [{ key: "v1", value: "{oops", partition: 1 }] });
    await producer.disconnect();
    const worker = await startWorker();
    await untilFolded(cluster.kafka, rubbish, PREFIX);
    worker.child.kill("SIGTERM");
    await worker.ended;
    const args = ["redrive", "--brokers", cluster.brokers, "--prefix", PREFIX, "--reason", "truncated"];
    const wrong = await convofold([...args, "--topic", "several-in", "--topic", `${PREFIX}.rejects`]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("is none of")]);
    const { code, stdout } = await convofold([...args, ...named(TOPICS)]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("1 record was sent")]);
    const found = async (topic: string) =>
      (await readTopic(cluster.kafka, topic)).filter(({ value }) => String(value) === "{oops").length;
    expect([await found(rubbish), await found("several-in")]).toEqual([2, 0]);
  }, 120_000);

  it("refuses topics that have not as many partitions", async () => {
    const admin = cluster.kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: "uneven", numPartitions: 3 }] });
    await admin.disconnect();
    const refused = await startWorker([TOPICS[0] ?? "", "uneven"], "--group", "uneven");

    expect(await refused.ended).toBe(3);
    expect(refused.lastLine()).toMatchObject({
      code: "topicWrong",
      msg: expect.stringContaining('"several-in" has 4, "uneven" has 3') as string,
    });
  }, 120_000);
});
