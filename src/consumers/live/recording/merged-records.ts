import type { LogRecord, PartitionLog } from "../port/port";

/** What is read of one partition of a topic: from an offset on, up to another one. */
export interface InputPart {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly end: bigint;
}

/** A record with the topic in which it lies. */
export interface TopicRecord {
  readonly topic: string;
  readonly record: LogRecord;
}

/** The records of some parts, the one with the earliest timestamp first; those of a part stay in their order. */
export async function* mergedRecords(
  log: Pick<PartitionLog, "read">,
  parts: readonly InputPart[],
): AsyncGenerator<TopicRecord> {
  const readers = parts.map((part) => new PartReader(log, part));
  try {
    for (;;) {
      let earliest: PartReader | undefined;
      for (const reader of readers) {
        const first = await reader.first();
        const before = earliest?.read[0];
        if (first !== undefined && (before === undefined || first.timestamp < before.timestamp)) earliest = reader;
      }
      const record = earliest?.read.shift();
      if (earliest === undefined || record === undefined) return;
      yield { topic: earliest.topic, record };
    }
  } finally {
    for (const reader of readers) reader.end();
  }
}

/** So many records of a part are read before more are wanted. */
const AHEAD_RECORDS = 1000;

/** Reads a part as far as it is wanted: what reads gives records when it has them. */
class PartReader {
  readonly read: LogRecord[] = [];
  private isOver = false;
  private isEnded = false;
  private failure: Error | undefined;
  private onRecords: () => void = () => undefined;
  private onTaken: () => void = () => undefined;

  constructor(
    log: Pick<PartitionLog, "read">,
    private readonly part: InputPart,
  ) {
    void this.readAll(log);
  }

  get topic(): string {
    return this.part.topic;
  }

  /** The next record; undefined where there is none. */
  async first(): Promise<LogRecord | undefined> {
    while (this.read.length === 0 && !this.isOver) {
      const arrived = new Promise<void>((resolve) => (this.onRecords = resolve));
      this.onTaken();
      await arrived;
    }
    if (this.read.length === 0 && this.failure !== undefined) throw this.failure;
    return this.read[0];
  }

  /** Nothing more is wanted. */
  end(): void {
    this.isEnded = true;
    this.onTaken();
  }

  private async readAll(log: Pick<PartitionLog, "read">): Promise<void> {
    const { topic, partition, from, end } = this.part;
    try {
      if (from < end)
        await log.read({ topic, partition, from, endsWhenEmpty: true }, (record) => {
          if (record.offset < end) this.read.push(record);
          this.onRecords();
          if (record.offset >= end - 1n || this.isEnded) return "last";
          return this.read.length < AHEAD_RECORDS ? "more" : this.untilWanted();
        });
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
    } finally {
      this.isOver = true;
      this.onRecords();
    }
  }

  private async untilWanted(): Promise<"more" | "last"> {
    await new Promise<void>((resolve) => (this.onTaken = resolve));
    return this.isEnded ? "last" : "more";
  }
}
