import { writeFileSync } from "node:fs";
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

let cluster: Cluster;

const [TOPIC, PREFIX, PARTITIONS] = ["switched", "switched-out", 2];
const startWorker = async (...more: readonly string[]) =>
  new ServedWorker(await freePort(), [
    ...["--brokers", cluster.brokers, "--topic", TOPIC, "--prefix", PREFIX],
    ...["--checkpoint-interval", "1s", "--no-clock", ...more],
  ]);

const simulate = async (folder: string, seed: string) =>
  simulateLog(path.join(folder, `${seed}.ndjson`), "--conversations", "60", "--seed", seed);

describeWithKafka("a service whose policy is switched", () => {
  useCluster((started) => (cluster = started));

  it("goes over where that is asked for, and a replay of what is recorded comes to the same", async () => {
    await withFolder(async (folder) => {
      const [policy, log] = ["policy.yaml", "recorded.ndjson"].map((name) => path.join(folder, name)) as [
        string,
        string,
      ];
      writeFileSync(
        policy,
        "version: 1\nsettle: 5s\ndefaults:\n  answerTarget: 3s\n  holdMax: 10s\n  warnBeforeHold: 5s\n",
      );
      const recordArguments = [
        "record",
        "--brokers",
        cluster.brokers,
        "--topic",
        TOPIC,
        "--prefix",
        PREFIX,
        "-o",
        log,
        "-q",
      ];
      await publish(cluster.brokers, TOPIC, await simulate(folder, "1"), PARTITIONS);
      const first = await startWorker();
      await first.caughtUp(PARTITIONS);
      first.child.kill("SIGTERM");
      expect(await first.ended).toBe(0);
      expect((await convofold(recordArguments)).code).toBe(0);
      await expectServedAsReplayed(cluster.kafka, PREFIX, folder, log);

      const refused = await startWorker("--policy", policy);
      expect(await refused.ended).toBe(3);
      expect(refused.lastLine()).toMatchObject({
        code: "stateWrong",
        advice: expect.stringContaining("--policy-from") as string,
      });
      const lateness = await startWorker("--policy", policy, "--policy-from", "now", "--lateness", "48h");
      expect(await lateness.ended).toBe(3);
      expect(lateness.lastLine()).toMatchObject({ msg: expect.stringContaining("`lateness`") as string });

      const second = await startWorker("--policy", policy, "--policy-from", "all");
      await second.says(/policy switched/);
      await publish(cluster.brokers, TOPIC, await simulate(folder, "2"), PARTITIONS);
      await untilFolded(cluster.kafka, TOPIC, PREFIX);
      second.child.kill("SIGTERM");
      expect(await second.ended).toBe(0);
      const { stdout, stderr } = await convofold([...recordArguments, "--resume"]);
      expect([stdout, stderr]).toEqual([expect.stringMatching(/^Recorded [\d,]+ records/), ""]);
      await expectServedAsReplayed(cluster.kafka, PREFIX, folder, log);
    });
  }, 240_000);
});
