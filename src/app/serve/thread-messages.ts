import type { AppErrorCode } from "../../models/app-error";
import type { MetricFamily } from "./otlp-form";
import type { WorkerSpec } from "./serve-options";

/** What the thread of a worker is made with. */
export interface ThreadData {
  readonly spec: Omit<WorkerSpec, "access">;
  /** How they are reached a thread reads from the environment by itself: a token that expires is read by a function. */
  readonly brokers: string;
  /** Whether it looks after the heap: what it sets is of the whole process. */
  readonly givesHeapRoom: boolean;
  /** From 1 on. */
  readonly number: number;
}

/** What a thread is asked. */
export type Question = "alive" | "ready" | "families";

/** What is sent to a thread. */
export type ToThread =
  | { readonly type: "run"; readonly partitions: number }
  | { readonly type: "stop" }
  | { readonly type: "ask"; readonly question: number; readonly what: Question };

/** What a thread sends. */
export type FromThread =
  | {
      readonly type: "log";
      readonly level: "info" | "warn" | "error";
      readonly message: string;
      readonly details?: object | undefined;
    }
  | { readonly type: "answer"; readonly question: number; readonly answer: boolean | readonly MetricFamily[] }
  | { readonly type: "ended" }
  /** It cannot go on, for reasons that are the world's. Others it dies of. */
  | { readonly type: "failed"; readonly code: AppErrorCode; readonly message: string; readonly advice: string };
