import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

import { createTopics } from "../../../src/consumers/kafka/topic-creation";
import { convofold, withFolder } from "../../support/cli";
import { describeWithKafka, sleep, startCluster, type Cluster } from "../../support/kafka";

let cluster: Cluster;

const send = async (count: number, from: number) => {
  const producer = cluster.kafka.producer();
  await producer.connect();
  const messages = Array.from({ length: count }, (_, index) => ({
    partition: index % 3,
    key: "k",
    value: JSON.stringify({ number: from + index }),
    timestamp: String(Date.now()),
  }));
  // One partition at a time: where one of several has no leader yet, the client sends what the others took once more.
  for (const place of [0, 1, 2])
    await producer.send({ topic: "grows", messages: messages.filter(({ partition }) => partition === place) });
  await producer.disconnect();
};
const record = (out: string, ...more: readonly string[]) =>
  convofold(["record", "--brokers", cluster.brokers, "--topic", "grows", "--out", out, "-q", ...more]);
const numbersIn = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { value: { number: number } }).value.number)
    .sort((one, other) => one - other);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describeWithKafka("record --resume", () => {
  beforeAll(async () => {
    cluster = await startCluster();
    const admin = cluster.kafka.admin();
    await admin.connect();
    await createTopics(admin, [{ topic: "grows", numPartitions: 3 }]);
    await admin.disconnect();
  }, 180_000);
  afterAll(async () => cluster.stop(), 60_000);

  it(
    "goes on where a recording ended or broke off, each record once, plain and compressed",
    () =>
      withFolder(async (folder) => {
        const [plain, gzip] = [path.join(folder, "new/log.ndjson"), path.join(folder, "log.ndjson.gz")];
        await send(30, 0);
        for (const out of [plain, gzip])
          expect((await record(out, "--resume")).stdout).toContain("Recorded 30 records");
        expect((await record(plain)).stderr).toContain("--resume to go on with it");
        await send(12, 30);
        for (const out of [plain, gzip])
          expect((await record(out, "--resume")).stdout).toContain("Recorded 12 records");
        expect(numbersIn(readFileSync(plain, "utf8"))).toEqual(upTo(42));
        expect(numbersIn(gunzipSync(readFileSync(gzip)).toString())).toEqual(upTo(42));

        renameSync(plain, `${plain}.partial`);
        appendFileSync(`${plain}.partial`, '{"topic":"grows","partition":0,"offset":14,"timesta');
        await send(6, 42);
        expect((await record(plain, "--resume")).stdout).toContain("Recorded 6 records");
        expect(numbersIn(readFileSync(plain, "utf8"))).toEqual(upTo(48));
        expect(existsSync(`${plain}.partial`)).toBe(false);
      }),
    120_000,
  );

  it(
    "refuses a file that is no recording, and leaves it as it is",
    () =>
      withFolder(async (folder) => {
        const other = path.join(folder, "other.ndjson");
        writeFileSync(other, '{"some":"thing"}\n');
        const result = await record(other, "--resume");
        expect(result.code).toBe(3);
        expect(result.stderr).toContain("cannot be gone on with");
        expect(readFileSync(other, "utf8")).toBe('{"some":"thing"}\n');
      }),
    60_000,
  );

  it(
    "is undone by publish --resume, which goes on where publishing broke off, each record once",
    () =>
      withFolder(async (folder) => {
        const line = (number: number, value: object) =>
          `${JSON.stringify({ topic: "t", partition: number % 3, offset: number, timestamp: Date.now(), key: "k", value })}\n`;
        const lines = upTo(20).map((number) => line(number, { number }));
        const [part, whole, other] = ["part", "whole", "other"].map((name) => path.join(folder, `${name}.ndjson`)) as [
          string,
          string,
          string,
        ];
        writeFileSync(part, lines.slice(0, 8).join(""));
        writeFileSync(whole, lines.join(""));
        writeFileSync(other, lines.map((text) => text.replace('"number"', '"count"')).join(""));
        const publish = (log: string, ...more: readonly string[]) =>
          convofold([
            "publish",
            log,
            "--brokers",
            cluster.brokers,
            "--topic",
            "anew",
            "--partitions",
            "3",
            "-q",
            ...more,
          ]);
        expect((await publish(part)).stdout).toContain('Published 8 records to "anew".');
        expect((await publish(whole, "--resume")).stdout).toContain(
          'Published 12 records to "anew". 8 were there already.',
        );
        expect((await publish(whole, "--resume")).stdout).toContain(
          'Published 0 records to "anew". 20 were there already.',
        );
        for (const log of [other, part]) {
          const refused = await publish(log, "--resume");
          expect([refused.code, refused.stderr]).toEqual([
            3,
            expect.stringContaining("does not have the first records of this log"),
          ]);
        }
        const out = path.join(folder, "recorded.ndjson");
        await convofold(["record", "--brokers", cluster.brokers, "--topic", "anew", "--out", out, "-q"]);
        expect(numbersIn(readFileSync(out, "utf8"))).toEqual(upTo(20));
      }),
    120_000,
  );

  it(
    "goes on behind what a publish sent that was stopped, which says so",
    () =>
      withFolder(async (folder) => {
        const log = path.join(folder, "log.ndjson");
        const line = (number: number, timestamp: number) =>
          `${JSON.stringify({ topic: "t", partition: 0, offset: number, timestamp, key: "k", value: { number } })}\n`;
        const now = Date.now();
        writeFileSync(log, line(0, now) + line(1, now + 3_600_000));
        const to = ["--brokers", cluster.brokers, "--topic", "stopped", "--partitions", "1"];
        const isThere = async () => {
          const admin = cluster.kafka.admin();
          await admin.connect();
          const ends = await admin.fetchTopicOffsets("stopped").catch(() => []);
          await admin.disconnect();
          return ends.some(({ high }) => Number(high) > 0);
        };
        const stopped = await convofold(["publish", log, ...to, "--speed", "1", "-q"], {
          onStart: (child) => void untilTrue(isThere).then(() => child.kill("SIGINT")),
        });
        expect(stopped).toMatchObject({
          code: 130,
          stdout: 'Published 1 record to "stopped".\n',
          stderr: "Stopped. The same command with --resume goes on from there.\n",
        });
        const resumed = await convofold(["publish", log, ...to, "--resume", "-q"]);
        expect(resumed).toMatchObject({ code: 0, stdout: 'Published 1 record to "stopped". 1 were there already.\n' });
      }),
    120_000,
  );
});

async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(100);
}
