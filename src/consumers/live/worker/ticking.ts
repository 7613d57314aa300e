import type { Log } from "../port/log";
import type { OwnedPartitions } from "./owned-partitions";
import type { PartitionTask } from "../task/partition-task";
import { pause } from "../port/waiting";

/** Whose partitions are ticked, and how. */
export interface Ticked {
  readonly owned: OwnedPartitions;
  readonly isMember: () => boolean;
  readonly isStopping: () => boolean;
  readonly tick: (task: PartitionTask) => Promise<void>;
  readonly log: Log;
}

/** What falls due where nothing comes is written within a second, and most of it sooner. */
const TICK_MS = 500;
/** A tick of a partition in which nothing happens takes less than the wait before it, so there are no more waits than this. */
const WAITS_MAX = 16;

/**
 * Ticks each partition twice a second, until its worker stops: one after the other, spread over the half second, so that none
 * waits for what is written of all others. Where the cluster does not say where the input ends, none is: what it said before
 * does not tell whether all was read.
 */
export async function tickOneByOne({ owned, isMember, isStopping, tick, log }: Ticked): Promise<void> {
  const played = new Set<number>();
  while (!isStopping()) {
    const startedAt = performance.now();
    let tasks = isMember() ? owned.all() : [];
    try {
      if (tasks.length > 0) await owned.lookForEnds();
    } catch (error) {
      log.warn("the cluster did not say where the input ends", { error: String(error) });
      tasks = [];
    }
    const [each, parts] = [Math.ceil(tasks.length / WAITS_MAX), Math.min(tasks.length, WAITS_MAX) + 1];
    for (const [index, task] of tasks.entries()) {
      const part = Math.floor(index / each) + 1;
      if (index % each === 0) await pause(startedAt + (part * TICK_MS) / parts - performance.now());
      if (isStopping() || !isMember()) break;
      await tick(task);
      logPlayed(task, played, log);
    }
    await pause(startedAt + TICK_MS - performance.now());
  }
}

/** Looks whether the input still is the one that was read, beside the ticks: what is asked may take long where a broker is away. */
export async function watchInput({ owned, isMember, isStopping }: Ticked): Promise<void> {
  while (!isStopping()) {
    await pause(TICK_MS);
    if (isMember()) await owned.lookWhoseInput().catch(() => undefined);
  }
}

/** Says once of each partition that its time follows a log that is played, and when that is over. */
function logPlayed({ partition, fold }: PartitionTask, played: Set<number>, log: Log): void {
  const { isPlayed } = fold.input;
  if (isPlayed === played.has(partition)) return;
  if (isPlayed) {
    played.add(partition);
    log.info("a log is played: the clock does not apply", { partition });
  } else {
    played.delete(partition);
    log.info("no log is played any more: the clock applies", { partition });
  }
}
