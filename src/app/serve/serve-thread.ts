import { parentPort, workerData, type MessagePort } from "node:worker_threads";

import type { Log } from "../../consumers/live/port/log";
import { AppError } from "../../models/app-error";
import { readAccess } from "./access";
import { giveHeapRoom } from "./heap-room";
import type { MetricFamily } from "./otlp-form";
import { ServedWorker } from "./served-worker";
import type { FromThread, Question, ThreadData, ToThread } from "./thread-messages";

/** A worker in a thread of its own: does and answers what the main thread says. */
class ServeThread {
  private readonly stop = new AbortController();
  private readonly served: ServedWorker;

  constructor(
    private readonly data: ThreadData,
    private readonly port: MessagePort,
  ) {
    const logAt =
      (level: "info" | "warn" | "error"): Log["info"] =>
      (message, details) =>
        this.send({ type: "log", level, message, details });
    const spec = { ...data.spec, access: readAccess(data.brokers, process.env) };
    const log = { info: logAt("info"), warn: logAt("warn"), error: logAt("error") };
    this.served = new ServedWorker(spec, log, data.number);
    port.on("message", (message: ToThread) => void this.take(message));
  }

  private async take(message: ToThread): Promise<void> {
    switch (message.type) {
      case "run":
        return this.run(message.partitions);
      case "stop":
        return this.stop.abort();
      case "ask": {
        const { question, what } = message;
        // Whoever asks for what cannot be answered gets no answer.
        const answer = await this.answerTo(what).catch(() => undefined);
        return answer === undefined ? undefined : this.send({ type: "answer", question, answer });
      }
    }
  }

  private async answerTo(what: Question): Promise<boolean | readonly MetricFamily[]> {
    switch (what) {
      case "alive":
        return this.served.isAlive();
      case "ready":
        return this.served.isReady();
      case "families":
        return this.families();
    }
  }

  private async families(): Promise<readonly MetricFamily[]> {
    return (await this.served.metrics()).getMetricsAsJSON();
  }

  private async run(partitions: number): Promise<void> {
    const endHeapRoom = this.data.givesHeapRoom ? giveHeapRoom() : undefined;
    try {
      await this.served.run(partitions, this.stop.signal);
      this.send({ type: "ended" });
    } catch (error) {
      // What it dies of is seen by how it ends.
      if (!(error instanceof AppError)) throw error;
      const { code, message, advice } = error;
      this.send({ type: "failed", code, message, advice });
    } finally {
      endHeapRoom?.();
    }
  }

  private send(message: FromThread): void {
    this.port.postMessage(message);
  }
}

if (parentPort !== null) new ServeThread(workerData as ThreadData, parentPort);
