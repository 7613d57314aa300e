import type { Admin, Kafka } from "kafkajs";

import { AppError } from "../../models/app-error";
import type { LogRecord } from "../live/port/port";
import { readPartition } from "./partition-reader";
import type { Publication } from "./publication";
import { topicOffsets } from "./topic-offsets";

/** How many records a partition has, and the last of them. */
export interface PartitionSoFar {
  readonly count: number;
  readonly last: LogRecord | undefined;
}

/**
 * What a topic has of a log that was not published to its end. Each partition has the first records of that log that belong there, in their
 * order, as they were published one after the other: so a count says which are there, and the last one whether that is so.
 */
export class PublishedSoFar {
  private readonly seen = new Map<number, number>();

  constructor(
    private readonly topic: string,
    private readonly partitions: ReadonlyMap<number, PartitionSoFar>,
  ) {}

  /** Whether the topic has a record of the log already. Throws `AppError` where it has another one in its place. */
  has(partition: number, publication: Publication): boolean {
    const { count, last } = this.partitions.get(partition) ?? NOTHING;
    const place = (this.seen.get(partition) ?? 0) + 1;
    this.seen.set(partition, place);
    if (place > count) return false;
    if (place === count && last !== undefined && !isSame(last, publication)) throw otherLog(this.topic, partition);
    return true;
  }

  /** Begins with the log anew, once all of it was looked at. Throws `AppError` where the topic has more than the log. */
  startOver(): void {
    for (const [partition, { count }] of this.partitions)
      if (count > (this.seen.get(partition) ?? 0)) throw otherLog(this.topic, partition);
    this.seen.clear();
  }
}

const NOTHING: PartitionSoFar = { count: 0, last: undefined };

/** Looks at what a topic has. Throws `AppError` where its first records are gone. */
export async function lookAtPublished(kafka: Kafka, admin: Admin, topic: string): Promise<PublishedSoFar> {
  const partitions = new Map<number, PartitionSoFar>();
  for (const { partition, low, high } of await topicOffsets(admin, topic)) {
    if (low !== "0")
      throw new AppError(
        "topicWrong",
        `The first records of ${topic}[${partition}] are deleted: it cannot be known where to go on.`,
        "Publish the log to another --topic.",
      );
    partitions.set(partition, { count: Number(high), last: await lastOf(kafka, topic, partition, BigInt(high)) });
  }
  return new PublishedSoFar(topic, partitions);
}

/** The record before the end of a partition. Throws `AppError` where none lies there: marks of transactions take offsets, and no count holds. */
async function lastOf(kafka: Kafka, topic: string, partition: number, high: bigint): Promise<LogRecord | undefined> {
  if (high === 0n) return undefined;
  const found: LogRecord[] = [];
  await readPartition(kafka, { topic, partition, from: high - 1n, endsWhenEmpty: true }, (record) => {
    found.push(record);
    return "last";
  });
  const [last] = found;
  if (last?.offset === high - 1n) return last;
  throw new AppError(
    "topicWrong",
    `${topic}[${partition}] was written to in transactions, too: it cannot be known where to go on.`,
    "Publish the log to another --topic.",
  );
}

function isSame(there: LogRecord, { key, value, timestamp }: Publication): boolean {
  const isStamped = timestamp === undefined || timestamp === there.timestamp;
  return isStamped && isSameBytes(there.key, key) && isSameBytes(there.value, value);
}

function isSameBytes(there: Buffer | null, given: string | Buffer | null): boolean {
  if (there === null || given === null) return there === given;
  return there.equals(Buffer.from(given));
}

function otherLog(topic: string, partition: number): AppError {
  return new AppError(
    "topicWrong",
    `${topic}[${partition}] does not have the first records of this log, and those alone.`,
    "Resume with the log that was being published, or publish this one to another --topic.",
  );
}
