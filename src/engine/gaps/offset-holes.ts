import type { Gap } from "../../models/gap";
import type { Instant } from "../../models/instant";

/** Offsets of a partition that follow each other without a hole, and the instants nearest to their ends. */
export interface OffsetRange {
  first: number;
  last: number;
  firstAt: Instant | undefined;
  lastAt: Instant | undefined;
}

interface PartitionOffsets {
  readonly topic: string | undefined;
  readonly partition: number;
  /** By offset, none next to another. */
  readonly ranges: OffsetRange[];
}

/** Finds offsets that are not there, whatever order their neighbours come in. Memory grows with the holes alone where records come in order. */
export class OffsetHoles {
  private readonly partitions = new Map<string, PartitionOffsets>();

  /** What was seen of one partition of a topic, to go on from. */
  ranges(topic: string, partition: number): readonly OffsetRange[] {
    return this.partitions.get(keyOf(topic, partition))?.ranges ?? [];
  }

  /** Goes on from what was seen of a partition. */
  restore(topic: string, partition: number, ranges: readonly OffsetRange[]): void {
    this.partitions.set(keyOf(topic, partition), { topic, partition, ranges: ranges.map((range) => ({ ...range })) });
  }

  /** Takes a record: its place, and its instant if it has one. */
  take({ topic, partition, offset }: { topic?: string; partition: number; offset: number }, at?: Instant): void {
    const key = keyOf(topic, partition);
    let known = this.partitions.get(key);
    if (known === undefined) {
      known = { topic, partition, ranges: [] };
      this.partitions.set(key, known);
    }
    addOffset(known.ranges, offset, at);
  }

  /** How many holes there are. */
  count(): number {
    return [...this.partitions.values()].reduce((sum, { ranges }) => sum + ranges.length - 1, 0);
  }

  /** Each hole as a gap, dated by the records before and after it. */
  gaps(): Gap[] {
    return [...this.partitions.values()].flatMap(({ topic, partition, ranges }) =>
      ranges.slice(1).map((after, index) => {
        const [first, last] = [(ranges[index]?.last ?? 0) + 1, after.first - 1];
        const detail = first === last ? `offset ${String(first)}` : `offsets ${String(first)}–${String(last)}`;
        return { ...datesOf(ranges, index), reason: "missingOffsets", topic, partition, detail } satisfies Gap;
      }),
    );
  }
}

function keyOf(topic: string | undefined, partition: number): string {
  return JSON.stringify([topic, partition]);
}

function addOffset(ranges: OffsetRange[], offset: number, at: Instant | undefined): void {
  const index = placeOf(ranges, offset);
  const [before, after] = [ranges[index], ranges[index + 1]];
  if (before !== undefined && offset <= before.last) {
    // The same record again; a list may date its items apart.
    if (offset === before.first) before.firstAt = earlier(before.firstAt, at);
    if (offset === before.last) before.lastAt = later(before.lastAt, at);
    return;
  }
  const one: OffsetRange = { first: offset, last: offset, firstAt: at, lastAt: at };
  const joined = [
    ...(before?.last === offset - 1 ? [before] : []),
    one,
    ...(after?.first === offset + 1 ? [after] : []),
  ];
  const isBeforeJoined = joined[0] === before && before !== undefined;
  ranges.splice(isBeforeJoined ? index : index + 1, joined.length - 1, joined.reduce(join));
}

/** The place of the last range that begins at an offset or before it; -1 for none. */
function placeOf(ranges: readonly OffsetRange[], offset: number): number {
  let [low, high] = [-1, ranges.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ranges[middle]?.first ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function join(left: OffsetRange, right: OffsetRange): OffsetRange {
  return {
    first: left.first,
    last: right.last,
    firstAt: left.firstAt ?? right.firstAt,
    lastAt: right.lastAt ?? left.lastAt,
  };
}

/** The nearest instants on both sides of the hole behind a range. Records may come a little out of order: both lie in the gap's time then. */
function datesOf(ranges: readonly OffsetRange[], index: number): { readonly from: Instant; readonly to: Instant } {
  const before = ranges.slice(0, index + 1).findLast(({ lastAt }) => lastAt !== undefined)?.lastAt;
  const after = ranges.slice(index + 1).find(({ firstAt }) => firstAt !== undefined)?.firstAt;
  if (before === undefined || after === undefined) return { from: before ?? -Infinity, to: after ?? Infinity };
  const from = Math.min(before, after);
  return { from, to: Math.max(before, after, from + 1) };
}

function earlier(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function later(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
