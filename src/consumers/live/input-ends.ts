import type { AppError } from "../../models/app-error";
import { BoundsWatch, boundsIn } from "./input-bounds";
import type { InputLog } from "./port";
import { within } from "./waiting";

const ASKING_MS = 5000;

/** Where each partition of the input ends, as of the last time it was asked, and how far those are that are not open. */
export class InputEnds {
  private ends = new Map<number, bigint>();
  private readonly watch = new BoundsWatch();
  private readonly known = new Map<number, { readonly offset: bigint; readonly stamp: number | undefined }>();
  /** The partitions that ended earlier than they had before, and were not looked into since. */
  readonly fallen = new Set<number>();

  constructor(
    private readonly log: InputLog,
    private readonly topic: string,
    private readonly groupId: string,
  ) {}

  /**
   * Asks where the input ends; `hasUnknown`: also how far the group is. Takes where open partitions are to be read on, and returns why
   * some of them cannot be.
   */
  async ask(positions: ReadonlyMap<number, bigint>, hasUnknown: boolean): Promise<ReadonlyMap<number, AppError>> {
    const bounds = await within(ASKING_MS, "asking for offsets", this.log.boundsOf(this.topic));
    for (const { partition, high } of bounds) if (high < (this.ends.get(partition) ?? 0n)) this.fallen.add(partition);
    this.ends = new Map(bounds.map(({ partition, high }) => [partition, high]));
    if (hasUnknown) await within(ASKING_MS, "asking for the group", this.askGroup()).catch(() => undefined);
    const failures = new Map<number, AppError>();
    for (const [partition, next] of positions) {
      const failure = this.watch.look({ topic: this.topic, partition, next }, boundsIn(bounds, partition));
      if (failure !== undefined) failures.set(partition, failure);
    }
    return failures;
  }

  endOf(partition: number): bigint | undefined {
    return this.ends.get(partition);
  }

  /** Keeps in mind how far a partition is that is given up. */
  remember(partition: number, offset: bigint | undefined, stamp: number | undefined): void {
    if (offset !== undefined) this.known.set(partition, { offset, stamp });
  }

  /** Forgets how far all others are: somebody else serves them. */
  keep(partitions: readonly number[]): void {
    for (const partition of [...this.known.keys()]) if (!partitions.includes(partition)) this.known.delete(partition);
  }

  /** How many records wait behind an offset, or behind where the partition was last; undefined where that is not known. */
  behind(partition: number, offset = this.known.get(partition)?.offset): number | undefined {
    const end = this.ends.get(partition);
    return end === undefined || offset === undefined ? undefined : Math.max(0, Number(end - offset));
  }

  /** The timestamp of the last record that a partition, which was given up, had dealt with. */
  stampOf(partition: number): number | undefined {
    return this.known.get(partition)?.stamp;
  }

  private async askGroup(): Promise<void> {
    for (const [partition, offset] of await this.log.groupOffsets(this.groupId, this.topic)) {
      const isNews = offset > (this.known.get(partition)?.offset ?? -1n);
      if (isNews) this.known.set(partition, { offset, stamp: undefined });
    }
  }
}
