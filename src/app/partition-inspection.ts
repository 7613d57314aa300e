/** One partition of a log, counted as its records come. */
export interface PartitionInspection {
  readonly topic: string | undefined;
  readonly partition: number;
  records: number;
  firstOffset: number;
  lastOffset: number;
  /** Offsets between the first and the last that are not there. */
  missing: number;
  /** Records whose offset is not above all before it. */
  outOfOrder: number;
}

/** A partition of which one record was seen. */
export function tallyFrom(topic: string | undefined, partition: number, offset: number): PartitionInspection {
  return { topic, partition, records: 1, firstOffset: offset, lastOffset: offset, missing: 0, outOfOrder: 0 };
}

/** Counts a further record of a partition. */
export function tally(partition: PartitionInspection, offset: number): void {
  partition.records += 1;
  if (offset <= partition.lastOffset) partition.outOfOrder += 1;
  else {
    partition.missing += offset - partition.lastOffset - 1;
    partition.lastOffset = offset;
  }
  partition.firstOffset = Math.min(partition.firstOffset, offset);
}
