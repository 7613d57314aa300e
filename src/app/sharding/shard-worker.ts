import { parentPort, workerData } from "node:worker_threads";

import type { ShardOptions } from "./protocol";
import { foldShard } from "./fold-shard";

// What is thrown here ends the thread, and is reported to the one that started it.
if (parentPort !== null) void foldShard(workerData as ShardOptions, parentPort);
