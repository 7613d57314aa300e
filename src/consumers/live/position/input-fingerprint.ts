import { crc32 } from "node:zlib";

import { AppError } from "../../../models/app-error";
import type { LogRecord, PartitionLog } from "../port/port";
import { withTimeout } from "../port/waiting";

const LOOKING_MS = 20_000;

/** What a folded record was: by it a partition of the input is known again. */
export interface RecordFingerprint {
  readonly offset: bigint;
  readonly timestamp: number;
  /** Of its key and its value. */
  readonly checksum: number;
}

/** A partition of the input, and what is known of it. */
export interface FingerprintedInput {
  readonly topic: string;
  readonly partition: number;
  readonly mark: RecordFingerprint | undefined;
}

/**
 * Keeps in mind by which record the input is known again. The position names one that was there when the input was last looked at, not the
 * newest: of a topic that was made anew in between, that would be a record of the other one.
 */
export class InputFingerprint {
  private latest: RecordFingerprint | undefined;
  private stored: RecordFingerprint | undefined;

  /** Takes up what a position named. */
  restore(mark: RecordFingerprint | undefined): void {
    this.stored = mark;
  }

  /** Takes note of a folded record. */
  note(record: LogRecord | undefined): void {
    if (record !== undefined) this.latest = fingerprintOf(record);
  }

  /** The record that the next position names. */
  mark(): RecordFingerprint | undefined {
    return (this.stored ??= this.latest);
  }

  /**
   * Throws `AppError` where the input is not the one that was read. Once the marked record was found, the newest that was read before the
   * question becomes the mark. `end`: where the partition is known to end; a mark behind it cannot be looked up.
   */
  async check(
    log: Pick<PartitionLog, "read">,
    place: Pick<FingerprintedInput, "topic" | "partition">,
    end: bigint | undefined,
  ): Promise<void> {
    if (end !== undefined && this.stored !== undefined && this.stored.offset >= end) return;
    // Only what was read before the question is known to be of that input.
    const { latest } = this;
    await checkFingerprint(log, { ...place, mark: this.stored });
    this.stored = latest ?? this.stored;
  }
}

/** What a record is known by. */
export function fingerprintOf({ offset, timestamp, key, value }: LogRecord): RecordFingerprint {
  return { offset, timestamp, checksum: crc32(value ?? "", crc32(key ?? "")) };
}

/**
 * Throws `AppError` where another record lies at the offset of the mark: it is not the topic that was read. Where none lies there any
 * more, retention took it, and that cannot be seen.
 */
export async function checkFingerprint(
  log: Pick<PartitionLog, "read">,
  { topic, partition, mark }: FingerprintedInput,
): Promise<void> {
  if (mark === undefined) return;
  let found: LogRecord | undefined;
  const looking = log.read({ topic, partition, from: mark.offset, endsWhenEmpty: true }, (record) => {
    found = record;
    return "last";
  });
  await withTimeout(LOOKING_MS, `looking at ${topic}[${partition}]`, looking);
  if (found?.offset !== mark.offset) return;
  const { timestamp, checksum } = fingerprintOf(found);
  if (timestamp === mark.timestamp && checksum === mark.checksum) return;
  throw new AppError(
    "inputReplaced",
    `${topic}[${partition}] has another record at ${mark.offset} than the one that was read there: the topic was made anew, or lost records.`,
    "If it is another topic, fold it under another --prefix. If the brokers lost records, do the same, or restore them.",
  );
}
