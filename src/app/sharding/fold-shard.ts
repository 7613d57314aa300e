import type { MessagePort } from "node:worker_threads";

import { AppError } from "../../models/app-error";
import type { FromWorker, ShardOptions } from "./protocol";
import { Shard } from "./shard";

/** Folds a worker's share of a log, and sends it through a port. Rejects with what is no `AppError`, which is a bug. */
export async function foldShard(options: ShardOptions, port: MessagePort): Promise<void> {
  try {
    await new Shard(options, port).run();
  } catch (error) {
    // What a shard cannot follow is reported by the one that folds the log alone.
    if (!(error instanceof AppError)) throw error;
    port.postMessage({ type: "unsound" } satisfies FromWorker);
  }
}
