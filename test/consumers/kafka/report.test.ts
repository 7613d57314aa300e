import path from "node:path";

import { convofold, withFolder } from "../../support/cli";
import {
  describeWithKafka,
  freePort,
  publish,
  ServedWorker,
  sleep,
  type Cluster,
  useCluster,
} from "../../support/kafka";

const OUTAGE = "2026-03-02T08:02:00Z..2026-03-02T08:03:00Z";
let cluster: Cluster;

describeWithKafka("report --brokers", () => {
  useCluster((started) => (cluster = started));

  it("gives of a service's topics the tables that a replay of its input gives, marks of an outage included", async () => {
    await withFolder(async (folder) => {
      const run = async (...args: readonly string[]) => convofold([...args, "-q"], { cwd: folder });
      await convofold(["simulate", "-n", "60", "--seed", "9", "--disorder", "2", "--out", "log.ndjson"], {
        cwd: folder,
      });
      await publish(cluster.brokers, "told", path.join(folder, "log.ndjson"));
      const args = ["--brokers", cluster.brokers, "--topic", "told", "--prefix", "told-out", "--no-clock"];
      const worker = new ServedWorker(await freePort(), [...args, "--outage", OUTAGE, "--checkpoint-interval", "1s"]);
      await worker.caughtUp();
      await sleep(2500);
      worker.child.kill("SIGTERM");
      expect(await worker.ended).toBe(0);

      await run("record", "--brokers", cluster.brokers, "--topic", "told", "--out", "recorded.ndjson");
      expect((await run("replay", "recorded.ndjson", "--out", "out", "--gap", OUTAGE)).code).toBe(0);
      for (const more of [[], ["--by", "none", "--attribution", "split", "--interval", "15m"]]) {
        const form = ["--format", "csv", ...more];
        const replayed = await run("report", "out", ...form);
        const live = await run("report", "--brokers", cluster.brokers, "--prefix", "told-out", ...form);
        expect(replayed.stdout).toContain("gaps");
        expect(live).toMatchObject({ code: 0, stderr: "", stdout: replayed.stdout });
      }
    });
  }, 120_000);

  it("says which topic is not there, and wants one source", async () => {
    const missing = await convofold(["report", "--brokers", cluster.brokers, "--prefix", "nobody", "-q"]);
    expect([missing.code, missing.stderr]).toEqual([3, expect.stringContaining('"nobody.conversations" is not there')]);
    const both = await convofold(["report", "some.ndjson", "--brokers", cluster.brokers, "-q"]);
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("One source of numbers is wanted")]);
  }, 60_000);
});
