import type { Log } from "./client";
import type { OwnedPartitions } from "./owned-partitions";
import type { PartitionTask } from "./partition-task";
import { pause } from "./waiting";

/** Whose partitions are ticked, and how. */
export interface Ticked {
  readonly owned: OwnedPartitions;
  readonly isMember: () => boolean;
  readonly isStopping: () => boolean;
  readonly tick: (task: PartitionTask) => Promise<void>;
  readonly log: Log;
}

const TICK_MS = 1000;

/**
 * Ticks each partition once a second, until its worker stops: one after the other, spread over the second, so that none
 * waits for what is written of all others. Where the cluster does not say where the input ends, none is: what it said before
 * does not tell whether all was read.
 */
export async function tickInTurn({ owned, isMember, isStopping, tick, log }: Ticked): Promise<void> {
  while (!isStopping()) {
    const startedAt = performance.now();
    let tasks = isMember() ? owned.all() : [];
    try {
      if (tasks.length > 0) await owned.lookForEnds();
    } catch (error) {
      log.warn("the cluster did not say where the input ends", { error: String(error) });
      tasks = [];
    }
    for (const [index, task] of tasks.entries()) {
      await pause(startedAt + ((index + 1) * TICK_MS) / (tasks.length + 1) - performance.now());
      if (isStopping() || !isMember()) break;
      await tick(task);
    }
    await pause(startedAt + TICK_MS - performance.now());
  }
}
