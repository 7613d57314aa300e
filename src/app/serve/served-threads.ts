import path from "node:path";
import { Worker } from "node:worker_threads";

import { AggregatorRegistry, Registry, type PrometheusContentType } from "prom-client";

import { withTimeout } from "../../consumers/live/port/waiting";
import type { Log } from "../../consumers/live/port/log";
import { AppError } from "../../models/app-error";
import { formatCount } from "../../models/format-count";
import type { MetricFamily } from "./otlp-form";
import { watchProcessAlone, watchThread } from "./process-metrics";
import type { WorkerSpec } from "./serve-options";
import type { Served } from "./served-worker";
import type { FromThread, Question, ThreadData, ToThread } from "./thread-messages";

/** A thread that does not answer for so long is not ready. */
const ANSWER_MS = 2000;
/** How often each is asked whether it is alive, and after how long without a word it is not. */
const [PING_MS, ALIVE_MS] = [5000, 30_000];
/** How long threads have to end once one of them has failed. */
const ENDING_MS = 10_000;

/** Several workers of one process, each a member of the group in a thread of its own. */
export class ServedThreads implements Served {
  private readonly threads: readonly ServedThread[];
  /** Of the process, and of the thread that answers. */
  private readonly own = [new Registry(), new Registry()] as const;
  private readonly pinging: NodeJS.Timeout;

  constructor({ access, ...spec }: WorkerSpec, count: number, log: Log, createThread: CreateThread = startThread) {
    const brokers = access.brokers.join(",");
    this.threads = Array.from({ length: count }, (_, index) => {
      const data: ThreadData = { spec, brokers, givesHeapRoom: index === 0, number: index + 1 };
      return new ServedThread(createThread(data), data.number, log);
    });
    watchProcessAlone(this.own[0]);
    watchThread(this.own[1], "main");
    this.pinging = setInterval(() => this.threads.forEach((thread) => thread.ping()), PING_MS).unref();
  }

  /** A thread that has said nothing for half a minute, though it was asked, is stuck. */
  isAlive(): boolean {
    return this.threads.every((thread) => thread.silentMs() < ALIVE_MS);
  }

  async end(): Promise<void> {
    clearInterval(this.pinging);
    await Promise.all(this.threads.map(async (thread) => thread.end()));
  }

  async isReady(): Promise<boolean> {
    const answers = await Promise.all(this.threads.map(async (thread) => thread.ask("ready").catch(() => false)));
    return answers.every((answer) => answer === true);
  }

  /** What all of them count together, and what the process is. A thread that does not answer counts as it did last. */
  async metrics(): Promise<Registry> {
    const [process, main] = this.own;
    const counted = await Promise.all([
      main.getMetricsAsJSON() as Promise<readonly MetricFamily[]>,
      ...this.threads.map(async (thread) => thread.families()),
    ]);
    const added = AggregatorRegistry.aggregate<PrometheusContentType>(counted.map((families) => [...families]));
    return Registry.merge([process, added]);
  }

  /** Where one cannot go on, none does; the others have so long to write what is not written. */
  async run(partitions: number, stop: AbortSignal): Promise<void> {
    const stopAll = () => this.threads.forEach((thread) => thread.stop());
    stop.addEventListener("abort", stopAll);
    const ends = this.threads.map(async (thread) => thread.run(partitions));
    if (stop.aborted) stopAll();
    try {
      await Promise.all(ends);
    } catch (error) {
      stopAll();
      await withTimeout(ENDING_MS, "the end of the other threads", Promise.allSettled(ends)).catch(() => undefined);
      throw error;
    } finally {
      stop.removeEventListener("abort", stopAll);
    }
  }
}

/** What of a thread the main thread uses. */
type Thread = Pick<Worker, "on" | "postMessage" | "terminate">;
type CreateThread = (data: ThreadData) => Thread;

const startThread: CreateThread = (data) => new Worker(path.join(__dirname, "serve-thread.js"), { workerData: data });

type Answer = boolean | readonly MetricFamily[];

/** The main thread's side of a thread. */
class ServedThread {
  private readonly asked = new Map<number, (answer: Answer) => void>();
  private questions = 0;
  private counted: readonly MetricFamily[] = [];
  private readonly over: Promise<void>;
  private heardAt = performance.now();

  constructor(
    private readonly thread: Thread,
    private readonly number: number,
    private readonly log: Log,
  ) {
    this.over = new Promise((resolve, reject) => {
      this.thread.on("message", (message: FromThread) => {
        this.heardAt = performance.now();
        if (message.type === "ended") resolve();
        else if (message.type === "failed") reject(new AppError(message.code, message.message, message.advice));
        else this.take(message);
      });
      this.thread.on("error", (error: NodeJS.ErrnoException) => reject(asFailure(error, number)));
      this.thread.on("exit", () => reject(new Error(`thread ${String(number)} ended by itself`)));
    });
    // Whoever runs it hears of it.
    this.over.catch(() => undefined);
  }

  async run(partitions: number): Promise<void> {
    this.send({ type: "run", partitions });
    return this.over;
  }

  stop(): void {
    this.send({ type: "stop" });
  }

  async end(): Promise<void> {
    await this.thread.terminate();
  }

  /** What it counts; where it does not answer, what it counted last: what is counted never falls. */
  async families(): Promise<readonly MetricFamily[]> {
    const answer = await this.ask("families").catch(() => undefined);
    if (typeof answer === "object") this.counted = answer;
    return this.counted;
  }

  /** Asks whether it is alive; whatever it says is an answer. */
  ping(): void {
    this.ask("alive").catch(() => undefined);
  }

  /** For how many ms it has said nothing. */
  silentMs(): number {
    return performance.now() - this.heardAt;
  }

  async ask(what: Question): Promise<Answer> {
    const question = (this.questions += 1);
    const answer = new Promise<Answer>((resolve) => this.asked.set(question, resolve));
    this.send({ type: "ask", question, what });
    try {
      return await withTimeout(ANSWER_MS, `the answer of thread ${String(this.number)}`, answer);
    } finally {
      this.asked.delete(question);
    }
  }

  private take(message: Extract<FromThread, { readonly type: "log" | "answer" }>): void {
    if (message.type === "answer") this.asked.get(message.question)?.(message.answer);
    else this.log[message.level](message.message, { thread: this.number, ...message.details });
  }

  private send(message: ToThread): void {
    this.thread.postMessage(message);
  }
}

function asFailure(error: NodeJS.ErrnoException, number: number): Error {
  if (error.code !== "ERR_WORKER_OUT_OF_MEMORY") return error;
  return new AppError(
    "heapFull",
    `The memory that thread ${formatCount(number)} may use is full.`,
    "Start again with more, as by NODE_OPTIONS=--max-old-space-size=8192, with more processes, or with a smaller --lateness.",
  );
}
