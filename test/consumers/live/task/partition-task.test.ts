import { keptPolicy } from "../../../../src/app/effective-policy";
import { EMPTY_POLICY } from "../../../../src/app/policy";
import { createMessageDecoder } from "../../../../src/consumers/live/records/message-decoder";
import { PartitionTask } from "../../../../src/consumers/live/task/partition-task";
import type { LogRecord } from "../../../../src/consumers/live/port/port";
import { PolicyChoice, type PolicyOptions } from "../../../../src/consumers/live/policy/policy-choice";
import { readServed } from "../../../../src/consumers/live/recording/recorded-policies";
import type { StateKind } from "../../../../src/consumers/live/state/state-kinds";
import { Doubtful } from "../../../../src/consumers/live/task/troubles";
import { nameTopics } from "../../../../src/consumers/live/port/topic-names";
import { Openings } from "../../../../src/consumers/live/task/openings";
import { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import { taskOptionsOf } from "../../../support/live-trial";
import { readAll } from "../../../support/read-all";

const topics = nameTopics("t", "p");

const message = (offset: number, value: string, key = "v1"): LogRecord => ({
  key: Buffer.from(key),
  value: Buffer.from(value),
  timestamp: Date.UTC(2026, 2, 2, 9),
  offset: BigInt(offset),
});
const call = JSON.stringify({
  id: "v1",
  participants: [
    { id: "p", purpose: "agent", calls: [{ id: "c", state: "connected", connectedTime: "2026-03-02T09:00:00Z" }] },
  ],
});

/** Topics in memory, whose commits can be made to fail. */
function createLog() {
  const log = new MemoryLog();
  for (const topic of Object.values({ ...topics }).flat()) log.createTopic(topic, 1);
  for (let offset = 0; offset < 10; offset += 1) log.append("t", 0, { key: null, value: null });
  return { log, failNext: undefined as Error | undefined };
}

function createTask(
  made: ReturnType<typeof createLog>,
  kind: Partial<StateKind> = {},
  policy: Partial<PolicyOptions> = {},
) {
  const counted: unknown[] = [];
  const options = taskOptionsOf({
    topics,
    kind: { semantics: "1", partitions: 1, input: "t", group: "g", ...kind },
    policies: new PolicyChoice({ own: keptPolicy(EMPTY_POLICY), from: undefined, mayReturn: false, ...policy }),
    decoder: createMessageDecoder(1 << 20),
    during: async (phase, work) => {
      const failure = phase === "commit" ? made.failNext : undefined;
      if (failure === undefined) return work();
      made.failNext = undefined;
      throw failure;
    },
    checkpointMs: 0,
    onRecords: (outcome, count) => counted.push(`${outcome} ${count}`),
    onRejected: ({ reason }) => counted.push(reason),
    onTransaction: (outcome) => counted.push(outcome),
  });
  return { task: new PartitionTask(made.log, 0, options, new Openings()), counted };
}

describe("a partition that is served", () => {
  it("counts what was committed, and nothing of a transaction that failed", async () => {
    const made = createLog();
    const first = createTask(made);
    await first.task.ready;
    made.failNext = new Error("a broker is away");
    const records = [message(0, call), message(1, "{oops"), message(2, call, "other")];
    await expect(first.task.process("t", records, 3n)).rejects.toThrow("away");
    expect(first.counted).toEqual(["failed"]);
    expect(first.task.hasProgressed).toBe(false);
    await first.task.drop();

    const second = createTask(made);
    await second.task.ready;
    await second.task.process("t", records, 3n);
    expect(second.task.hasProgressed).toBe(true);
    expect(second.counted).toEqual(["folded 1", "rejected 2", "truncated", "misrouted", "committed"]);
    expect(await readAll(made.log, { topic: topics.rejects, partition: 0 })).toMatchObject([
      { value: records[1]?.value, headers: { "convofold.reason": "truncated" } },
      { value: records[2]?.value, headers: { "convofold.reason": "misrouted" } },
    ]);
  });

  it("marks the views of what was played, and of nothing else", async () => {
    const made = createLog();
    const { task } = createTask(made);
    await task.ready;
    await task.process("t", [{ ...message(0, call), headers: { "convofold-played": "1" } }], 1n);
    await task.process("t", [message(1, call.replaceAll("v1", "v2"), "v2")], 2n);
    const views = await readAll(made.log, { topic: topics.conversations, partition: 0 });
    expect(views.map(({ headers = {} }) => Object.keys(headers))).toEqual([["convofold-played"], []]);
  });

  it("fails for good where its state cannot be read, and says so", async () => {
    const made = createLog();
    made.log.append(topics.state, 0, { key: Buffer.from("@checkpoint"), value: Buffer.from([1, 2, 3]) });
    const { task } = createTask(made);
    await task.ready;
    expect([task.isOpen, task.failure]).toEqual([false, expect.objectContaining({ code: "stateWrong" })]);
    expect(task.failure?.message).toContain("p.state[0] cannot be read");
  });

  it("does not open where the input ends before what was read of it", async () => {
    const made = createLog();
    const first = createTask(made);
    await first.task.ready;
    await first.task.process("t", [message(4, call)], 5n);
    await first.task.drop();
    jest.spyOn(made.log, "boundsOf").mockResolvedValue([{ partition: 0, low: 0n, high: 3n }]);
    const { task } = createTask(made);
    await task.ready;
    expect([task.isOpen, task.failure]).toEqual([false, expect.any(Doubtful)]);
    expect(task.failure?.message).toContain("t[0] ends at 3, but was read up to 5");
  });

  it("does not open where its state is of another input, group or policy than it may be, and disturbs nobody", async () => {
    const made = createLog();
    const owner = createTask(made).task;
    await owner.ready;
    await owner.process("t", [message(0, call)], 1n);
    const own = keptPolicy({ ...EMPTY_POLICY, defaults: { holdMax: 1000 } });
    for (const [kind, policy, words] of [
      [{ input: "other" }, {}, 'is of the input "t", not of "other"'],
      [{ group: "second" }, {}, 'is kept by the group "g", not by "second"'],
      [{}, { own }, `and this worker has ${own.digest}`],
    ] as const) {
      const { task } = createTask(made, kind, policy);
      await task.ready;
      expect([task.isOpen, task.failure]).toEqual([false, expect.objectContaining({ code: "stateWrong" })]);
      expect(task.failure?.message).toContain(words);
    }
    await owner.process("t", [message(1, call.replaceAll("v1", "v2"), "v2")], 2n);
    expect(owner.written).toBe(2n);
  });

  it("finds out whose state it is also where many have opened the partition since", async () => {
    const made = createLog();
    const first = createTask(made).task;
    await first.ready;
    await first.process("t", [message(0, call)], 1n);
    for (let times = 0; times < 40; times += 1)
      made.log.append(topics.state, 0, { key: Buffer.from("@fence"), value: Buffer.from("x") });
    const { task } = createTask(made, { group: "second" });
    await task.ready;
    expect(task.failure).toMatchObject({ code: "stateWrong", advice: expect.stringContaining("--group g") as string });
  });

  it("goes over to another policy only where it is said for what, and keeps that with its position", async () => {
    const made = createLog();
    const first = createTask(made).task;
    await first.ready;
    await first.process("t", [message(0, call)], 1n);
    await first.drop();
    const own = keptPolicy({ ...EMPTY_POLICY, defaults: { holdMax: 1000 } });
    const refused = createTask(made, {}, { own }).task;
    await refused.ready;
    expect(refused.failure).toMatchObject({
      code: "stateWrong",
      advice: expect.stringContaining("--policy-from") as string,
    });
    const { task } = createTask(made, {}, { own, from: "now" });
    await task.ready;
    await task.tick(undefined, 1n);
    await task.process("t", [message(1, call.replaceAll("v1", "v2"), "v2")], 2n);
    const { policies } = await readServed(made.log, topics.state, 0);
    expect(policies.map(({ offset, from, digest }) => [offset, from, digest])).toEqual([
      [0, "start", keptPolicy(EMPTY_POLICY).digest],
      [1, "now", own.digest],
    ]);
    const views = (await readAll(made.log, { topic: topics.conversations, partition: 0 })).map(
      ({ value }) => JSON.parse(String(value)) as object,
    );
    expect(views).toMatchObject([
      { id: "v1", policy: keptPolicy(EMPTY_POLICY).digest },
      { id: "v2", policy: own.digest },
    ]);
  });

  it("tells a state of an earlier release, which does not say whose it is, by its version", async () => {
    const made = createLog();
    const former = { semantics: "0", input: undefined, group: undefined } as unknown as StateKind;
    const first = createTask(made, former).task;
    await first.ready;
    await first.process("t", (await readAll(made.log, { topic: "t", partition: 0 })).slice(0, 1), 1n);
    await first.drop();
    const { task } = createTask(made);
    await task.ready;
    expect(task.failure?.message).toContain("another version of the semantics");
  });

  it("knows a topic that was made anew under the same name, when it opens and while it runs, however long that is", async () => {
    const made = createLog();
    const running = createTask(made).task;
    await running.ready;
    await running.process("t", await readAll(made.log, { topic: "t", partition: 0 }), 10n);
    await running.checkInput();
    made.log.deleteTopic("t");
    made.log.createTopic("t", 1);
    for (let offset = 0; offset < 30; offset += 1)
      made.log.append("t", 0, { key: null, value: Buffer.from(`other ${offset}`) });
    const others = (await readAll(made.log, { topic: "t", partition: 0 })).slice(10, 20);
    await running.process("t", others, 20n);
    await expect(running.checkInput()).rejects.toMatchObject({ code: "inputReplaced" });
    await running.drop();
    const { task } = createTask(made);
    await task.ready;
    expect(task.failure).toMatchObject({
      code: "inputReplaced",
      message: expect.stringContaining("t[0] has another") as string,
    });
  });

  it("goes on where retention took the record by which the input is known", async () => {
    const made = createLog();
    const first = createTask(made).task;
    await first.ready;
    await first.process("t", await readAll(made.log, { topic: "t", partition: 0 }), 10n);
    await first.drop();
    for (let offset = 10; offset < 12; offset += 1) made.log.append("t", 0, { key: null, value: null });
    made.log.deleteBefore("t", 0, 10n);
    const { task } = createTask(made);
    await task.ready;
    expect([task.isOpen, task.failure]).toEqual([true, undefined]);
  });

  it("opens no more once it was dropped, even while it is restored", async () => {
    const made = createLog();
    const { read } = made.log;
    const { task } = createTask(made);
    jest.spyOn(made.log, "read").mockImplementation(async (...reading) => {
      void task.drop();
      await read(...reading);
    });
    await task.ready;
    expect([task.isOpen, task.failure?.message]).toEqual([false, expect.stringContaining("went elsewhere")]);
  });
});
