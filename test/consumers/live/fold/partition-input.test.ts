import { PartitionTask } from "../../../../src/consumers/live/task/partition-task";
import { PartitionInput } from "../../../../src/consumers/live/fold/partition-input";
import type { TaskOptions } from "../../../../src/consumers/live/task/task-options";
import { encodePosition, statePositionIn } from "../../../../src/consumers/live/state/state-codec";
import { inputName, nameTopics } from "../../../../src/consumers/live/port/topic-names";
import { Openings } from "../../../../src/consumers/live/task/openings";
import { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import { taskOptionsOf } from "../../../support/live-trial";
import { smallCall } from "../../../support/small-service";

const during: TaskOptions["during"] = async (_phase, work) => work();
const topics = nameTopics(["b", "a"], "out");
const kind = { semantics: "1", partitions: 1, input: inputName(topics), group: "g" };
const NINE = Date.UTC(2026, 2, 2, 9);

function createLog(): MemoryLog {
  const log = new MemoryLog();
  for (const topic of Object.values({ ...topics }).flat()) log.createTopic(topic, 1);
  for (let number = 0; number < 6; number += 1)
    for (const topic of topics.inputs) log.append(topic, 0, smallCall(`v${number}`, NINE + number * 1000));
  return log;
}

async function open(log: MemoryLog, some: Partial<TaskOptions> = {}): Promise<PartitionTask> {
  const task = new PartitionTask(log, 0, taskOptionsOf({ during, topics, kind, ...some }), new Openings());
  await task.ready;
  if (task.failure !== undefined) throw task.failure;
  return task;
}

async function fold(log: MemoryLog, task: PartitionTask, topic: string, to: bigint): Promise<void> {
  const records: Parameters<PartitionTask["process"]>[1][number][] = [];
  await log.read({ topic, partition: 0, from: task.nextIn(topic), endsWhenEmpty: true }, (record) => {
    if (record.offset < to) records.push(record);
    return "more";
  });
  await task.process(topic, records, to);
}

describe("where a partition stands in several topics", () => {
  it("is the sum of their offsets, and each is known", () => {
    const input = new PartitionInput(topics.inputs);
    input.take("b", [], 4n);
    input.take("a", [], 3n);
    expect([input.next(), input.offsets.text()]).toEqual([7n, "a 3, b 4"]);
    expect([input.offsets.placeOf("a", 5n), input.offsets.offsetAt("b", 9n)]).toEqual([9n, 6n]);
    expect(input.save()).toMatchObject({ offset: 7n, runs: [4 * 2 + 1, 3 * 2] });
  });

  it("has no run that brings a topic no further, nor takes up one: whoever restores would wait for that topic's next record", () => {
    const input = new PartitionInput(topics.inputs);
    input.take("a", [], 1n);
    input.keep();
    input.take("a", [], 1n);
    expect(input.save().runs).toEqual([]);
    const restored = new PartitionInput(topics.inputs);
    const checkpoint = {
      offset: 1n,
      offsets: [
        ["a", 1n],
        ["b", 0n],
      ] as const,
    };
    const runs = [
      { topic: "a", until: 1n },
      { topic: "b", until: 2n },
      { topic: "b", until: 2n },
    ];
    restored.restore({ checkpoint, position: { offset: 3n, runs } } as unknown as Parameters<
      PartitionInput["restore"]
    >[0]);
    expect(restored.wanted()).toEqual({ topic: "b", until: 2n });
    restored.take("b", [], 2n);
    expect(restored.wanted()).toBeUndefined();
  });

  it("is of one topic its offset, with nothing beside it", () => {
    const input = new PartitionInput(["a"]);
    input.take("a", [], 4n);
    input.take("a", [], 5n);
    expect(input.save()).toEqual({ offset: 5n, isPlayed: false, mark: undefined });
    expect(input.offsets.text()).toBe("5");
  });

  it.each([[["a"]], [["a", "b"]]])("is kept with the first that is written of %j", (inputs) => {
    const input = new PartitionInput(inputs);
    expect(input.isKeepingDue()).toBe(true);
    input.keep();
    expect(input.isKeepingDue()).toBe(false);
  });

  it("is kept once it has changed between them often, so that a position stays small", () => {
    const input = new PartitionInput(topics.inputs);
    input.keep();
    for (let turn = 1n; turn < 256n; turn += 1n) input.take(turn % 2n === 0n ? "a" : "b", [], turn);
    expect(input.isKeepingDue()).toBe(false);
    input.take("a", [], 256n);
    expect(input.isKeepingDue()).toBe(true);
    input.keep();
    expect([input.isKeepingDue(), input.save().runs]).toEqual([false, []]);
  });

  it("keeps hundreds of turns in about a kilobyte, and reads them again as they were", () => {
    const long = nameTopics(["snapshots-of-a-platform", "details-of-a-platform"], "out").inputs;
    const checkpoint = {
      offset: 3_000_000_005n,
      offsets: long.map((topic, index) => [topic, index === 0 ? 5n : 3_000_000_000n]),
    };
    const input = new PartitionInput(long);
    const restore = (one: PartitionInput, position: object) =>
      one.restore({ checkpoint, position } as unknown as Parameters<PartitionInput["restore"]>[0]);
    restore(input, { offset: checkpoint.offset });
    const turns: { readonly topic: string; readonly until: bigint }[] = [];
    for (let turn = 1n; turn < 256n; turn += 1n) {
      const topic = long[Number(turn % 2n)] ?? "";
      const until = input.offsets.get(topic) + turn * 7n;
      turns.push({ topic, until });
      input.take(topic, [], until);
    }
    const [topics, group] = [
      { input: long.join(), group: "g" },
      { policy: "p", advances: [] },
    ];
    const { value } = encodePosition("out.state", { ...topics, ...group, ...input.save() });
    expect(value?.length).toBeLessThan(1300);
    const position = statePositionIn({ key: Buffer.from("@position"), value: value as Buffer });
    const again = new PartitionInput(long);
    restore(again, position ?? {});
    expect(again.save().runs).toEqual(input.save().runs);
    const read: typeof turns = [];
    for (let next = again.wanted(); next !== undefined; next = again.wanted()) {
      read.push(next);
      again.take(next.topic, [], next.until);
    }
    expect(read).toEqual(turns);
  });

  it("is read again in the order in which it was read, and in no other", async () => {
    const log = createLog();
    const first = await open(log);
    await fold(log, first, "b", 1n);
    for (const [topic, to] of [
      ["a", 2n],
      ["b", 3n],
      ["a", 4n],
    ] as const)
      await fold(log, first, topic, to);
    await first.drop();
    const second = await open(log);
    await fold(log, second, "a", 1n);
    expect(second.wanted()).toEqual({ topic: "a", until: 2n });
    const wanted: string[] = [];
    for (let next = second.wanted(); next !== undefined; next = second.wanted()) {
      wanted.push(`${next.topic} ${next.until}`);
      await expect(second.process(next.topic === "a" ? "b" : "a", [], 5n)).rejects.toThrow("was not to be read");
      await fold(log, second, next.topic, next.until);
    }
    expect(wanted).toEqual(["a 2", "b 3", "a 4"]);
    expect([second.nextIn("a"), second.nextIn("b"), second.fold.input.isCatchingUp()]).toEqual([4n, 3n, false]);
  });

  it("is refused to whoever reads other topics", async () => {
    const log = createLog();
    await fold(log, await open(log), "a", 1n);
    log.createTopic("c", 1);
    for (const names of [["a"], ["a", "c"], ["a", "b", "c"]]) {
      const others = nameTopics(names, "out");
      const opening = open(log, { topics: others, kind: { ...kind, input: inputName(others) } });
      await expect(opening).rejects.toMatchObject({
        code: "stateWrong",
        message: `The state in "out.state" is of the input "a,b", not of "${names.join(",")}".`,
        advice: expect.stringContaining("--topic a --topic b") as string,
      });
    }
  });

  it("is looked at in each topic: one that shrank, was made anew, or lost what was not read is named", async () => {
    const log = createLog();
    const first = await open(log);
    await fold(log, first, "a", 2n);
    await fold(log, first, "b", 3n);
    await first.flush();
    await first.drop();
    log.deleteBefore("b", 0, 5n);
    await expect(open(log)).rejects.toMatchObject({
      code: "inputGap",
      message: expect.stringContaining("b[0]") as string,
    });
    const passed = await open(log, { gaps: { offsetGaps: true } });
    expect([passed.nextIn("a"), passed.nextIn("b"), passed.next()]).toEqual([2n, 5n, 7n]);
    await fold(log, passed, "a", 4n);
    await passed.drop();
    const again = await open(log, { gaps: { offsetGaps: true } });
    expect([again.nextIn("a"), again.nextIn("b"), again.wanted()]).toEqual([4n, 5n, undefined]);
    await again.drop();

    log.deleteTopic("a");
    log.createTopic("a", 1);
    await expect(open(log)).rejects.toThrow("a[0] ends at 0, but was read up to 4");
    for (let number = 0; number < 6; number += 1) log.append("a", 0, smallCall(`other${number}`, NINE));
    await expect(open(log)).rejects.toMatchObject({
      code: "inputReplaced",
      message: expect.stringContaining("a[0]") as string,
    });
  });

  it("passes what retention took of a topic that was not read again, while another one is", async () => {
    const log = createLog();
    const first = await open(log, { gaps: { offsetGaps: true } });
    await fold(log, first, "b", 1n);
    await fold(log, first, "b", 4n);
    await first.drop();
    log.deleteBefore("a", 0, 2n);
    const second = await open(log, { gaps: { offsetGaps: true } });
    expect([second.nextIn("a"), second.wanted()]).toEqual([2n, { topic: "b", until: 4n }]);
    await fold(log, second, "b", 4n);
    expect([second.fold.input.isCatchingUp(), second.next()]).toEqual([false, 6n]);
    log.deleteBefore("b", 0, 4n);
    await second.drop();
    expect((await open(log, { gaps: { offsetGaps: true } })).next()).toBe(6n);
  });
});

describe("what retention takes of one of several topics", () => {
  it.each([
    ["is missed at its start, too, where the others were served", {}, "inputGap"],
    ["is passed and marked where gaps are", { gaps: { offsetGaps: true } }, undefined],
  ])("%s", async (_name, some, code) => {
    const log = createLog();
    const first = await open(log);
    await fold(log, first, "a", 3n);
    await first.drop();
    const warned: unknown[] = [];
    log.deleteBefore("b", 0, 4n);
    const second = new PartitionTask(
      log,
      0,
      taskOptionsOf({
        during,
        topics,
        kind,
        log: { info: () => undefined, warn: (...message) => warned.push(message), error: () => undefined },
        ...some,
      }),
      new Openings(),
    );
    await second.ready;
    expect((second.failure as { readonly code?: string } | undefined)?.code).toBe(code);
    expect([second.nextIn("b"), warned.length]).toEqual(code === undefined ? [4n, 1] : [0n, 0]);
    await second.drop();
  });
});
