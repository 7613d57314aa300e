import type { InputEnds } from "./input-ends";
import type { PartitionTask } from "../task/partition-task";

type Task = Pick<PartitionTask, "isOpen" | "written" | "nextIn" | "writtenTimestamp">;
type TaskOf = (partition: number) => Task | undefined;

/**
 * How many records wait to be folded, by partition, in all of its topics, also where it is not open: then as of where it was last, or
 * where its group was. Nothing where that is not known.
 */
export function lagOf(partitions: readonly number[], taskOf: TaskOf, ends: InputEnds): ReadonlyMap<number, number> {
  const lag = new Map<number, number>();
  for (const partition of partitions) {
    const task = taskOf(partition);
    const records = task?.isOpen === true ? ends.behind(partition, task.written, task.nextIn) : ends.behind(partition);
    if (records !== undefined) lag.set(partition, records);
  }
  return lag;
}

/** How long ago the last folded record was stamped, in ms, by partition; 0 where none waits. */
export function lagMsOf(
  lag: ReadonlyMap<number, number>,
  taskOf: TaskOf,
  ends: InputEnds,
  now: number,
): ReadonlyMap<number, number> {
  const byPartition = new Map<number, number>();
  for (const [partition, records] of lag) {
    const stamped = taskOf(partition)?.writtenTimestamp ?? ends.stampOf(partition);
    if (records === 0) byPartition.set(partition, 0);
    else if (stamped !== undefined) byPartition.set(partition, Math.max(0, now - stamped));
  }
  return byPartition;
}
