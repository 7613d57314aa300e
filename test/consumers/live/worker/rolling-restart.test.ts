import { Worker } from "../../../../src/consumers/live/worker/worker";
import { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import { INPUT, taskOptionsOf, TOPICS } from "../../../support/live-trial";
import { smallCall } from "../../../support/small-service";

const BEGAN = Date.UTC(2026, 2, 2, 9);

describe("a restart of one worker of a group after the other", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    jest.setSystemTime(BEGAN);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** A group on a log in memory, which notes how often each partition was restored. */
  function createGroup(partitions: number) {
    const log = new MemoryLog();
    for (const topic of Object.values({ ...TOPICS }).flat()) log.createTopic(topic, partitions);
    for (let partition = 0; partition < partitions; partition += 1) log.append(INPUT, partition, smallCall("v", BEGAN));
    const workers: Worker[] = [];
    const restored = Array.from({ length: partitions }, () => 0);
    const options = taskOptionsOf({ during: async (_phase, work) => work() });
    const info = (what: string, details?: object) => {
      const { partition } = (details ?? {}) as { readonly partition?: number };
      if (what === "partition restored" && partition !== undefined)
        restored[partition] = (restored[partition] ?? 0) + 1;
    };
    const kind = { ...options.kind, partitions };
    return {
      restored,
      workers,
      start: () => {
        const own = { ...options, kind, log: { ...options.log, info }, now: Date.now, sessionMs: 6000 };
        const worker = new Worker(log, { ...own, onRebalanced: () => undefined });
        workers.push(worker);
        void worker.start();
      },
      settle: async () => {
        const isReady = () => workers.every((worker) => worker.status().isReady);
        for (let times = 0; times < 200 && !isReady(); times += 1) await jest.advanceTimersByTimeAsync(50);
        expect(workers.reduce((sum, worker) => sum + worker.status().partitions.length, 0)).toBe(partitions);
        expect(isReady()).toBe(true);
      },
    };
  }

  it("restores each partition at most twice", async () => {
    const { workers, restored, start, settle } = createGroup(64);
    for (let number = 0; number < 3; number += 1) start();
    await settle();
    await jest.advanceTimersByTimeAsync(1000);
    restored.fill(0);
    for (const worker of [...workers]) {
      void worker.stop();
      workers.splice(workers.indexOf(worker), 1);
      await jest.advanceTimersByTimeAsync(1000);
      await settle();
      start();
      await settle();
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(Math.max(...restored)).toBeLessThanOrEqual(2);
    expect(Math.min(...restored)).toBeGreaterThan(0);
    for (const worker of workers) void worker.stop();
    await jest.advanceTimersByTimeAsync(10_000);
  });
});
