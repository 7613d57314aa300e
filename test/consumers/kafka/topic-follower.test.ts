import type { Kafka } from "kafkajs";

import { TopicFollower } from "../../../src/consumers/kafka/topic-follower";

type Take = (payload: { readonly batch: object }) => Promise<void>;

it("has caught up once three fetches in a row bring nothing, however many brought something before", async () => {
  const told = new Map<string, (event: object) => void>();
  let give: Take = async () => Promise.resolve();
  let onRunning: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (onRunning = resolve));
  const nothing = async () => Promise.resolve();
  const consumer = {
    events: { FETCH: "fetch", CRASH: "crash" },
    on: (event: string, listener: (event: object) => void) => told.set(event, listener),
    connect: nothing,
    subscribe: nothing,
    disconnect: nothing,
    run: async ({ eachBatch }: { readonly eachBatch: Take }) => {
      give = eachBatch;
      onRunning();
      return Promise.resolve();
    },
  };
  const offsets: number[] = [];
  const take = (...[, , { offset }]: Parameters<ConstructorParameters<typeof TopicFollower>[3]>) =>
    offsets.push(Number(offset));
  const follower = new TopicFollower({ consumer: () => consumer } as unknown as Kafka, "g", ["t"], take);
  const stop = new AbortController();
  const following = follower.follow(stop.signal);
  await running;
  // As the client tells it, whatever a fetch brought.
  const fetched = () => told.get("fetch")?.({ payload: { numberOfBatches: 0 } });
  for (let offset = 0; offset < 6; offset += 1) {
    fetched();
    const message = { offset: String(offset), timestamp: "0", key: null, value: null };
    await give({ batch: { topic: "t", partition: 0, messages: [message] } });
  }
  expect([offsets, follower.hasCaughtUp()]).toEqual([[0, 1, 2, 3, 4, 5], false]);
  for (let times = 0; times < 3; times += 1) fetched();
  expect(follower.hasCaughtUp()).toBe(true);
  stop.abort();
  await following;
});
