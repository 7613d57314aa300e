import type { PartitionTask } from "../task/partition-task";
import type { FetchedBatch } from "../port/port";
import { pause } from "../port/waiting";
import type { Intake } from "./intake";

/** How many bytes may wait in all partitions together, besides what a fetch brings. */
const WAITING_BYTES = 16 << 20;

/**
 * How many records of a partition are folded at once. All other work waits meanwhile, so the larger number applies only where every
 * partition is as far behind: hydrating each conversation less often then saves more than the wait costs.
 */
const [SLICE_RECORDS, SLICE_RECORDS_BEHIND] = [1000, 4000];

/** So long nothing more is fetched, at most, while too much waits; and how often it is looked whether that is still so. */
const [WAIT_MS, LOOK_MS] = [1000, 20];

/** The batches of one fetch: each is of another partition. They wait together, so that however many there are, one wait is all. */
interface Round {
  readonly batches: Set<string>;
  readonly ended: Promise<void>;
}

/** How much may wait in the partitions of a worker, and how much of it is folded at once. */
export class IntakeLimits {
  private round: Round | undefined;

  constructor(
    private readonly intakes: ReadonlyMap<number, Pick<Intake, "task" | "waitingBytes">>,
    private readonly endOf: (task: PartitionTask) => bigint | undefined,
  ) {}

  readonly bytesMax = (): number => WAITING_BYTES / this.intakes.size;

  readonly sliceRecords = (): number => (this.isAllBehind() ? SLICE_RECORDS_BEHIND : SLICE_RECORDS);

  /**
   * Waits, behind a batch, while too much waits to be folded: a fetch brings more of a partition than its share, which for all together
   * comes to much. Only where every partition is behind, and never long: what is fetched is of all of them. Ends at once when `isOver`.
   */
  async wait({ topic, partition }: Pick<FetchedBatch, "topic" | "partition">, isOver: () => boolean): Promise<void> {
    if (isOver() || this.areKept()) {
      this.round = undefined;
      return;
    }
    const batch = `${topic}/${partition}`;
    if (this.round?.batches.has(batch) !== false) this.round = { batches: new Set(), ended: this.untilKept(isOver) };
    this.round.batches.add(batch);
    await this.round.ended;
  }

  private async untilKept(isOver: () => boolean): Promise<void> {
    const until = performance.now() + WAIT_MS;
    while (!isOver() && performance.now() < until) {
      await pause(LOOK_MS);
      if (this.areKept()) break;
    }
    if (isOver() || this.areKept()) this.round = undefined;
  }

  private areKept(): boolean {
    let bytes = 0;
    for (const { waitingBytes } of this.intakes.values()) bytes += waitingBytes();
    return bytes <= WAITING_BYTES || !this.isAllBehind();
  }

  private isAllBehind(): boolean {
    return [...this.intakes.values()].every(({ task }) => {
      const end = this.endOf(task);
      return end !== undefined && end - task.next() >= SLICE_RECORDS_BEHIND;
    });
  }
}
