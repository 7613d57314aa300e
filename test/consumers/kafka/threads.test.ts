import path from "node:path";

import { convofold, simulateLog, withFolder } from "../../support/cli";
import {
  untilFolded,
  describeWithKafka,
  freePort,
  publish,
  ServedWorker,
  type Cluster,
  useCluster,
} from "../../support/kafka";
import { expectServedAsReplayed } from "../../support/served-as-replayed";

const [TOPIC, PREFIX, PARTITIONS, THREADS] = ["threads-in", "threads-out", 4, 2];

let cluster: Cluster;

const startWorker = async (...more: readonly string[]) =>
  new ServedWorker(await freePort(), [
    ...["--brokers", cluster.brokers, "--topic", TOPIC, "--prefix", PREFIX],
    ...["--threads", String(THREADS), "--checkpoint-interval", "1s", "--no-clock", ...more],
  ]);

/** The values of a metric, by its labels. */
async function valuesOf(worker: ServedWorker, metric: string): Promise<readonly [labels: string, value: number][]> {
  const body = (await worker.ask("/metrics"))?.body ?? "";
  const lines = body.matchAll(new RegExp(`^${metric}(\\{.*\\})? (\\S+)$`, "gm"));
  return [...lines].map(([, labels = "", value]) => [labels, Number(value)]);
}

describeWithKafka("a service of several threads", () => {
  useCluster((started) => (cluster = started));

  it("shares the partitions among them, counts as one, and comes to what a replay does", async () => {
    await withFolder(async (folder) => {
      const [log, recorded] = [path.join(folder, "log.ndjson"), path.join(folder, "recorded.ndjson")];
      await simulateLog(log, "--conversations", "80");
      await publish(cluster.brokers, TOPIC, log, PARTITIONS);
      const worker = await startWorker();
      await worker.caughtUp(PARTITIONS);
      await untilFolded(cluster.kafka, TOPIC, PREFIX);

      const joined = worker.lines().filter(({ msg }) => msg === "joined the group");
      expect(new Set(joined.map(({ thread }) => thread))).toEqual(new Set([1, 2]));
      expect(joined.at(-1)?.["partitions"]).toHaveLength(PARTITIONS / THREADS);
      expect(await valuesOf(worker, "convofold_lag_records")).toHaveLength(PARTITIONS);
      expect(await valuesOf(worker, "convofold_ready")).toEqual([["", 1]]);
      const [[, cpuSeconds] = ["", 0]] = await valuesOf(worker, "process_cpu_seconds_total");
      expect(cpuSeconds).toBeGreaterThan(0);

      const records = ["record", "--brokers", cluster.brokers, "--topic", TOPIC, "--prefix", PREFIX];
      expect((await convofold([...records, "-o", recorded, "-q"])).code).toBe(0);
      await expectServedAsReplayed(cluster.kafka, PREFIX, folder, recorded);
      const folded = (await valuesOf(worker, "convofold_records_total")).reduce((sum, [, value]) => sum + value, 0);
      expect(folded).toBeGreaterThan(0);

      worker.child.kill("SIGTERM");
      expect(await worker.ended).toBe(0);
      expect(worker.lastLine()).toMatchObject({ msg: "stopped" });
    });
  }, 240_000);

  it("ends whole, with the reason as its last line, where one of them cannot go on", async () => {
    const refused = await startWorker("--lateness", "72h");

    expect(await refused.ended).toBe(3);
    expect(refused.lastLine()).toMatchObject({ code: "stateWrong" });
  }, 120_000);

  it("refuses no threads at all", async () => {
    const { code, stderr } = await convofold(["serve", "--brokers", cluster.brokers, "--threads", "0"]);

    expect([code, stderr]).toEqual([2, expect.stringContaining("--threads")]);
  });
});
