import path from "node:path";

import type { BoardHealth } from "../../../src/models/board";
import { convofold, simulateLog, withFolder } from "../../support/cli";
import {
  untilFolded,
  describeWithKafka,
  emptyTopic,
  freePort,
  publish,
  readTopic,
  ServedWorker,
  sleep,
  type Cluster,
  useCluster,
} from "../../support/kafka";

let cluster: Cluster;

const INPUT = (topic: string) => ["--brokers", cluster.brokers, "--topic", topic];
const serveOf = async (topic: string, prefix: string, ...more: readonly string[]) =>
  new ServedWorker(await freePort(), [...INPUT(topic), "--prefix", prefix, ...more]);

async function publishSome(folder: string, topic: string, seed: string): Promise<void> {
  const log = await simulateLog(path.join(folder, `${seed}.ndjson`), "-n", "20", "--seed", seed);
  await publish(cluster.brokers, topic, log, 2);
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
  useCluster((started) => (cluster = started));

  it("stops who serves the former prefix, with the new one named; boards and the others go on with that", async () => {
    const serve = async (...given: readonly [prefix: string, ...string[]]) => serveOf("moved", ...given);
    await withFolder(async (folder) => {
      await publishSome(folder, "moved", "1");
      const first = await serve("first", "--no-clock");
      await first.caughtUp(2);
      const board = await serve("first", "--role", "board", "--window", "100d");
      await heldBy(board, 20);
      const second = await serve("second", "--no-clock", "--lateness", "48h");
      await second.caughtUp(2);
      const switching = ["serve", ...INPUT("moved"), "--prefix", "second", "--switch", "first"];
      expect((await convofold(switching)).code).toBe(0);
      expect((await convofold(switching)).code).toBe(0);
      await publishSome(folder, "moved", "2");
      expect(await first.ended).toBe(3);
      expect(first.lastLine()).toMatchObject({
        code: "stateWrong",
        advice: expect.stringContaining("--prefix second") as string,
      });
      await untilFolded(cluster.kafka, "moved", "second");
      expect(await board.says(/another prefix has taken over/)).toMatchObject({ from: "first", to: "second" });
      // Not all: some of the second log is late behind the first.
      await heldBy(board, 21);
      const late = await serve("first", "--no-clock");
      expect(await late.ended).toBe(3);
    });
  }, 240_000);

  it("may be preceded by what was late, which is sent again for the new prefix, though retention took it from the input", async () => {
    const [topic, clock] = ["late", "--no-clock"];
    await withFolder(async (folder) => {
      await publishSome(folder, topic, "2");
      const former = await serveOf(topic, "strict", clock);
      await former.caughtUp(2);
      await publishSome(folder, topic, "1");
      await untilFolded(cluster.kafka, topic, "strict");
      const late = await lateIn("strict");
      expect(late.size).toBeGreaterThan(0);
      await emptyTopic(cluster.kafka, topic);
      const next = await serveOf(topic, "patient", clock, "--lateness", "2400h");
      await next.says(/the input begins later/);
      await next.caughtUp(2);
      const redriving = ["redrive", ...INPUT(topic), "--prefix", "strict", "--reason", "late"];
      expect((await convofold(redriving)).code).toBe(0);
      for (const prefix of ["strict", "patient"]) await untilFolded(cluster.kafka, topic, prefix);
      const switching = ["serve", ...INPUT(topic), "--prefix", "patient", "--switch", "strict"];
      expect((await convofold(switching)).code).toBe(0);
      expect(await lateIn("patient")).toEqual(new Set());
      expect(new Set((await readTopic(cluster.kafka, "patient.conversations")).map(({ key }) => String(key)))).toEqual(
        late,
      );
    });
  }, 240_000);
});

/** The conversations of which a service rejected something as late. */
async function lateIn(prefix: string): Promise<ReadonlySet<string>> {
  const rejects = await readTopic(cluster.kafka, `${prefix}.rejects`);
  const late = rejects.filter(({ headers }) => headers?.["convofold.reason"]?.toString() === "late");
  return new Set(late.map(({ key }) => String(key)));
}
