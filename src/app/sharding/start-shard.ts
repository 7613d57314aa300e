import path from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";

import type { FromWorker, ShardOptions, ToWorker } from "./protocol";
import { foldShard } from "./fold-shard";

/** A shard that is at work. */
export interface RunningShard {
  readonly send: (message: ToWorker) => void;
  readonly stop: () => Promise<unknown>;
}

/** What a shard says, and what ended it before its time. */
export interface ShardCallbacks {
  readonly onMessage: (message: FromWorker) => void;
  readonly onError: (error: NodeJS.ErrnoException) => void;
}

/** Starts a shard on a thread of its own. */
export function startOnThread(options: ShardOptions, { onMessage, onError }: ShardCallbacks): RunningShard {
  const thread = new Worker(path.join(__dirname, "shard-worker.js"), { workerData: options });
  thread.on("message", onMessage);
  thread.on("error", onError);
  return { send: (message) => thread.postMessage(message), stop: () => thread.terminate() };
}

/** Starts a shard on this thread: a small log is folded before a thread of its own has started. */
export function startHere(options: ShardOptions, { onMessage, onError }: ShardCallbacks): RunningShard {
  const { port1: ours, port2: theirs } = new MessageChannel();
  ours.on("message", onMessage);
  const ended = foldShard(options, theirs).catch(onError);
  const send = (message: ToWorker) => ours.postMessage(message);
  return {
    send,
    async stop() {
      ours.off("message", onMessage);
      send({ type: "stop" });
      await ended;
      ours.close();
    },
  };
}
