import type { Instant } from "../../models/instant";

/** The moments of a partition in a batch: one for each record it took, with its time after that record. Neither goes back. */
export class BatchTimeline {
  private readonly indices: number[] = [];
  private readonly streams: Instant[] = [];
  private readonly asOfs: Instant[] = [];

  /** Adds a moment; `index` is the place in the batch of the record that makes it. Returns its number. */
  add(index: number, stream: Instant, asOf: Instant): number {
    this.streams.push(stream);
    this.asOfs.push(asOf);
    return this.indices.push(index) - 1;
  }

  /** How many there are. */
  count(): number {
    return this.indices.length;
  }

  index(moment: number): number {
    return this.indices[moment] ?? 0;
  }

  stream(moment: number): Instant {
    return this.streams[moment] ?? -Infinity;
  }

  asOf(moment: number): Instant {
    return this.asOfs[moment] ?? -Infinity;
  }

  /** The first moment, not before `from`, at which as-of has passed an instant; the count where none has. */
  firstAsOfAfter(instant: Instant, from: number): number {
    return firstAfter(this.asOfs, instant, from);
  }

  /** The same for stream time. */
  firstStreamAfter(instant: Instant, from: number): number {
    return firstAfter(this.streams, instant, from);
  }

  clear(): void {
    this.indices.length = 0;
    this.streams.length = 0;
    this.asOfs.length = 0;
  }
}

function firstAfter(times: readonly Instant[], instant: Instant, from: number): number {
  let low = from;
  let high = times.length;
  if (!((times[high - 1] ?? -Infinity) > instant)) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}
