import { Worker } from "../../../../src/consumers/live/worker/worker";
import { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import { orderOf, INPUT, TOPICS } from "../../../support/live-trial";

const PARTITIONS = 8;
const BEGAN = Date.UTC(2026, 2, 2, 9);
/** Of the trial's policy: the settle time, as long as a hold has no tolerance. */
const SETTLE_MS = 2000;

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

  it("writes what falls due within a second of when it is overdue", async () => {
    const log = new MemoryLog();
    for (const topic of Object.values({ ...TOPICS }).flat()) log.createTopic(topic, PARTITIONS);
    const order = orderOf({ during: async (_phase, work) => work() });
    const kind = { ...order.kind, partitions: PARTITIONS };
    const worker = new Worker(log, { ...order, kind, now: Date.now, sessionMs: 6000, onRebalanced: () => undefined });
    void worker.start();
    await jest.advanceTimersByTimeAsync(2000);
    for (let number = 0; number < 80; number += 1) {
      const at = Date.now();
      const id = `v${number}`;
      log.append(INPUT, number % PARTITIONS, { key: Buffer.from(id), value: Buffer.from(heldAt(id, at)) });
      await jest.advanceTimersByTimeAsync(137);
    }
    await jest.advanceTimersByTimeAsync(120_000);
    void worker.stop();
    await jest.advanceTimersByTimeAsync(10_000);

    const delays: number[] = [];
    for (let partition = 0; partition < PARTITIONS; partition += 1)
      await log.read({ topic: TOPICS.deadlines, partition, endsWhenEmpty: true }, ({ value, timestamp }) => {
        const { kind, status, dueAt } = JSON.parse(String(value)) as Record<string, string>;
        if (kind === "hold" && status === "overdue") delays.push(timestamp - Date.parse(dueAt ?? "") - SETTLE_MS);
        return "more";
      });
    expect(delays.length).toBe(80);
    expect(Math.min(...delays)).toBeGreaterThan(0);
    expect(Math.max(...delays)).toBeLessThanOrEqual(1000);
  });
});
