import type { Admin } from "kafkajs";

import { AppError } from "../../models/app-error";
import { alterTopicCommand, retentionOf } from "./topic-settings";

/** Where a partition is to be read on. */
export interface ReadOn {
  readonly topic: string;
  readonly partition: number;
  /** The offset that is to be read next; 0 where nothing was read yet. */
  readonly next: bigint;
}

/**
 * From where a partition is really to be read on: the start of what there is, where nothing was read yet. Throws `AppError`
 * where records were deleted before they were read, as a gap is never passed in silence; and where all that is there may be
 * deleted at any moment: brokers delete by the records' own timestamps, in mid-run, without an error to anyone.
 */
export async function boundInput(admin: Admin, { topic, partition, next }: ReadOn, now: number): Promise<bigint> {
  const offsets = await admin.fetchTopicOffsets(topic);
  const { low, high } = boundsIn(offsets, partition);
  if (next > 0n && low > next) throw deletedBefore(topic, partition, next, low);
  if (next === 0n && low < high) await refuseFleeting(admin, topic, partition, high, now);
  return next > low ? next : low;
}

function boundsIn(
  offsets: readonly { readonly partition: number; readonly low: string; readonly high: string }[],
  number: number,
) {
  const { low, high } = offsets.find(({ partition }) => partition === number) ?? { low: "0", high: "0" };
  return { low: BigInt(low), high: BigInt(high) };
}

/** A live topic always has some records that have just outlived its retention; one that has no others is an old log. */
async function refuseFleeting(
  admin: Admin,
  topic: string,
  partition: number,
  high: bigint,
  now: number,
): Promise<void> {
  const retentionMs = await retentionOf(admin, topic);
  if (retentionMs === undefined) return;
  const kept = await admin.fetchTopicOffsetsByTimestamp(topic, now - retentionMs);
  if (BigInt(kept.find((one) => one.partition === partition)?.offset ?? "0") < high) return;
  throw new AppError(
    "topicWrong",
    `All records of ${topic}[${partition}] are older than its retention.ms=${retentionMs}: the broker may delete them before they are read.`,
    alterTopicCommand(topic, "retention.ms=-1"),
  );
}

function deletedBefore(topic: string, partition: number, next: bigint, low: bigint): AppError {
  return new AppError(
    "inputGap",
    `${topic}[${partition}] begins at ${low}, but the records from ${next} on were not read: retention deleted them.`,
    "Fold again under another --prefix from what is left, or restore the records; lengthen retention.ms of the input.",
  );
}
