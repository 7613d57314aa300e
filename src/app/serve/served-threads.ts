import path from "node:path";
import { Worker } from "node:worker_threads";

import { AggregatorRegistry, Registry, type PrometheusContentType } from "prom-client";

import { within } from "../../consumers/live/waiting";
import type { Log } from "../../consumers/live/log";
import { AppError } from "../../models/app-error";
import { formatCount } from "../format-count";
import type { MetricFamily } from "./otlp-form";
import { watchProcess } from "./process-metrics";
import type { WorkerSpec } from "./serve-order";
import type { Served } from "./served-worker";
import type { FromThread, ThreadData, ToThread } from "./thread-messages";

/** A thread that does not answer for so long is not ready. */
const ANSWER_MS = 2000;
/** How long threads have to end once one of them has failed. */
const ENDING_MS = 10_000;

/** Several workers of one process, each a member of the group in a thread of its own. */
export class ServedThreads implements Served {
  private readonly threads: readonly ServedThread[];
  private readonly process = new Registry();

  constructor({ access, ...spec }: WorkerSpec, count: number, log: Log) {
    const brokers = access.brokers.join(",");
    this.threads = Array.from(
      { length: count },
      (_, number) => new ServedThread({ spec, brokers, givesHeapRoom: number === 0 }, number + 1, log),
    );
    watchProcess(this.process);
  }

  async end(): Promise<void> {
    await Promise.all(this.threads.map(async (thread) => thread.end()));
  }

  async isReady(): Promise<boolean> {
    const answers = await Promise.all(this.threads.map(async (thread) => thread.ask("ready").catch(() => false)));
    return answers.every((answer) => answer === true);
  }

  /** What all of them count together, and what the process is. A thread that does not answer counts as it did last. */
  async metrics(): Promise<Registry> {
    const counted = await Promise.all(this.threads.map(async (thread) => thread.families()));
    const added = AggregatorRegistry.aggregate<PrometheusContentType>(counted.map((families) => [...families]));
    return Registry.merge([this.process, added]);
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
      await within(ENDING_MS, "the end of the other threads", Promise.allSettled(ends)).catch(() => undefined);
      throw error;
    } finally {
      stop.removeEventListener("abort", stopAll);
    }
  }
}

type Answer = boolean | readonly MetricFamily[];

/** The main thread's side of a thread. */
class ServedThread {
  private readonly thread: Worker;
  private readonly asked = new Map<number, (answer: Answer) => void>();
  private questions = 0;
  private counted: readonly MetricFamily[] = [];
  private readonly over: Promise<void>;

  constructor(
    data: ThreadData,
    private readonly number: number,
    private readonly log: Log,
  ) {
    this.thread = new Worker(path.join(__dirname, "serve-thread.js"), { workerData: data });
    this.over = new Promise((resolve, reject) => {
      this.thread.on("message", (message: FromThread) => {
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
    this.tell({ type: "run", partitions });
    return this.over;
  }

  stop(): void {
    this.tell({ type: "stop" });
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

  async ask(what: "ready" | "families"): Promise<Answer> {
    const question = (this.questions += 1);
    const answer = new Promise<Answer>((resolve) => this.asked.set(question, resolve));
    this.tell({ type: "ask", question, what });
    try {
      return await within(ANSWER_MS, `the answer of thread ${String(this.number)}`, answer);
    } finally {
      this.asked.delete(question);
    }
  }

  private take(message: Extract<FromThread, { readonly type: "log" | "answer" }>): void {
    if (message.type === "answer") this.asked.get(message.question)?.(message.answer);
    else this.log[message.level](message.message, { thread: this.number, ...message.details });
  }

  private tell(message: ToThread): void {
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
