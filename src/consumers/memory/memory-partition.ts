import type { LogRecord } from "../live/port/port";

/** What became of a transaction. */
export interface Transaction {
  state: "open" | "committed" | "aborted";
}

/** What lies at an offset: a record, or a mark that ends a transaction, which has none. */
interface Entry {
  readonly offset: bigint;
  readonly record: LogRecord | undefined;
  readonly transaction: Transaction | undefined;
}

/** What was read of a partition. */
export interface Read {
  readonly records: readonly LogRecord[];
  /** The offset behind all that was looked at. */
  readonly after: bigint;
}

/** One partition of a topic in memory. As in a broker, marks of transactions take offsets, and nothing is read behind an open transaction. */
export class MemoryPartition {
  low = 0n;
  high = 0n;
  private entries: Entry[] = [];
  /** Where each transaction began that was open when this was last looked at. */
  private begun = new Map<Transaction, bigint>();

  /** Appends a record, or where there is none a mark. */
  append(record: Omit<LogRecord, "offset"> | undefined, transaction?: Transaction): bigint {
    const offset = this.high;
    this.entries.push({ offset, record: record && { ...record, offset }, transaction });
    if (transaction?.state === "open" && !this.begun.has(transaction)) this.begun.set(transaction, offset);
    this.high += 1n;
    return offset;
  }

  /** Deletes what lies before an offset. */
  deleteBefore(offset: bigint): void {
    this.low = offset > this.high ? this.high : offset;
    this.entries = this.entries.filter((entry) => entry.offset >= this.low);
  }

  /** Behind the last offset that can be read: where the first open transaction begins, or the end. */
  stableEnd(): bigint {
    for (const transaction of this.begun.keys()) if (transaction.state !== "open") this.begun.delete(transaction);
    const [first] = this.begun.values();
    return first ?? this.high;
  }

  /** Reads committed records from an offset on, at most so many. */
  read(from: bigint, recordsMax = Infinity): Read {
    const end = this.stableEnd();
    const records: LogRecord[] = [];
    let after = from < this.low ? this.low : from;
    for (; after < end && records.length < recordsMax; after += 1n) {
      const { record, transaction } = this.entries[Number(after - this.low)] ?? {};
      if (record !== undefined && transaction?.state !== "aborted") records.push(record);
    }
    return { records, after };
  }

  /** The offset of the first record that is at least as young as an instant, or the end. */
  offsetAt(at: number): bigint {
    return this.entries.find(({ record }) => record !== undefined && record.timestamp >= at)?.offset ?? this.high;
  }
}
