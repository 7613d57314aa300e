import { phaseOfSend } from "../live/port/phases";
import type { GroupOffsets, Outgoing, PartitionWriter, WriterOptions } from "../live/port/port";
import { FencedError, LogFailure } from "./memory-errors";
import type { MemoryPartition, Transaction } from "./memory-partition";

/** What writers share of a log. */
export interface WriterHome {
  readonly partition: (topic: string, partition: number) => MemoryPartition;
  readonly setGroupOffset: (groupId: string, topic: string, partition: number, offset: bigint) => void;
  readonly now: () => number;
  /** Told when there is more to be read. */
  readonly onChanged: () => void;
}

/** A transaction with where it has written. */
interface OpenTransaction extends Transaction {
  readonly partitions: Set<MemoryPartition>;
  groupOffsets: GroupOffsets | undefined;
}

/** The one who may write under an id: whoever came last. */
export class WriterSeat {
  private epoch = 0;
  private transaction: OpenTransaction | undefined;

  constructor(
    private readonly id: string,
    private readonly home: WriterHome,
  ) {}

  /** Keeps all others from writing, and aborts what they left open. Returns what the new one shows with each call. */
  fence(): number {
    this.epoch += 1;
    if (this.transaction !== undefined) this.end(this.transaction, "aborted");
    return this.epoch;
  }

  begin(epoch: number): OpenTransaction {
    this.check(epoch);
    if (this.transaction !== undefined) throw new LogFailure(`the writer ${this.id} has a transaction open`);
    this.transaction = { state: "open", partitions: new Set(), groupOffsets: undefined };
    return this.transaction;
  }

  /** Throws where another one has come since. */
  check(epoch: number): void {
    if (epoch !== this.epoch) throw new FencedError(this.id);
  }

  /** Ends a transaction with a mark wherever it has written. */
  end(transaction: OpenTransaction, state: "committed" | "aborted"): void {
    transaction.state = state;
    this.transaction = undefined;
    for (const partition of transaction.partitions) partition.append(undefined, transaction);
    this.home.onChanged();
  }
}

/** Writes for one input partition into a log in memory. */
export class MemoryPartitionWriter implements PartitionWriter {
  private epoch = 0;

  constructor(
    private readonly home: WriterHome,
    private readonly seat: WriterSeat,
    private readonly partition: number,
    private readonly options: WriterOptions,
  ) {}

  async open(): Promise<void> {
    await this.options.during("fence", async () => {
      this.epoch = this.seat.fence();
      return Promise.resolve();
    });
  }

  async write(records: readonly Outgoing[], groupOffsets: GroupOffsets | undefined): Promise<void> {
    const { during, topics } = this.options;
    const transaction = this.seat.begin(this.epoch);
    for (const [topic, part] of byTopic(records))
      await during(phaseOfSend(topic, topics), async () => this.send(transaction, topic, part));
    if (groupOffsets !== undefined)
      await during("offsets", async () => {
        this.seat.check(this.epoch);
        transaction.groupOffsets = groupOffsets;
        return Promise.resolve();
      });
    await during("commit", async () => this.commit(transaction));
  }

  async close(): Promise<void> {
    return Promise.resolve();
  }

  private async send(transaction: OpenTransaction, topic: string, records: readonly Outgoing[]): Promise<void> {
    this.seat.check(this.epoch);
    const partition = this.home.partition(topic, this.partition);
    transaction.partitions.add(partition);
    for (const { key, value, headers } of records)
      partition.append({ timestamp: this.home.now(), key: bytesOf(key), value: bytesOf(value), headers }, transaction);
    return Promise.resolve();
  }

  private async commit(transaction: OpenTransaction): Promise<void> {
    this.seat.check(this.epoch);
    for (const [topic, offset] of transaction.groupOffsets ?? [])
      this.home.setGroupOffset(this.options.groupId, topic, this.partition, offset);
    this.seat.end(transaction, "committed");
    return Promise.resolve();
  }
}

function byTopic(records: readonly Outgoing[]): ReadonlyMap<string, readonly Outgoing[]> {
  const parts = new Map<string, Outgoing[]>();
  for (const record of records) {
    const part = parts.get(record.topic);
    if (part === undefined) parts.set(record.topic, [record]);
    else part.push(record);
  }
  return parts;
}

function bytesOf(text: string | Buffer | null): Buffer | null {
  return text === null ? null : Buffer.from(text);
}
