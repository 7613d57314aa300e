import { createTopics } from "../../../src/consumers/kafka/topic-creation";
import { TopicFollower } from "../../../src/consumers/kafka/topic-follower";
import {
  describeWithKafka,
  emptyTopic,
  freePort,
  readTopic,
  ServedWorker,
  sleep,
  useCluster,
  type Cluster,
} from "../../support/kafka";
import { smallCall } from "../../support/small-service";

/** A worker folds so many records at first; what it writes then is its first state. */
const FIRST_SLICE = 1000;

let cluster: Cluster;

const serve = async (topic: string, ...more: readonly string[]) => {
  const input = ["--brokers", cluster.brokers, "--topic", topic, "--prefix", `${topic}.out`, "--no-clock"];
  return new ServedWorker(await freePort(), [...input, ...more]);
};

async function createTopic(topic: string, settings: Readonly<Record<string, string>> = {}): Promise<void> {
  const admin = cluster.kafka.admin();
  await admin.connect();
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  await createTopics(admin, [{ topic, numPartitions: 1, configEntries }]);
  await admin.disconnect();
}

const callsOf = (ids: readonly string[], at = Date.now()) =>
  ids.map((id) => {
    const { key, value, timestamp } = smallCall(id, at);
    return { key, value, timestamp: String(timestamp), partition: 0 };
  });

async function produce(topic: string, ids: readonly string[]): Promise<void> {
  const producer = cluster.kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: callsOf(ids) });
  await producer.disconnect();
}

/** A producer of transactions, each of which is ended as is said, or left open. */
async function connectTransactional(topic: string) {
  const transactionalId = `${topic}.transactions`;
  const producer = cluster.kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return {
    produce: async (ids: readonly string[], end?: "commit" | "abort") => {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: callsOf(ids) });
      if (end !== undefined) await transaction[end]();
    },
    leave: async () => producer.disconnect(),
  };
}

async function until(isSo: () => Promise<boolean> | boolean, ms = 90_000): Promise<void> {
  for (const end = Date.now() + ms; !(await isSo()); await sleep(200)) if (Date.now() > end) throw new Error("in vain");
}

async function hasFolded(worker: ServedWorker, records: number): Promise<boolean> {
  const metrics = (await worker.ask("/metrics"))?.body ?? "";
  const counts = [...metrics.matchAll(/^convofold_records_total\{[^}]*\} (\d+)/gm)].map(([, count]) => Number(count));
  return counts.reduce((sum, one) => sum + one, 0) >= records;
}

describeWithKafka("records that are deleted, on a cluster", () => {
  useCluster((started) => (cluster = started));

  it("are named where a worker was killed before its second checkpoint and they are needed to restore its state", async () => {
    const topic = "killed";
    await createTopic(topic);
    const count = FIRST_SLICE + 500;
    await produce(
      topic,
      Array.from({ length: count }, (_, number) => `v${number}`),
    );
    // While a transaction is open the worker has not read all, and writes no state for want of anything else to do.
    const transactions = await connectTransactional(topic);
    await transactions.produce(["open"]);
    const worker = await serve(topic, "--checkpoint-interval", "1h");
    await until(async () => hasFolded(worker, count));
    worker.child.kill("SIGKILL");
    await worker.ended;
    await transactions.leave();
    await emptyTopic(cluster.kafka, topic);

    for (const more of [[], ["--offset-gaps"]]) {
      const next = await serve(topic, ...more);
      expect(await next.ended).toBe(3);
      expect(next.lastLine()).toMatchObject({
        code: "inputGap",
        advice: expect.stringContaining("The state cannot be restored without them") as string,
      });
    }
  }, 240_000);

  it("by compaction, before the mark of an aborted transaction, hold up no worker", async () => {
    const topic = "compacted";
    const settings = { "segment.ms": "1000", "min.cleanable.dirty.ratio": "0.01", "max.compaction.lag.ms": "1000" };
    await createTopic(topic, { "cleanup.policy": "compact", ...settings });
    const transactions = await connectTransactional(topic);
    for (const ids of [["v1", "v2"], ["v1"]]) await transactions.produce(ids, "commit");
    const first = await serve(topic);
    await first.caughtUp();
    first.child.kill("SIGTERM");
    await first.ended;
    const isCompacted = async () => {
      // What was written last is not compacted before something else comes.
      await transactions.produce(["v3"], "abort");
      await sleep(1500);
      return (await readTopic(cluster.kafka, topic))[0]?.offset !== "0";
    };
    await until(isCompacted);
    await transactions.leave();

    // Behind its position lie marks alone, and before them nothing any more.
    const second = await serve(topic);
    await second.caughtUp();
    const views = await readTopic(cluster.kafka, `${topic}.out.conversations`);
    expect(new Set(views.map(({ key }) => String(key)))).toEqual(new Set(["v1", "v2"]));
  }, 240_000);

  it("before a board has read them are not waited for", async () => {
    const topic = "followed";
    await createTopic(topic);
    await produce(topic, ["v1", "v2"]);
    const admin = cluster.kafka.admin();
    await admin.connect();
    let times = 0;
    const fetchTopicOffsets = async (name: string) => {
      const ends = await admin.fetchTopicOffsets(name);
      times += 1;
      if (times === 1) await emptyTopic(cluster.kafka, name);
      return ends;
    };
    const read: string[] = [];
    const take = (...[, , { key }]: Parameters<ConstructorParameters<typeof TopicFollower>[4]>) =>
      read.push(String(key));
    const follower = new TopicFollower(cluster.kafka, { fetchTopicOffsets }, "g", [topic], take);
    const stop = new AbortController();
    const following = follower.follow(stop.signal);
    await until(() => follower.hasCaughtUp(), 30_000);
    expect(read).toEqual([]);
    await produce(topic, ["v3"]);
    await until(() => read.length === 1, 30_000);
    stop.abort();
    await following;
    await admin.disconnect();
  }, 120_000);
});
