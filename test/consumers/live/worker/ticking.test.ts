import type { OwnedPartitions } from "../../../../src/consumers/live/worker/owned-partitions";
import { PolicyChoice } from "../../../../src/consumers/live/policy/policy-choice";
import { readServed } from "../../../../src/consumers/live/recording/recorded-policies";
import type { TaskOptions } from "../../../../src/consumers/live/task/task-options";
import { tickOneByOne } from "../../../../src/consumers/live/worker/ticking";
import { Worker } from "../../../../src/consumers/live/worker/worker";
import { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import type { ConversationRecord } from "../../../../src/models/view";
import { taskOptionsOf, INPUT, TOPICS } from "../../../support/live-trial";
import { KEPT_POLICIES } from "../../../support/switches";

const PARTITIONS = 8;
const BEGAN = Date.UTC(2026, 2, 2, 9);
/** How long after it is due a hold has a status, by the trial's policy: its lead time before, and the settle time behind, as it has no tolerance. */
const BEHIND_DUE_MS: ReadonlyMap<string, number> = new Map([
  ["dueSoon", -20_000],
  ["overdue", 2000],
]);

/** A call that is put on hold at an instant, and of which nothing more is heard. */
const heldAt = (id: string, at: number) =>
  JSON.stringify({
    id,
    participants: [
      {
        id: "p",
        purpose: "agent",
        calls: [
          {
            id: "c",
            state: "connected",
            connectedTime: new Date(at - 1000).toISOString(),
            held: true,
            startHoldTime: new Date(at).toISOString(),
          },
        ],
      },
    ],
  });

describe("a worker where nothing comes", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    jest.setSystemTime(BEGAN);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  async function startWorker(log = new MemoryLog(), some: Partial<TaskOptions> = {}) {
    for (const topic of Object.values({ ...TOPICS }).flat()) log.createTopic(topic, PARTITIONS);
    const options = taskOptionsOf({ during: async (_phase, work) => work(), ...some });
    const kind = { ...options.kind, partitions: PARTITIONS };
    const asked = jest.spyOn(log, "boundsOf");
    const own = { ...options, kind, now: Date.now, sessionMs: 6000, onRebalanced: () => undefined };
    const worker = new Worker(log, own);
    void worker.start();
    await jest.advanceTimersByTimeAsync(2000);
    const stop = async () => {
      void worker.stop();
      await jest.advanceTimersByTimeAsync(10_000);
    };
    return { log, asked, worker, stop };
  }

  function hold(log: MemoryLog, number: number): void {
    const id = `v${number}`;
    log.append(INPUT, number % PARTITIONS, { key: Buffer.from(id), value: Buffer.from(heldAt(id, Date.now())) });
  }

  it("writes within a second what is due soon, and what is overdue", async () => {
    const { log, stop } = await startWorker();
    for (let number = 0; number < 80; number += 1) {
      hold(log, number);
      await jest.advanceTimersByTimeAsync(137);
    }
    await jest.advanceTimersByTimeAsync(120_000);
    await stop();

    const delays = new Map<string, number[]>([...BEHIND_DUE_MS.keys()].map((status) => [status, []]));
    for (let partition = 0; partition < PARTITIONS; partition += 1)
      await log.read({ topic: TOPICS.deadlines, partition, endsWhenEmpty: true }, ({ value, timestamp }) => {
        const { kind, status = "", dueAt = "" } = JSON.parse(String(value)) as Record<string, string>;
        const sinceMs = timestamp - Date.parse(dueAt) - (BEHIND_DUE_MS.get(status) ?? NaN);
        if (kind === "hold") delays.get(status)?.push(sinceMs);
        return "more";
      });
    for (const [status, its] of delays) {
      expect([status, its.length]).toEqual([status, 80]);
      expect(Math.min(...its)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...its)).toBeLessThanOrEqual(1000);
    }
  });

  it("asks where the input ends every two seconds while nothing is to be done, and at once when there is something", async () => {
    const { log, asked, worker, stop } = await startWorker();
    const count = async (ms: number) => {
      asked.mockClear();
      await jest.advanceTimersByTimeAsync(ms);
      return asked.mock.calls.filter(([topic]) => topic === INPUT).length;
    };
    hold(log, 0);
    await count(10_000);
    const idle = await count(10_000);
    expect([idle >= 4, idle <= 6]).toEqual([true, true]);
    let busy = 0;
    for (let number = 1; number <= 8; number += 1) {
      hold(log, number * PARTITIONS);
      busy += await count(500);
    }
    expect(busy).toBeGreaterThanOrEqual(7);
    expect([...worker.status().lag.values()]).toEqual(Array.from({ length: PARTITIONS }, () => 0));
    await stop();
  });

  /** A log of which a worker read some conversations, of one partition, and emitted all that fell due, and then stopped. */
  async function servedOnce(conversations: number): Promise<MemoryLog> {
    const { log, stop } = await startWorker();
    for (let number = 0; number < conversations; number += 1) hold(log, number * PARTITIONS);
    await jest.advanceTimersByTimeAsync(120_000);
    await stop();
    return log;
  }

  it("writes that the policy is switched", async () => {
    const log = await servedOnce(1);
    const own = KEPT_POLICIES[1];
    if (own === undefined) throw new RangeError("there is no such policy");
    const policies = new PolicyChoice({ own, from: "now", mayReturn: false });
    const { stop } = await startWorker(log, { policies });
    await jest.advanceTimersByTimeAsync(3000);
    const served = await readServed(log, TOPICS.state, 0);
    expect(served.policies.map(({ digest, from }) => [digest, from])).toEqual([
      ["first", "start"],
      ["longer", "now"],
    ]);
    await stop();
  });

  it("marks all views that a gap touches which it knows since it started, some at each tick", async () => {
    const conversations = 250;
    const log = await servedOnce(conversations);
    const outage = { from: BEGAN, to: BEGAN + 60_000, reason: "declared" as const };
    const { stop } = await startWorker(log, { gaps: { gaps: [outage] } });
    await jest.advanceTimersByTimeAsync(3000);
    const marked = new Set<string>();
    await log.read({ topic: TOPICS.conversations, partition: 0, endsWhenEmpty: true }, ({ value }) => {
      const { id, gaps } = JSON.parse(String(value)) as ConversationRecord;
      if (gaps !== undefined) marked.add(id);
      return "more";
    });
    expect(marked.size).toBe(conversations);
    await stop();
  });

  it("asks twice a second where the input begins while that is behind what was read, until it is sure", async () => {
    const { log, asked, worker } = await startWorker();
    const ended = worker.ended.catch((error: unknown) => error);
    hold(log, 0);
    await jest.advanceTimersByTimeAsync(30_000);
    asked.mockClear();
    asked.mockImplementation(async () =>
      Promise.resolve(Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, low: 5n, high: 9n }))),
    );
    await jest.advanceTimersByTimeAsync(5000);
    expect(asked.mock.calls.filter(([topic]) => topic === INPUT).length).toBe(6);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await ended).toMatchObject({ code: "inputGap" });
  });
});

describe("a tick that fails", () => {
  it("is not taken for a cluster that does not say where the input ends", async () => {
    const task = { partition: 0, isOpen: true, isTickDue: () => true };
    const owned = { all: () => [task], lookForEnds: async () => Promise.resolve() } as unknown as OwnedPartitions;
    const { log } = taskOptionsOf({ during: async (_phase, work) => work() });
    const warn = jest.fn();
    const tick = async () => Promise.reject(new Error("a bug"));
    const [isMember, isStopping] = [() => true, () => warn.mock.calls.length > 0];
    const ticked = { owned, isMember, isStopping, now: () => 0, tick, log: { ...log, warn } };
    await expect(tickOneByOne(ticked)).rejects.toThrow("a bug");
  });
});
