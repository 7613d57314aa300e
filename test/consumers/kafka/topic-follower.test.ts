import type { Kafka } from "kafkajs";

import { TopicFollower } from "../../../src/consumers/kafka/topic-follower";
import { AppError } from "../../../src/models/app-error";

type Take = (payload: { readonly batch: object }) => Promise<void>;

const nothing = async () => Promise.resolve();

/** A follower of one topic, whose client does what a test says; the topic has records up to 6 in one partition, and none in another. */
async function createFollower() {
  const listeners = new Map<string, (event: object) => void>();
  let give: Take = nothing;
  let onRunning: () => void = () => undefined;
  const running = new Promise<void>((resolve) => (onRunning = resolve));
  const consumer = {
    events: { FETCH: "fetch", CRASH: "crash", END_BATCH_PROCESS: "end" },
    on: (event: string, listener: (event: object) => void) => listeners.set(event, listener),
    connect: nothing,
    subscribe: nothing,
    disconnect: nothing,
    run: async ({ eachBatch }: { readonly eachBatch: Take }) => {
      give = eachBatch;
      onRunning();
      return Promise.resolve();
    },
  };
  let low = "0";
  const ends = () => [
    { partition: 0, low, high: "6", offset: "6" },
    { partition: 1, low: "7", high: "7", offset: "7" },
  ];
  const admin = { fetchTopicOffsets: async () => Promise.resolve(ends()) };
  const offsets: number[] = [];
  const client = { consumer: () => consumer } as unknown as Kafka;
  const follower = new TopicFollower(client, admin, "g", ["t"], (_topic, _partition, { offset }) =>
    offsets.push(Number(offset)),
  );
  const stop = new AbortController();
  const following = follower.follow(stop.signal);
  await running;
  return {
    ...{ follower, following, offsets },
    say: (event: string, payload: object = {}) => listeners.get(event)?.({ payload }),
    give: async (offset: number) => {
      const message = { offset: String(offset), timestamp: "0", key: null, value: null };
      await give({ batch: { topic: "t", partition: 0, messages: [message] } });
    },
    deleteBefore: (offset: number) => (low = String(offset)),
    end: async () => {
      stop.abort();
      await following;
    },
  };
}

describe("who follows topics", () => {
  it("has caught up once all is read up to where they ended, marks of transactions too, however often a fetch brought nothing", async () => {
    const { follower, offsets, say, give, end } = await createFollower();
    const readTo = (last: number) => say("end", { topic: "t", partition: 0, lastOffset: String(last) });
    await give(3);
    readTo(3);
    // As the client says it also of fetches that failed.
    for (let times = 0; times < 5; times += 1) say("fetch", { numberOfBatches: 0 });
    expect([offsets, follower.hasCaughtUp()]).toEqual([[3], false]);
    readTo(5);
    expect(follower.hasCaughtUp()).toBe(true);
    await end();
  });

  it("has caught up once all that was there when it began is deleted, also where nothing comes any more", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    try {
      const { follower, deleteBefore, end } = await createFollower();
      deleteBefore(5);
      await jest.advanceTimersByTimeAsync(10_000);
      expect(follower.hasCaughtUp()).toBe(false);
      deleteBefore(6);
      await jest.advanceTimersByTimeAsync(2000);
      expect(follower.hasCaughtUp()).toBe(true);
      await end();
    } finally {
      jest.useRealTimers();
    }
  });

  it("is not advised to delete what cannot be read of what convofold writes itself", async () => {
    const { following, say } = await createFollower();
    say("crash", { error: new AppError("inputUnreadable", "A batch cannot be unpacked", "Delete."), restart: false });
    const advice = expect.stringContaining("fold again") as string;
    await expect(following).rejects.toMatchObject({
      code: "stateWrong",
      message: "A batch cannot be unpacked",
      advice,
    });
  });
});
