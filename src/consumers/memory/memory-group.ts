import { assignPartitions } from "../live/group/assign-partitions";
import { PartitionOwnership } from "../live/group/partition-ownership";
import type { GroupMember, MemberListener, MemberOptions } from "../live/port/port";
import type { MemoryPartition } from "./memory-partition";

const HEARTBEAT_MS = 200;
/** So many records are given out at once, at most. */
const FETCH_RECORDS = 500;

/** What a group sees of the topics that it reads, each of which has as many partitions. */
export interface GroupHome {
  readonly topics: readonly string[];
  readonly partitions: (topic: string) => readonly MemoryPartition[];
  readonly groupOffset: (topic: string, partition: number) => bigint | undefined;
}

/** A group: the partitions of each number are given to one of its members. */
export class MemoryGroup {
  private members: MemoryGroupMember[] = [];

  constructor(readonly home: GroupHome) {}

  join(member: MemoryGroupMember): void {
    this.members.push(member);
    this.rebalance();
  }

  /** Removes a member that left or is not heard of: the others get what it had. */
  leave(member: MemoryGroupMember): void {
    if (!this.members.includes(member)) return;
    this.members = this.members.filter((other) => other !== member);
    this.rebalance();
  }

  /** Gives out the partitions anew; each member keeps what it had as far as that is fair. */
  rebalance(): void {
    for (const member of this.members) member.listener.onRebalancing();
    const claims = this.members.map(({ ownership }, index) => ({ id: String(index), ...ownership.claim() }));
    const counts = this.home.topics.map((topic) => this.home.partitions(topic).length);
    const assigned = assignPartitions(claims, Math.max(0, ...counts));
    for (const [index, member] of [...this.members.entries()])
      member.assign((assigned.get(String(index)) ?? []).map(({ partition }) => partition));
  }

  /** There may be more to be read. */
  pump(): void {
    for (const member of this.members) member.pump();
  }
}

/** A member of a group, which is given what lies behind where it is as soon as it is there. */
export class MemoryGroupMember implements GroupMember {
  private readonly positions = new Map<string, Position>();
  private readonly paused = new Set<string>();
  readonly ownership = new PartitionOwnership();
  private timer: NodeJS.Timeout | undefined;
  private isPumping = false;
  private hasLeft = false;

  constructor(
    private readonly group: MemoryGroup,
    readonly options: MemberOptions,
    readonly listener: MemberListener,
  ) {}

  readonly pause = (topic: string, partition: number): void => void this.paused.add(keyOf(topic, partition));

  readonly resume = (topic: string, partition: number): void => {
    this.paused.delete(keyOf(topic, partition));
    this.pump();
  };

  readonly seek = (topic: string, partition: number, offset: bigint): void => {
    const position = this.positions.get(keyOf(topic, partition));
    if (position !== undefined) position.next = offset;
    this.pump();
  };

  async start(): Promise<void> {
    if (this.hasLeft) return;
    this.timer = setInterval(() => {
      this.listener.onHeartbeat();
      this.pump();
    }, HEARTBEAT_MS);
    this.group.join(this);
    return Promise.resolve();
  }

  async leave(): Promise<void> {
    this.hasLeft = true;
    clearInterval(this.timer);
    this.positions.clear();
    this.group.leave(this);
    return Promise.resolve();
  }

  /** Takes what it is given; it reads on where the group is. */
  assign(partitions: readonly number[]): void {
    this.positions.clear();
    this.ownership.assign(partitions);
    const { topics, groupOffset } = this.group.home;
    for (const partition of partitions)
      for (const topic of topics)
        this.positions.set(keyOf(topic, partition), { topic, partition, next: groupOffset(topic, partition) ?? 0n });
    this.listener.onJoined(partitions);
    this.pump();
  }

  /** Gives out what there is, once all that goes on at this moment is done. */
  pump(): void {
    if (this.isPumping) return;
    this.isPumping = true;
    queueMicrotask(() => {
      this.isPumping = false;
      const hasProgressed = [...this.positions.values()].filter((position) => this.fetch(position)).length > 0;
      if (hasProgressed) this.pump();
    });
  }

  /** Returns whether it got on. What is not taken is given out again with the next heartbeat. */
  private fetch(position: Position): boolean {
    const { topic, partition, next: from } = position;
    const source = this.group.home.partitions(topic)[partition];
    if (source === undefined || this.paused.has(keyOf(topic, partition))) return false;
    const { records, after } = source.read(from, FETCH_RECORDS);
    if (after <= from) return false;
    const isEmpty = records.length === 0;
    if (isEmpty) this.listener.onSkipped(topic, partition, from, after);
    const isTaken = isEmpty || this.listener.onFetched({ topic, partition, records, from, after, isStale: false });
    if (isTaken && position.next === from) position.next = after;
    return isTaken;
  }
}

/** Where a member reads on. */
interface Position {
  readonly topic: string;
  readonly partition: number;
  next: bigint;
}

function keyOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
