import { setImmediate as turn } from "node:timers/promises";

import * as fc from "fast-check";

import { nameTopics } from "../../../../src/consumers/live/port/topic-names";
import { Openings } from "../../../../src/consumers/live/task/openings";
import { PartitionTask } from "../../../../src/consumers/live/task/partition-task";
import { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import { taskOptionsOf } from "../../../support/live-trial";

const topics = nameTopics("t", "p");

/** Opens all partitions of a worker at once. `fence` is what a broker does of each meanwhile. */
function openAll(partitions: number, fence: (partition: number) => Promise<void>, openings = new Openings()) {
  const log = new MemoryLog();
  for (const topic of Object.values({ ...topics }).flat()) log.createTopic(topic, partitions);
  const kind = { semantics: "1", partitions, input: "t", group: "g" };
  const counts = { open: 0, most: 0 };
  const tasks = Array.from({ length: partitions }, (_, partition) => {
    let isBegun = false;
    const during = async <Result>(phase: string, work: () => Promise<Result>): Promise<Result> => {
      if (phase === "fence") {
        isBegun = true;
        counts.open += 1;
        counts.most = Math.max(counts.most, counts.open);
        await fence(partition);
      }
      return work();
    };
    const task = new PartitionTask(log, partition, taskOptionsOf({ topics, kind, during }), openings);
    void task.ready.then(() => (counts.open -= isBegun ? 1 : 0));
    return task;
  });
  return { tasks, counts };
}

describe("the partitions of a worker", () => {
  it("are opened some at once, never more, and all in the end, however long each takes and whichever fails", async () => {
    const partition = fc.record({ turns: fc.nat(5), fails: fc.boolean() });
    const property = fc.asyncProperty(
      fc.array(partition, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 8 }),
      async (partitions, max) => {
        const fence = async (number: number) => {
          const { turns, fails } = partitions[number] ?? { turns: 0, fails: false };
          for (let waited = 0; waited < turns; waited += 1) await turn();
          if (fails) throw new Error("a broker is away");
        };
        const { tasks, counts } = openAll(partitions.length, fence, new Openings(max));
        await Promise.all(tasks.map(async ({ ready }) => ready));
        expect(tasks.map(({ isOpen }) => isOpen)).toEqual(partitions.map(({ fails }) => !fails));
        expect(counts).toEqual({ open: 0, most: Math.min(max, partitions.length) });
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  describe("of which many hang", () => {
    beforeEach(() => jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask", "performance"] }));
    afterEach(() => jest.useRealTimers());

    const hanging = async () => new Promise<never>(() => undefined);

    it("have their turn after 20 s where those before them hang, which have the rest of their time", async () => {
      const { tasks } = openAll(64, async (partition) => (partition < 16 ? hanging() : undefined));
      const isDone = () => tasks.map(({ isOpen, failure }) => isOpen || failure !== undefined);
      await jest.advanceTimersByTimeAsync(19_000);
      expect(isDone()).not.toContain(true);
      await jest.advanceTimersByTimeAsync(2000);
      await Promise.all(tasks.slice(16).map(async ({ ready }) => ready));
      expect(tasks.map(({ isOpen }) => isOpen)).toEqual(tasks.map((_, partition) => partition >= 16));
      await jest.advanceTimersByTimeAsync(158_000);
      expect(isDone().slice(0, 16)).not.toContain(true);
      await jest.advanceTimersByTimeAsync(2000);
      await Promise.all(tasks.map(async ({ ready }) => ready));
      expect(tasks[0]?.failure?.message).toBe("opening partition 0 took longer than 180000 ms");
    });

    it("begin no more at once than else, and each gives its turn on but once", async () => {
      const openings = new Openings(2);
      const { counts, tasks } = openAll(8, hanging, openings);
      const begun: number[] = [];
      for (const ms of [1000, 20_000, 20_000, 20_000]) {
        await jest.advanceTimersByTimeAsync(ms);
        begun.push(counts.open);
      }
      expect(begun).toEqual([2, 4, 6, 8]);
      await jest.advanceTimersByTimeAsync(200_000);
      await Promise.all(tasks.map(async ({ ready }) => ready));
      const later = openAll(8, hanging, openings);
      await jest.advanceTimersByTimeAsync(1000);
      expect(later.counts.open).toBe(2);
    });

    it("wait for their turn without their time running out", async () => {
      const { tasks } = openAll(12, hanging, new Openings(1));
      await jest.advanceTimersByTimeAsync(190_000);
      const hasFailed = tasks.map(({ failure }) => failure !== undefined);
      expect(hasFailed).toEqual(tasks.map((_, partition) => partition === 0));
    });

    it("leave at once where they wait for their turn and go elsewhere", async () => {
      const { tasks, counts } = openAll(3, hanging, new Openings(1));
      await tasks[1]?.drop();
      await tasks[1]?.ready;
      expect(tasks[1]?.failure?.message).toContain("went elsewhere while it waited");
      await jest.advanceTimersByTimeAsync(21_000);
      expect([counts.most, tasks[2]?.failure]).toEqual([2, undefined]);
    });
  });

  it("are not fenced any more once they went elsewhere while they waited", async () => {
    const fenced: number[] = [];
    const fence = async (partition: number) => {
      fenced.push(partition);
      await turn();
    };
    const { tasks } = openAll(3, fence, new Openings(1));
    await tasks[2]?.drop();
    await Promise.all(tasks.map(async ({ ready }) => ready));
    expect(fenced).toEqual([0, 1]);
    expect(tasks[2]?.failure?.message).toContain("went elsewhere");
  });
});
