import { AppError } from "../../../models/app-error";
import type { PartitionFold } from "../fold/partition-fold";
import { boundsIn, type InputBounds, type PartitionLog } from "../port/port";
import type { TaskOptions } from "./task-options";
import { alterTopicCommand } from "../port/topic-advice";
import { Doubtful } from "./troubles";

/** Where a partition is to be read on. */
export interface ReadOn {
  readonly topic: string;
  readonly partition: number;
  /** The offset that is to be read next. */
  readonly next: bigint;
  /** Whether it was served before: else nobody misses what was deleted before. */
  readonly isBegun?: boolean;
  /** Whether records that were deleted before they were read are a gap that is marked. */
  readonly isGapMarked?: boolean;
  /** Whether such a gap may be passed: not where those records are needed to restore the state. */
  readonly mayPass?: boolean;
}

/**
 * From where a partition is really to be read on: the start of what there is, where nobody served it yet. Throws `AppError`
 * where records were deleted before they were read, as a gap is never passed in silence, but where it is marked; and where all that is there may be
 * deleted at any moment: brokers delete by the records' own timestamps, in mid-run, without an error to anyone. Throws `Doubtful`
 * where it ends before what was read: a broker that has just taken over may not know yet how far it goes.
 */
export async function boundInput(
  log: Pick<PartitionLog, "boundsOf" | "offsetsAt" | "retentionOf">,
  place: ReadOn,
  now: number,
): Promise<bigint> {
  const { topic, partition, next, isBegun = true, isGapMarked = false, mayPass = true } = place;
  const { low, high } = boundsIn(await log.boundsOf(topic), partition);
  if (isBegun && low > next && !(isGapMarked && mayPass)) throw deletedBefore(place, low);
  if (next > high) throw new Doubtful(shrunk(topic, partition, next, high));
  if (next === 0n && low < high) await refuseFleeting(log, topic, partition, high, now);
  return next > low ? next : low;
}

/**
 * Lets a restored fold read on. What retention took before it was read is a gap, where those are marked; but not what is to be read
 * again to restore the state. Throws as `boundInput` does.
 */
export async function beginReading(
  log: Parameters<typeof boundInput>[0],
  fold: Pick<PartitionFold, "input" | "skipTo">,
  partition: number,
  options: Pick<TaskOptions, "gaps" | "log">,
): Promise<void> {
  const { input } = fold;
  for (const topic of input.topics) {
    const next = input.offsets.get(topic);
    const isGapMarked = options.gaps?.offsetGaps === true;
    const mayPass = input.maySkip(topic);
    const { isBegun } = input;
    const to = await boundInput(log, { topic, partition, next, isGapMarked, mayPass, isBegun }, Date.now());
    if (to === next) continue;
    fold.skipTo(topic, to);
    if (!isBegun) continue;
    options.log.warn("went on without deleted records", { topic, partition, from: String(next), to: String(to) });
  }
}

/** So many looks in a row must show the same: what was fetched may still be on its way, a new leader may not know the end yet. */
const [GAP_LOOKS, SHRUNK_LOOKS] = [6, 20];

/** Watches partitions that are read: retention may overtake a slow worker, and a topic may be made anew, without an error to anyone. */
export class BoundsWatch {
  private readonly seen = new Map<string, Pick<ReadOn, "partition" | "next"> & { readonly looks: number }>();

  /** Whether the last look at some partition showed that it cannot be read on. */
  isAmiss(): boolean {
    return [...this.seen.values()].some(({ looks }) => looks > 0);
  }

  /** Forgets all other partitions. */
  keep(partitions: readonly number[]): void {
    for (const [place, { partition }] of [...this.seen]) if (!partitions.includes(partition)) this.seen.delete(place);
  }

  /** Takes where a partition is read on and where it really begins and ends. Returns why it cannot be read on, once that is sure. */
  look(read: ReadOn, { low, high }: InputBounds): AppError | undefined {
    const { topic, partition, next } = read;
    const isWithin = low <= next && next <= high;
    const place = `${topic}/${partition}`;
    const before = this.seen.get(place);
    const looks = isWithin ? 0 : 1 + (before?.next === next ? before.looks : 0);
    this.seen.set(place, { partition, next, looks });
    if (low > next && looks >= GAP_LOOKS) return deletedBefore(read, low);
    return next > high && looks >= SHRUNK_LOOKS ? shrunk(topic, partition, next, high) : undefined;
  }
}

/** A live topic always has some records that have just outlived its retention; one that has no others is an old log. */
async function refuseFleeting(
  log: Pick<PartitionLog, "offsetsAt" | "retentionOf">,
  topic: string,
  partition: number,
  high: bigint,
  now: number,
): Promise<void> {
  const retentionMs = await log.retentionOf(topic);
  if (retentionMs === undefined) return;
  const kept = await log.offsetsAt(topic, now - retentionMs);
  if ((kept.get(partition) ?? 0n) < high) return;
  throw new AppError(
    "topicWrong",
    `All records of ${topic}[${partition}] are older than its retention.ms=${retentionMs}: the broker may delete them before they are read.`,
    alterTopicCommand(topic, "retention.ms=-1"),
  );
}

function shrunk(topic: string, partition: number, next: bigint, high: bigint): AppError {
  return new AppError(
    "inputShrank",
    `${topic}[${partition}] ends at ${high}, but was read up to ${next}: the topic was made anew, or lost records.`,
    "If it is another topic, fold it under another --prefix. If the brokers lost records, do the same, or restore them.",
  );
}

function deletedBefore({ topic, partition, next, isGapMarked = false, mayPass = true }: ReadOn, low: bigint): AppError {
  const afresh = "fold again under another --prefix from what is left";
  const way = isGapMarked ? "Start again, which passes and marks the gap" : "Go on without them with --offset-gaps";
  const remedy = mayPass
    ? `${way}, ${afresh}, or restore the records`
    : `The state cannot be restored without them: ${afresh}, or restore the records`;
  return new AppError(
    "inputGap",
    `${topic}[${partition}] begins at ${low}, but the records from ${next} on were not read: retention deleted them.`,
    `${remedy}; lengthen retention.ms of the input.`,
  );
}
