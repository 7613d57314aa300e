import path from "node:path";

import type { KafkaMessage } from "kafkajs";

import { convofold } from "../../support/cli";
import {
  describeWithKafka,
  freePort,
  killWorkers,
  publish,
  readTopic,
  ServedWorker,
  startCluster,
  type Cluster,
} from "../../support/kafka";

const DAY = path.join(__dirname, "../../../samples/day.ndjson.gz");

let cluster: Cluster;

const erase = (...args: readonly string[]) => convofold(["erase", "--brokers", cluster.brokers, ...args]);

const startWorker = async (topic: string, prefix: string, ...more: readonly string[]) =>
  new ServedWorker(await freePort(), [
    ...["--brokers", cluster.brokers, "--topic", topic, "--prefix", prefix, "--no-clock", ...more],
  ]);

/** Stops a worker as a supervisor does: what changed is written. */
async function stopped(worker: ServedWorker): Promise<void> {
  worker.child.kill("SIGTERM");
  expect(await worker.ended).toBe(0);
}

/** What a compacted topic comes to: the last value of each key. */
async function lastOf(topic: string): Promise<ReadonlyMap<string, KafkaMessage["value"]>> {
  const messages = await readTopic(cluster.kafka, topic);
  return new Map(messages.map(({ key, value }) => [key?.toString() ?? "", value]));
}

const isEmitted = (values: ReadonlyMap<string, KafkaMessage["value"]>, id: string) =>
  [...values.values()].some((value) => value?.includes(id) === true);

interface View {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly participants: readonly { readonly userId?: string }[];
}

const viewsOf = async (prefix: string) =>
  [...(await lastOf(`${prefix}.conversations`)).values()].flatMap((value) =>
    value === null ? [] : [JSON.parse(value.toString()) as View],
  );

const usersOf = ({ participants }: View) => participants.flatMap(({ userId }) => userId ?? []);

async function produceRubbish(topic: string, key: string): Promise<void> {
  const producer = cluster.kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ key, partition: 0, value: `{"broken":"${key}` }] });
  await producer.disconnect();
}

/** Has somebody else begin a call in a conversation, a second after all that the topic holds. */
async function produceLate(topic: string, id: string): Promise<void> {
  const messages = await readTopic(cluster.kafka, topic);
  const at = Math.max(...messages.map(({ timestamp }) => Number(timestamp))) + 1000;
  const call = { id: "late-call", direction: "inbound", state: "connected", connectedTime: new Date(at).toISOString() };
  const participants = [{ id: "late-agent", purpose: "agent", userId: "late-user", calls: [call] }];
  const producer = cluster.kafka.producer();
  await producer.connect();
  const value = JSON.stringify({ id, participants });
  await producer.send({ topic, messages: [{ key: id, timestamp: String(at), value }] });
  await producer.disconnect();
}

describeWithKafka("erasing from topics", () => {
  beforeAll(async () => {
    cluster = await startCluster();
    await publish(cluster.brokers, "day", DAY, 2);
  }, 180_000);

  afterEach(killWorkers);

  afterAll(async () => {
    await cluster.stop();
  }, 60_000);

  it("is refused while workers run, and while they would bring back what is erased; then nothing is emitted of it any more", async () => {
    await publish(cluster.brokers, "gone", DAY, 2);
    const first = await startWorker("gone", "gone");
    await first.caughtUp();
    const [view] = await viewsOf("gone");
    const id = view?.id ?? "";
    const running = await erase("--topic", "gone", "--prefix", "gone", "--conversation", id);
    expect({ code: running.code, said: running.stderr }).toEqual({
      code: 2,
      said: expect.stringMatching(/has 1 running worker\./) as string,
    });
    await stopped(first);
    await produceRubbish("gone", id);
    const unread = await erase("--topic", "gone", "--prefix", "gone", "--conversation", id);
    expect({ code: unread.code, said: unread.stderr }).toEqual({
      code: 2,
      said: expect.stringMatching(/has 1 record of what is to be erased still to be folded/) as string,
    });
    const second = await startWorker("gone", "gone");
    await second.caughtUp();
    await stopped(second);

    const dry = await erase("--topic", "gone", "--prefix", "gone", "--conversation", id, "--dry-run");
    expect(dry.stdout).toMatch(/gone\.conversations: views: 1 would go/);
    expect(dry.stdout).toMatch(/gone\.measurements: records: \d+ stay, .*for 30d \(retention\.ms\)/);
    expect(dry.stdout).toMatch(/gone\.rejects: records: 1 stay/);
    expect(isEmitted(await lastOf("gone.conversations"), id)).toBe(true);
    const done = await erase("--topic", "gone", "--prefix", "gone", "--conversation", id, "--truncate");
    expect({ code: done.code, said: done.stderr }).toEqual({ code: 0, said: "" });
    expect(done.stdout).toMatch(/gone\.rejects: records: 1 gone/);

    const third = await startWorker("gone", "gone");
    await third.caughtUp();
    await stopped(third);
    const state = await lastOf("gone.state");
    expect([state.get(`c:${id}`) ?? null, state.get(`e:${id}`) ?? null]).toEqual([null, null]);
    for (const name of ["conversations", "measurements", "deadlines", "rejects"])
      expect(isEmitted(await lastOf(`gone.${name}`), id)).toBe(false);
    const again = await erase("--topic", "gone", "--prefix", "gone", "--conversation", id);
    expect(again.code).toBe(1);
  }, 180_000);

  it("takes a user out of views and state; a service that goes on neither misses nor brings back anything", async () => {
    const first = await startWorker("day", "users");
    await first.caughtUp();
    await stopped(first);
    const before = await viewsOf("users");
    const over = before.filter(({ state }) => state === "ended");
    const user = over.flatMap(usersOf)[0] ?? "";
    expect(before.filter((view) => usersOf(view).includes(user) && view.state !== "ended")).toEqual([]);
    const done = await erase("--topic", "day", "--prefix", "users", "--user", user);
    expect({ code: done.code, said: done.stderr }).toEqual({ code: 0, said: "" });
    expect(done.stdout).toMatch(/users\.conversations: views: 0 gone, [1-9]\d* without the id now/);

    const second = await startWorker("day", "users");
    await second.caughtUp();
    await stopped(second);
    expect((await viewsOf("users")).map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
    expect(isEmitted(await lastOf("users.conversations"), user)).toBe(false);

    const theirs = over.find((view) => usersOf(view).includes(user));
    await produceLate("day", theirs?.id ?? "");
    const third = await startWorker("day", "users");
    await third.caughtUp();
    await stopped(third);
    const late = (await viewsOf("users")).find(({ id }) => id === theirs?.id);
    expect(late && usersOf(late)).toEqual(["late-user"]);
    expect(late?.revision).toBeGreaterThan(theirs?.revision ?? Infinity);
  }, 180_000);
});
