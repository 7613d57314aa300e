import path from "node:path";

import type { BoardHealth } from "../../../src/models/board";
import { convofold, withFolder } from "../../support/cli";
import {
  describeWithKafka,
  freePort,
  killWorkers,
  publish,
  ServedWorker,
  sleep,
  startCluster,
  type Cluster,
} from "../../support/kafka";

let cluster: Cluster;

const INPUT = () => ["--brokers", cluster.brokers, "--topic", "moved"];
const serve = async (prefix: string, ...more: readonly string[]) =>
  new ServedWorker(await freePort(), [...INPUT(), "--prefix", prefix, ...more]);

async function publishSome(folder: string, seed: string): Promise<void> {
  const log = path.join(folder, `${seed}.ndjson`);
  expect((await convofold(["simulate", "--out", log, "-n", "20", "--seed", seed])).code).toBe(0);
  await publish(cluster.brokers, "moved", log, 2);
}

async function heldBy(board: ServedWorker, atLeast: number): Promise<void> {
  let seen: BoardHealth | undefined;
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(500)) {
    const { health } = JSON.parse((await board.ask("/api/v1/board"))?.body ?? "{}") as { health?: BoardHealth };
    seen = health;
    if ((health?.heldConversations ?? 0) >= atLeast) return;
  }
  throw new Error(`the board did not follow: ${JSON.stringify(seen)}\n${board.stderr.slice(-3000)}`);
}

describeWithKafka("serve --switch", () => {
  beforeAll(async () => {
    cluster = await startCluster();
  }, 180_000);
  afterEach(killWorkers);
  afterAll(async () => cluster.stop(), 60_000);

  it("stops who serves the former prefix, with the new one named; boards and the others go on with that", async () => {
    await withFolder(async (folder) => {
      await publishSome(folder, "1");
      const first = await serve("first", "--no-clock");
      await first.caughtUp(2);
      const board = await serve("first", "--role", "board", "--window", "100d");
      await heldBy(board, 20);
      const second = await serve("second", "--no-clock", "--lateness", "48h");
      await second.caughtUp(2);
      const switching = ["serve", ...INPUT(), "--prefix", "second", "--switch", "first"];
      expect((await convofold(switching)).code).toBe(0);
      expect((await convofold(switching)).code).toBe(0);
      await publishSome(folder, "2");
      expect(await first.ended).toBe(3);
      expect(first.lastLine()).toMatchObject({
        code: "stateWrong",
        advice: expect.stringContaining("--prefix second") as string,
      });
      await second.caughtUp(2);
      expect(await board.says(/another prefix has taken over/)).toMatchObject({ from: "first", to: "second" });
      // Not all: some of the second log is late behind the first.
      await heldBy(board, 21);
      const late = await serve("first", "--no-clock");
      expect(await late.ended).toBe(3);
    });
  }, 240_000);
});
