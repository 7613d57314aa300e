import { EventEmitter } from "node:events";

import { ServedThreads } from "../../../src/app/serve/served-threads";
import type { FromThread, ThreadData, ToThread } from "../../../src/app/serve/thread-messages";
import { ServiceMetrics } from "../../../src/app/serve/metrics";
import type { WorkerSpec } from "../../../src/app/serve/serve-options";

/** A thread that answers as long as it is not stuck. */
class FakeThread extends EventEmitter {
  isStuck = false;
  isTerminated = false;
  readonly received: ToThread[] = [];
  readonly metrics: ServiceMetrics;

  constructor(readonly data: ThreadData) {
    super();
    this.metrics = new ServiceMetrics([], data.number);
  }

  postMessage(message: ToThread): void {
    this.received.push(message);
    if (this.isStuck || message.type !== "ask") return;
    void this.answer(message);
  }

  say(message: FromThread): void {
    this.emit("message", message);
  }

  async terminate(): Promise<number> {
    this.isTerminated = true;
    return Promise.resolve(1);
  }

  private async answer({ question, what }: Extract<ToThread, { readonly type: "ask" }>): Promise<void> {
    const families = what === "families" ? await this.metrics.registry.getMetricsAsJSON() : undefined;
    this.say({ type: "answer", question, answer: (families ?? true) as never });
  }
}

function createThreads(count = 2) {
  const threads: FakeThread[] = [];
  const said: unknown[] = [];
  const silent = () => undefined;
  const log = { info: (...words: unknown[]) => said.push(words), warn: silent, error: silent };
  const spec = { access: { brokers: ["one:9092", "two:9092"] } } as unknown as WorkerSpec;
  const served = new ServedThreads(spec, count, log, (data) => {
    const thread = new FakeThread(data);
    threads.push(thread);
    return thread as never;
  });
  const at = (index: number) => threads[index] ?? new FakeThread({} as ThreadData);
  return { served, threads, at, said };
}

const textOf = async (served: ServedThreads) => (await served.metrics()).metrics();

/** Values of a metric by its labels. */
const valuesOf = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`^${name}\\{([^}]*)\\} (\\S+)$`, "gm"))].map(([, labels, value]) => [labels, value]);

describe("the threads of a service", () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] }));
  afterEach(() => jest.useRealTimers());

  it("are numbered, and one of them looks after the heap", () => {
    const { threads } = createThreads();
    const data = threads.map(({ data: { number, givesHeapRoom, brokers } }) => ({ number, givesHeapRoom, brokers }));
    expect(data).toEqual([
      { number: 1, givesHeapRoom: true, brokers: "one:9092,two:9092" },
      { number: 2, givesHeapRoom: false, brokers: "one:9092,two:9092" },
    ]);
  });

  it("are alive until one of them has said nothing for half a minute, and again once it does", async () => {
    const { served, at } = createThreads();
    await jest.advanceTimersByTimeAsync(120_000);
    expect(served.isAlive()).toBe(true);
    at(1).isStuck = true;
    await jest.advanceTimersByTimeAsync(24_000);
    expect(served.isAlive()).toBe(true);
    await jest.advanceTimersByTimeAsync(12_000);
    expect(served.isAlive()).toBe(false);
    at(1).say({ type: "log", level: "info", message: "still here" });
    expect(served.isAlive()).toBe(true);
    await served.end();
  });

  it("are ready where each says so in time", async () => {
    const { served, at } = createThreads();
    expect(await served.isReady()).toBe(true);
    at(0).isStuck = true;
    const asked = served.isReady();
    await jest.advanceTimersByTimeAsync(2000);
    expect(await asked).toBe(false);
  });

  it("count together, say each how its own loop and heap are, and the process once", async () => {
    const { served, at } = createThreads();
    at(0).metrics.record("folded", 3);
    at(1).metrics.record("folded", 4);
    const text = await textOf(served);
    expect(valuesOf(text, "convofold_records_total")).toEqual([['result="folded"', "7"]]);
    for (const name of ["nodejs_heap_size_used_bytes", "nodejs_eventloop_lag_p99_seconds"]) {
      const threads = valuesOf(text, name).map(([labels]) => labels);
      expect(threads).toEqual(['thread="main"', 'thread="1"', 'thread="2"']);
    }
    expect(text.match(/^process_resident_memory_bytes /gm)).toHaveLength(1);
    expect(valuesOf(text, "convofold_build_info")).toHaveLength(1);
  });

  it("count as they did last where one does not answer", async () => {
    const { served, at } = createThreads();
    at(0).metrics.record("folded", 3);
    await textOf(served);
    at(0).isStuck = true;
    const asked = textOf(served);
    await jest.advanceTimersByTimeAsync(2000);
    expect(valuesOf(await asked, "convofold_records_total")).toEqual([['result="folded"', "3"]]);
  });

  it("end where one cannot go on, with its reason, once the others are asked to stop", async () => {
    const { served, at } = createThreads();
    const running = served.run(8, new AbortController().signal);
    const failed = expect(running).rejects.toMatchObject({ code: "stateWrong", message: "another's" });
    expect(at(0).received).toEqual([{ type: "run", partitions: 8 }]);
    at(0).say({ type: "failed", code: "stateWrong", message: "another's", advice: "look" });
    await jest.advanceTimersByTimeAsync(1);
    expect(at(1).received.at(-1)).toEqual({ type: "stop" });
    at(1).say({ type: "ended" });
    await failed;
    await served.end();
    expect([at(0).isTerminated, at(1).isTerminated]).toEqual([true, true]);
  });

  it.each([
    ["that ends by itself", "exit", undefined, "thread 1 ended by itself"],
    ["whose memory is full", "error", Object.assign(new Error("x"), { code: "ERR_WORKER_OUT_OF_MEMORY" }), "is full"],
  ])("fail with one %s", async (_what, event, error, words) => {
    const { served, at } = createThreads(1);
    const running = expect(served.run(8, new AbortController().signal)).rejects.toThrow(words);
    at(0).emit(event, error);
    await jest.advanceTimersByTimeAsync(10_000);
    await running;
  });

  it("stop when they are asked to, and say with each line which of them speaks", async () => {
    const { served, at, said } = createThreads();
    const stop = new AbortController();
    const running = served.run(8, stop.signal);
    at(1).say({ type: "log", level: "info", message: "joined", details: { partitions: [1] } });
    expect(said).toEqual([["joined", { thread: 2, partitions: [1] }]]);
    stop.abort();
    expect(at(0).received.at(-1)).toEqual({ type: "stop" });
    for (const index of [0, 1]) at(index).say({ type: "ended" });
    await running;
  });
});
