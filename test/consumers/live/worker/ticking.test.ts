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

  async function startWorker() {
    const log = new MemoryLog();
    for (const topic of Object.values({ ...TOPICS }).flat()) log.createTopic(topic, PARTITIONS);
    const order = orderOf({ during: async (_phase, work) => work() });
    const kind = { ...order.kind, partitions: PARTITIONS };
    const asked = jest.spyOn(log, "boundsOf");
    const worker = new Worker(log, { ...order, kind, now: Date.now, sessionMs: 6000, onRebalanced: () => undefined });
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

  it("writes what falls due within a second of when it is overdue", async () => {
    const { log, stop } = await startWorker();
    for (let number = 0; number < 80; number += 1) {
      hold(log, number);
      await jest.advanceTimersByTimeAsync(137);
    }
    await jest.advanceTimersByTimeAsync(120_000);
    await stop();

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
});
