import type { Log } from "../port/log";
import type { OwnedPartitions } from "./owned-partitions";
import type { PartitionTask } from "../task/partition-task";
import { pause } from "../port/waiting";

/** Whose partitions are ticked, and how. */
export interface Ticked {
  readonly owned: OwnedPartitions;
  readonly isMember: () => boolean;
  readonly isStopping: () => boolean;
  /** The clock; undefined where only records let time pass. */
  readonly now: () => number | undefined;
  /** Returns whether that wrote anything. */
  readonly tick: (task: PartitionTask) => Promise<boolean>;
  readonly log: Log;
}

/** What falls due where nothing comes is written within a second, and most of it sooner. */
const TICK_MS = 500;
/** How often it is asked where the input ends while nothing is to be done. */
const IDLE_ASK_MS = 2000;

/**
 * Ticks the partitions twice a second while any has something to do, until their worker stops. Where the cluster does not say where the input
 * ends, none is: what it said before does not show whether all was read.
 */
export async function tickOneByOne(ticked: Ticked): Promise<void> {
  const { owned, isMember, isStopping, log } = ticked;
  const played = new Set<number>();
  let askedAt = -Infinity;
  while (!isStopping()) {
    const startedAt = performance.now();
    if (isMember() && (startedAt - askedAt >= IDLE_ASK_MS || !isIdle(ticked))) {
      try {
        if (owned.all().length > 0) await owned.lookForEnds();
      } catch (error) {
        log.warn("the cluster did not say where the input ends", { error: String(error) });
        await pause(startedAt + TICK_MS - performance.now());
        continue;
      }
      askedAt = startedAt;
      await tickAll(ticked, startedAt, played);
    }
    await pause(startedAt + TICK_MS - performance.now());
  }
}

/** Whether nothing is to be done in any partition, as far as is known. */
function isIdle({ owned, now }: Ticked): boolean {
  const clock = now();
  if (owned.ends.isAmiss()) return false;
  return owned.numbers().every((partition) => {
    const intake = owned.get(partition);
    return intake?.task.isOpen === true && intake.isIdle() && !intake.task.isTickDue(clock);
  });
}

/** Ticks one after the other. After one that wrote, the next waits for its share of the half second. */
async function tickAll(ticked: Ticked, startedAt: number, played: Set<number>): Promise<void> {
  const { owned, isMember, isStopping, now, tick, log } = ticked;
  const tasks = owned.all();
  for (const [index, task] of tasks.entries()) {
    if (isStopping() || !isMember()) break;
    const hasWritten = task.isTickDue(now()) && (await tick(task));
    logPlayed(task, played, log);
    const part = (index + 1) / (tasks.length + 1);
    if (hasWritten) await pause(startedAt + part * TICK_MS - performance.now());
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
