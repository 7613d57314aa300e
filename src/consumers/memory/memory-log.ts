import {
  writerId,
  type GroupMember,
  type LogRecord,
  type MemberListener,
  type MemberOptions,
  type PartitionBounds,
  type PartitionWriter,
  type Reading,
  type ReadPartition,
  type TopicLog,
  type WriterOptions,
} from "../live/port/port";
import { LogFailure, MEMORY_ERRORS } from "./memory-errors";
import { MemoryGroup, MemoryGroupMember } from "./memory-group";
import { MemoryPartition } from "./memory-partition";
import { MemoryPartitionWriter, WriterSeat } from "./memory-writer";

/** A record that somebody appends to a topic. */
export type Appended = Pick<LogRecord, "key" | "value"> & Partial<Pick<LogRecord, "timestamp" | "headers">>;

/**
 * Topics in memory, which behave as those of a cluster do: transactions, fences, marks that take offsets, groups. It forgets all when its
 * process ends.
 */
export class MemoryLog implements TopicLog {
  readonly errors = MEMORY_ERRORS;
  private readonly topics = new Map<string, readonly MemoryPartition[]>();
  private readonly seats = new Map<string, WriterSeat>();
  private readonly groups = new Map<string, MemoryGroup>();
  private readonly offsets = new Map<string, bigint>();
  private waiting: (() => void)[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  createTopic(topic: string, partitions: number): void {
    if (!this.topics.has(topic))
      this.topics.set(
        topic,
        Array.from({ length: partitions }, () => new MemoryPartition()),
      );
  }

  /** Deletes a topic with all that is in it; one of its name that is made later is another. */
  deleteTopic(topic: string): void {
    this.topics.delete(topic);
  }

  /** Adds partitions to a topic, up to so many. */
  growTopic(topic: string, partitions: number): void {
    const existing = this.partitionsOf(topic);
    const added = Array.from({ length: partitions - existing.length }, () => new MemoryPartition());
    this.topics.set(topic, [...existing, ...added]);
  }

  /** Appends a record. Returns its offset. */
  append(topic: string, partition: number, { timestamp = this.now(), ...record }: Appended): bigint {
    const offset = this.partition(topic, partition).append({ ...record, timestamp });
    this.onChanged();
    return offset;
  }

  /** Deletes what lies before an offset, as retention does. */
  deleteBefore(topic: string, partition: number, offset: bigint): void {
    this.partition(topic, partition).deleteBefore(offset);
  }

  async connect(): Promise<void> {
    return Promise.resolve();
  }

  async disconnect(): Promise<void> {
    return Promise.resolve();
  }

  readonly createWriter = (partition: number, options: WriterOptions): PartitionWriter => {
    const id = writerId(options, partition);
    const home = {
      partition: (topic: string, number: number) => this.partition(topic, number),
      setGroupOffset: (...place: [string, string, number, bigint]) => this.setGroupOffset(...place),
      now: this.now,
      onChanged: () => this.onChanged(),
    };
    const seat = this.seats.get(id) ?? new WriterSeat(id, home);
    this.seats.set(id, seat);
    return new MemoryPartitionWriter(home, seat, partition, options);
  };

  readonly read: ReadPartition = async ({ topic, partition, from = 0n, endsWhenEmpty = false }: Reading, take) => {
    const source = this.partition(topic, partition);
    for (let next = from; ;) {
      const { records, after } = source.read(next);
      for (const record of records) {
        const taken = take(record);
        if ((typeof taken === "string" ? taken : await taken) === "last") return;
      }
      if (after > next) next = after;
      else if (endsWhenEmpty) return;
      else await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  };

  async boundsOf(topic: string): Promise<readonly PartitionBounds[]> {
    const bounds = this.partitionsOf(topic).map(({ low, high }, partition) => ({ partition, low, high }));
    return Promise.resolve(bounds);
  }

  async partitionCount(topic: string): Promise<number> {
    return Promise.resolve(this.topics.get(topic)?.length ?? 0);
  }

  async offsetsAt(topic: string, at: number): Promise<ReadonlyMap<number, bigint>> {
    const partitions = this.partitionsOf(topic);
    return Promise.resolve(new Map(partitions.map((one, partition) => [partition, one.offsetAt(at)])));
  }

  /** Nothing is deleted by itself. */
  async retentionOf(): Promise<number | undefined> {
    return Promise.resolve(undefined);
  }

  async groupOffsets(groupId: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    const offsets = this.partitionsOf(topic).flatMap((_, partition): [number, bigint][] => {
      const offset = this.offsets.get(placeOf(groupId, topic, partition));
      return offset === undefined ? [] : [[partition, offset]];
    });
    return Promise.resolve(new Map(offsets));
  }

  createMember(options: MemberOptions, listener: MemberListener): GroupMember {
    return new MemoryGroupMember(this.group(options.groupId, options.topics), options, listener);
  }

  /** Gives out the partitions of some topics in a group anew. */
  rebalance(groupId: string, topics: readonly string[]): void {
    this.group(groupId, topics).rebalance();
  }

  private group(groupId: string, topics: readonly string[]): MemoryGroup {
    const name = `${groupId}/${topics.join(",")}`;
    const group =
      this.groups.get(name) ??
      new MemoryGroup({
        topics,
        partitions: (topic) => this.partitionsOf(topic),
        groupOffset: (topic, partition) => this.offsets.get(placeOf(groupId, topic, partition)),
      });
    this.groups.set(name, group);
    return group;
  }

  private setGroupOffset(groupId: string, topic: string, partition: number, offset: bigint): void {
    this.offsets.set(placeOf(groupId, topic, partition), offset);
  }

  private partition(topic: string, number: number): MemoryPartition {
    const partition = this.partitionsOf(topic)[number];
    if (partition === undefined) throw new LogFailure(`there is no ${topic}[${number}]`);
    return partition;
  }

  private partitionsOf(topic: string): readonly MemoryPartition[] {
    const partitions = this.topics.get(topic);
    if (partitions === undefined) throw new LogFailure(`there is no topic ${topic}`);
    return partitions;
  }

  private onChanged(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
    for (const group of this.groups.values()) group.pump();
  }
}

function placeOf(groupId: string, topic: string, partition: number): string {
  return `${groupId}/${topic}/${partition}`;
}
