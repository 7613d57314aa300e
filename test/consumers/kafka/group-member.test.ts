import type { Kafka } from "kafkajs";
import { KafkaJSConnectionError, KafkaJSError, KafkaJSNonRetriableError } from "kafkajs";

import { KafkaGroupMember } from "../../../src/consumers/kafka/group-member";
import { patchClient } from "../../../src/consumers/kafka/client-patches";
import type { FetchedBatch, MemberListener } from "../../../src/consumers/live/port/port";

/** As the client throws it, which does not export its class. */
class CoordinatorNotFound extends KafkaJSNonRetriableError {
  override name = "KafkaJSGroupCoordinatorNotFound";
}

type Listener = (event: { readonly payload: object }) => void;

/** A member whose client does nothing but what a test tells it. */
function createMember({ isStaying = true, isTaken = true, refusals = [] as readonly Error[] } = {}) {
  const listeners = new Map<string, Listener>();
  const crashes: [string, boolean][] = [];
  const skipped: unknown[] = [];
  const waits: Pick<FetchedBatch, "topic" | "partition">[] = [];
  let eachBatch: ((payload: object) => Promise<void>) | undefined;
  const left = [...refusals];
  let runs = 0;
  const consumer = {
    events: {
      GROUP_JOIN: "join",
      REBALANCING: "rebalancing",
      HEARTBEAT: "heartbeat",
      END_BATCH_PROCESS: "end",
      CRASH: "crash",
    },
    on: (name: string, take: Listener) => listeners.set(name, take),
    connect: async () => {
      const refusal = runs > 0 ? left.shift() : undefined;
      if (refusal !== undefined) throw refusal;
    },
    subscribe: async () => Promise.resolve(),
    run: async (order: { readonly eachBatch: (payload: object) => Promise<void> }) => {
      runs += 1;
      eachBatch = order.eachBatch;
      return Promise.resolve();
    },
  };
  const listener = {
    onCrashed: (error: Error, joinsAgain: boolean) => crashes.push([error.message, joinsAgain]),
    isStaying: () => isStaying,
    onFetched: () => isTaken,
    whenFetchable: async ({ topic, partition }: FetchedBatch) => {
      waits.push({ topic, partition });
      return Promise.resolve();
    },
    onSkipped: (...place: readonly unknown[]) => skipped.push(place),
  } as unknown as MemberListener;
  const kafka = { consumer: () => consumer } as unknown as Kafka;
  const member = new KafkaGroupMember(kafka, { groupId: "g", topics: ["t"], sessionMs: 6000 }, listener);
  const crash = (error: Error, restart = false) => listeners.get("crash")?.({ payload: { error, restart } });
  const endBatch = (payload: object) => listeners.get("end")?.({ payload: { topic: "t", partition: 3, ...payload } });
  const fetch = async (payload: object) => eachBatch?.(payload);
  return { member, crash, crashes, endBatch, fetch, skipped, waits, runs: () => runs };
}

/** What the client says of a batch. */
function ofClient(from: string, messages: readonly object[]) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an inner module of kafkajs, without types
  const Batch = require("kafkajs/src/consumer/batch") as new (
    topic: string,
    from: string,
    fetched: object,
  ) => {
    readonly messages: readonly object[];
    readonly firstOffset: () => string | null;
    readonly lastOffset: () => string;
  };
  const batch = new Batch("t", from, { partition: 3, highWatermark: "30", abortedTransactions: [], messages });
  return { length: batch.messages.length, firstOffset: batch.firstOffset(), lastOffset: batch.lastOffset() };
}

describe("a member of a group", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it("joins again once the brokers are back, where the client gave up because they were away", async () => {
    const away = new KafkaJSConnectionError("connect ECONNREFUSED");
    const { member, crash, crashes, runs } = createMember({ refusals: [away, away] });
    await member.start();
    crash(new CoordinatorNotFound("Failed to find group coordinator"));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(runs()).toBe(2);
    expect(crashes).toEqual([
      ["Failed to find group coordinator", true],
      ["connect ECONNREFUSED", true],
      ["connect ECONNREFUSED", true],
    ]);
  });

  it("leaves that to the client where it joins again by itself", async () => {
    const { member, crash, crashes, runs } = createMember();
    await member.start();
    crash(new KafkaJSConnectionError("gone"), true);
    await jest.advanceTimersByTimeAsync(10_000);
    expect([runs(), crashes]).toEqual([1, [["gone", true]]]);
  });

  it.each([
    ["it was refused", new KafkaJSNonRetriableError("not allowed"), true],
    ["it is to leave", new CoordinatorNotFound("no coordinator"), false],
  ])("does not where %s", async (_, error, isStaying) => {
    const { member, crash, crashes, runs } = createMember({ isStaying });
    await member.start();
    crash(error);
    await jest.advanceTimersByTimeAsync(10_000);
    expect([runs(), crashes]).toEqual([1, [[error.message, false]]]);
  });

  it("passes by what has no record for it, from where it asked on: marks of transactions, and what compaction took before them", async () => {
    const { member, endBatch, skipped } = createMember();
    await member.start();
    endBatch({ batchSize: 2, firstOffset: "10", lastOffset: "12" });
    expect(skipped).toEqual([]);
    patchClient();
    const mark = (offset: string) => ({ offset, isControlRecord: true });
    for (const [from, messages] of [
      ["13", [mark("13"), mark("14")]],
      ["15", [mark("17"), mark("19")]],
      // All that came lies before what was asked for.
      ["20", [{ offset: "12" }]],
    ] as const) {
      const { length, ...batch } = ofClient(from, messages);
      endBatch({ batchSize: length, ...batch });
    }
    expect(skipped).toEqual([
      ["t", 3, 13n, 15n],
      ["t", 3, 15n, 20n],
      ["t", 3, 20n, 21n],
    ]);
    expect(ofClient("20", [{ offset: "21" }])).toEqual({ length: 1, firstOffset: "21", lastOffset: "21" });
  });

  it.each([true, false])("waits behind a batch where it was taken (%s), and sends a heartbeat", async (isTaken) => {
    const { member, fetch, waits } = createMember({ isTaken });
    await member.start();
    const done: string[] = [];
    const batch = { topic: "t", partition: 3, messages: [], fetchedOffset: "5", lastOffset: () => "7" };
    await fetch({
      batch,
      isStale: () => false,
      resolveOffset: (offset: string) => done.push(offset),
      heartbeat: async () => Promise.resolve(done.push("heartbeat")),
    });
    expect(waits).toEqual(isTaken ? [{ topic: "t", partition: 3 }] : []);
    expect(done).toEqual(isTaken ? ["7", "heartbeat"] : ["heartbeat"]);
  });

  it("tells what comes in the way of joining again, where that will not pass", async () => {
    const { member, crash, crashes } = createMember({ refusals: [new KafkaJSError("no right", { retriable: false })] });
    await member.start();
    crash(new CoordinatorNotFound("no coordinator"));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(crashes).toEqual([
      ["no coordinator", true],
      ["no right", false],
    ]);
  });
});
