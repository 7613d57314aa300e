import type { Admin, Kafka, KafkaMessage, Message } from "kafkajs";

import { compilePolicy, EMPTY_POLICY } from "../../../src/app/policy";
import { createMessageDecoder } from "../../../src/consumers/kafka/message-decoder";
import { readPartition } from "../../../src/consumers/kafka/lone-reader";
import { PartitionTask } from "../../../src/consumers/kafka/partition-task";
import type { TaskOrder } from "../../../src/consumers/kafka/task-order";
import { Doubtful } from "../../../src/consumers/kafka/troubles";
import { nameTopics } from "../../../src/consumers/kafka/topics";
import { Turns } from "../../../src/consumers/kafka/waiting";

jest.mock("../../../src/consumers/kafka/lone-reader");

const silent = () => undefined;
const topics = nameTopics("t", "p");

const message = (offset: number, value: string, key = "v1"): KafkaMessage => ({
  key: Buffer.from(key),
  value: Buffer.from(value),
  timestamp: String(Date.UTC(2026, 2, 2, 9)),
  offset: String(offset),
  attributes: 0,
  headers: {},
});
const call = JSON.stringify({
  id: "v1",
  participants: [
    { id: "p", purpose: "agent", calls: [{ id: "c", state: "connected", connectedTime: "2026-03-02T09:00:00Z" }] },
  ],
});

interface Sent {
  readonly topic: string;
  readonly messages: readonly Message[];
}

/** Topics in memory, with a producer whose commits can be made to fail; what is read of the state is what was committed of it. */
function createCluster() {
  const log: Sent[] = [];
  const cluster = {
    log,
    high: 10,
    failNext: undefined as Error | undefined,
    readState: undefined as (() => void) | undefined,
  };
  const producer = {
    connect: async () => Promise.resolve(),
    disconnect: async () => Promise.resolve(),
    transaction: async () => {
      const sent: Sent[] = [];
      return Promise.resolve({
        abort: async () => Promise.resolve(),
        send: async (one: Sent) => Promise.resolve(void sent.push(one)),
        sendOffsets: async () => Promise.resolve(),
        commit: async () => {
          const failure = cluster.failNext;
          cluster.failNext = undefined;
          if (failure !== undefined) throw failure;
          return Promise.resolve(void log.push(...sent));
        },
      });
    },
  };
  const admin = {
    fetchTopicOffsets: async () => Promise.resolve([{ partition: 0, low: "0", high: String(cluster.high) }]),
    describeConfigs: async () => Promise.resolve({ resources: [] }),
  } as unknown as Admin;
  jest.mocked(readPartition).mockImplementation(async (_kafka, { topic }, take) => {
    cluster.readState?.();
    for (const { messages } of log.filter((sent) => sent.topic === topic))
      for (const { key, value } of messages) {
        const [name, bytes] = [Buffer.from(key ?? ""), value === null ? null : Buffer.from(value)];
        if ((await take({ key: name, value: bytes } as KafkaMessage)) === "last") return;
      }
  });
  return { cluster, kafka: { producer: () => producer } as unknown as Kafka, admin };
}

function createTask({ kafka, admin }: ReturnType<typeof createCluster>) {
  const counted: unknown[] = [];
  const order: TaskOrder = {
    topics,
    groupId: "g",
    policy: compilePolicy(EMPTY_POLICY, {}),
    kind: { semantics: "1", policy: "1", partitions: 1 },
    decoder: createMessageDecoder(1 << 20),
    misrouted: "reject",
    during: async (_phase, work) => work(),
    checkpointMs: 0,
    log: { info: silent, warn: silent, error: silent },
    onRecords: (outcome, count) => counted.push(`${outcome} ${count}`),
    onRejected: ({ reason }) => counted.push(reason),
    onBehind: silent,
    onStage: silent,
    onMeasured: silent,
    onCorrected: silent,
    onDeadline: silent,
    onFault: silent,
    onTransaction: (outcome) => counted.push(outcome),
    onProcessed: silent,
    onReopened: silent,
    onRestored: silent,
  };
  return { task: new PartitionTask(kafka, admin, 0, order, new Turns()), counted };
}

describe("a partition that is served", () => {
  it("counts what was committed, and nothing of a transaction that failed", async () => {
    const made = createCluster();
    const first = createTask(made);
    await first.task.ready;
    made.cluster.failNext = new Error("a broker is away");
    const records = [message(0, call), message(1, "{oops"), message(2, call, "other")];
    await expect(first.task.process(records, 3n)).rejects.toThrow("away");
    expect(first.counted).toEqual(["failed"]);
    expect(first.task.hasGotOn).toBe(false);
    await first.task.drop();

    const second = createTask(made);
    await second.task.ready;
    await second.task.process(records, 3n);
    expect(second.task.hasGotOn).toBe(true);
    expect(second.counted).toEqual(["folded 1", "rejected 2", "truncated", "misrouted", "committed"]);
    const rejects = made.cluster.log.filter(({ topic }) => topic === topics.rejects).flatMap((sent) => sent.messages);
    expect(rejects).toMatchObject([
      { value: records[1]?.value, headers: { "convofold.reason": "truncated" } },
      { value: records[2]?.value, headers: { "convofold.reason": "misrouted" } },
    ]);
  });

  it("marks the views of what was played, and of nothing else", async () => {
    const made = createCluster();
    const { task } = createTask(made);
    await task.ready;
    const played = { ...message(0, call), headers: { "convofold-played": "1" } } as KafkaMessage;
    await task.process([played], 1n);
    await task.process([message(1, call.replaceAll("v1", "v2"), "v2")], 2n);
    const views = made.cluster.log.filter(({ topic }) => topic === topics.conversations);
    expect(views.flatMap(({ messages }) => messages.map(({ headers = {} }) => Object.keys(headers)))).toEqual([
      ["convofold-played"],
      [],
    ]);
  });

  it("fails for good where its state cannot be read, and says so", async () => {
    const made = createCluster();
    made.cluster.log.push({ topic: topics.state, messages: [{ key: "@checkpoint", value: Buffer.from([1, 2, 3]) }] });
    const { task } = createTask(made);
    await task.ready;
    expect([task.isOpen, task.failure]).toEqual([false, expect.objectContaining({ code: "stateWrong" })]);
    expect(task.failure?.message).toContain("p.state[0] cannot be read");
  });

  it("does not open where the input ends before what was read of it", async () => {
    const made = createCluster();
    const first = createTask(made);
    await first.task.ready;
    await first.task.process([message(4, call)], 5n);
    await first.task.drop();
    made.cluster.high = 3;
    const { task } = createTask(made);
    await task.ready;
    expect([task.isOpen, task.failure]).toEqual([false, expect.any(Doubtful)]);
    expect(task.failure?.message).toContain("t[0] ends at 3, but was read up to 5");
  });

  it("opens no more once it was dropped, even while it is restored", async () => {
    const made = createCluster();
    const { task } = createTask(made);
    made.cluster.readState = () => void task.drop();
    await task.ready;
    expect([task.isOpen, task.failure?.message]).toEqual([false, expect.stringContaining("went elsewhere")]);
  });
});
