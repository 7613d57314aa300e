import type { AppError } from "../../../models/app-error";
import { BoundsWatch } from "../task/input-bounds";
import { boundsIn, type InputLog } from "../port/port";
import { withTimeout } from "../port/waiting";

const ASKING_MS = 5000;

/** Where each topic of a partition is read on. */
export type NextIn = (topic: string) => bigint;

/** How a partition is read on. */
export interface ReadingOn {
  /** Where a topic is read on. */
  readonly next: NextIn;
  /** Whether a topic may be read on behind records that are deleted. */
  readonly maySkip: (topic: string) => boolean;
}

/** Where each partition of the input ends, as of the last time it was asked, and how far those are that are not open. */
export class InputEnds {
  private readonly ends = new Map<string, ReadonlyMap<number, bigint>>();
  private readonly watch = new BoundsWatch();
  private readonly known = new Map<number, { readonly offset: bigint; readonly stamp: number | undefined }>();
  /** The open partitions that ended earlier than they had before, and were not looked into since. */
  readonly fallen = new Set<number>();

  constructor(
    private readonly log: InputLog,
    private readonly topics: readonly string[],
    private readonly groupId: string,
    private readonly isGapMarked = false,
  ) {}

  /**
   * Asks where the input ends; `hasUnknown`: also how far the group is. Takes how open partitions are to be read on, and returns why
   * some of them cannot be.
   */
  async ask(open: ReadonlyMap<number, ReadingOn>, hasUnknown: boolean): Promise<ReadonlyMap<number, AppError>> {
    const failures = new Map<number, AppError>();
    for (const topic of this.topics) {
      const bounds = await withTimeout(ASKING_MS, "asking for offsets", this.log.boundsOf(topic));
      for (const { partition, high } of bounds)
        if (open.has(partition) && high < (this.endIn(topic, partition) ?? 0n)) this.fallen.add(partition);
      this.ends.set(topic, new Map(bounds.map(({ partition, high }) => [partition, high])));
      for (const [partition, reading] of open) {
        const { isGapMarked } = this;
        const [next, mayPass] = [reading.next(topic), reading.maySkip(topic)];
        const place = { topic, partition, next, isGapMarked, mayPass };
        const failure = this.watch.look(place, boundsIn(bounds, partition));
        if (failure !== undefined) failures.set(partition, failure);
      }
    }
    if (hasUnknown) await withTimeout(ASKING_MS, "asking for the group", this.askGroup()).catch(() => undefined);
    return failures;
  }

  /** Whether some partition ends, or begins, elsewhere than it should. */
  isAmiss(): boolean {
    return this.fallen.size > 0 || this.watch.isAmiss();
  }

  /** Where a partition of a topic ends. */
  endIn(topic: string, partition: number): bigint | undefined {
    return this.ends.get(topic)?.get(partition);
  }

  /**
   * The place in the fold at which all of a partition is read that is on from these offsets. A topic may be read on behind where it ended when that
   * was asked, which makes up for nothing that another still has.
   */
  endOf(partition: number, nextIn: NextIn = () => 0n): bigint | undefined {
    return sumOf(this.topics, (topic) => {
      const [end, next] = [this.endIn(topic, partition), nextIn(topic)];
      return end === undefined || end > next ? end : next;
    });
  }

  /** Keeps in mind how far a partition is that is given up. */
  remember(partition: number, offset: bigint | undefined, stamp: number | undefined): void {
    if (offset !== undefined) this.known.set(partition, { offset, stamp });
  }

  /** Forgets what is known of all others: somebody else serves them. */
  keep(partitions: readonly number[]): void {
    for (const partition of [...this.known.keys()]) if (!partitions.includes(partition)) this.known.delete(partition);
    for (const partition of [...this.fallen]) if (!partitions.includes(partition)) this.fallen.delete(partition);
    this.watch.keep(partitions);
  }

  /** How many records wait behind an offset, or behind where the partition was last; undefined where that is not known. */
  behind(partition: number, offset = this.known.get(partition)?.offset, nextIn?: NextIn): number | undefined {
    const end = this.endOf(partition, nextIn);
    return end === undefined || offset === undefined ? undefined : Math.max(0, Number(end - offset));
  }

  /** The timestamp of the last record that a partition, which was given up, had folded. */
  stampOf(partition: number): number | undefined {
    return this.known.get(partition)?.stamp;
  }

  private async askGroup(): Promise<void> {
    const said = new Map<string, ReadonlyMap<number, bigint>>();
    for (const topic of this.topics) said.set(topic, await this.log.groupOffsets(this.groupId, topic));
    for (const partition of said.values().next().value?.keys() ?? []) {
      const offset = sumOf(this.topics, (topic) => said.get(topic)?.get(partition));
      if (offset === undefined) continue;
      const isNews = offset > (this.known.get(partition)?.offset ?? -1n);
      if (isNews) this.known.set(partition, { offset, stamp: undefined });
    }
  }
}

/** The sum over topics; undefined where one is not known. */
function sumOf(topics: readonly string[], valueOf: (topic: string) => bigint | undefined): bigint | undefined {
  let sum = 0n;
  for (const topic of topics) {
    const value = valueOf(topic);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}
