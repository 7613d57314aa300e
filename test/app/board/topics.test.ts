import path from "node:path";

import type { BoardHealth, BoardSections } from "../../../src/models/board";
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

let cluster: Cluster;

const TOPICS = ["--topic", "calls", "--prefix", "calls-out"];
const serve = async (args: readonly string[]) =>
  new ServedWorker(await freePort(), ["--brokers", cluster.brokers, ...TOPICS, ...args]);

async function shows(board: ServedWorker): Promise<BoardSections> {
  return JSON.parse((await board.ask("/api/v1/board"))?.body ?? "{}") as BoardSections;
}

/** The tables of a board, once it has read all and they no longer change. */
async function settled(
  board: ServedWorker,
  conversations: number,
): Promise<Pick<BoardSections, "queues" | "totals" | "breaches" | "callbacks">> {
  let before = "";
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(1500)) {
    const isReady = (await board.ask("/readyz"))?.status === 200;
    const { queues, totals, breaches, callbacks, health } = await shows(board);
    const now = JSON.stringify({ queues, totals, breaches, callbacks });
    const held = (health as BoardHealth | undefined)?.heldConversations ?? 0;
    if (isReady && held === conversations && now === before) return { queues, totals, breaches, callbacks };
    before = now;
  }
  throw new Error(`the board did not settle:\n${board.stderr.slice(-3000)}`);
}

describeWithKafka("boards on topics", () => {
  useCluster((started) => (cluster = started));

  it(
    "show the same numbers, those of the board of the log itself, and one that is started again agrees with one that stayed",
    () =>
      withFolder(async (folder) => {
        const log = path.join(folder, "log.ndjson");
        const simulated = ["simulate", "-n", "150", "--seed", "4", "--rubbish", "1", "--out", log];
        expect((await convofold(simulated)).code).toBe(0);
        await publish(cluster.brokers, "calls", log);
        const early = await serve(["--role", "board", "--window", "100d"]);
        const worker = await serve(["--no-clock"]);
        await worker.caughtUp();
        const [one, other] = [early, await serve(["--role", "board", "--window", "100d"])];
        const first = await settled(one, 150);
        expect(await settled(other, 150)).toEqual(first);
        const alone = new ServedWorker(await freePort(), [log, "--head", "100d", "--window", "100d"]);
        const { queues, totals } = await settled(alone, 150);
        expect({ queues: first.queues, totals: first.totals }).toEqual({ queues, totals });
        expect(first.queues.length).toBeGreaterThan(3);

        other.child.kill("SIGKILL");
        const again = await serve(["--role", "board", "--window", "100d"]);
        expect(await settled(again, 150)).toEqual(await settled(one, 150));
        const { health } = await shows(again);
        expect(Object.keys(health.lag ?? {})).toHaveLength(4);
        expect(Object.values(health.rejections).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
        const listed = await again.ask("/api/v1/conversations?limit=100&state=ended");
        const { conversations } = JSON.parse(listed?.body ?? "{}") as {
          conversations: { id: string; userIds: string[] }[];
        };
        const { id = "" } = conversations.find(({ userIds }) => userIds.length > 0) ?? {};
        const why = async (board: ServedWorker) => {
          const text = (await board.ask(`/api/v1/conversations/${id}/evidence`))?.body ?? "{}";
          const { explanations, records } = JSON.parse(text) as {
            explanations: { id: string; final: { value?: number } }[];
            records: unknown[];
          };
          return { numbers: explanations.map(({ id: its, final }) => [its, final.value]), records: records.length };
        };
        expect((await why(again)).records).toBeGreaterThan(3);
        expect(await why(again)).toEqual(await why(alone));
        const missing = await again.ask("/api/v1/conversations/nobody/evidence");
        expect(missing?.status).toBe(404);
      }),
    180_000,
  );
});
