import type { PartitionTask } from "../task/partition-task";
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

/** How much may wait in the partitions of a worker, and how much of it is folded at once. */
export class IntakeRoom {
  constructor(
    private readonly intakes: ReadonlyMap<number, Pick<Intake, "task" | "waitingBytes">>,
    private readonly endOf: (task: PartitionTask) => bigint | undefined,
  ) {}

  readonly bytesMax = (): number => WAITING_BYTES / this.intakes.size;

  readonly sliceRecords = (): number => (this.isAllBehind() ? SLICE_RECORDS_BEHIND : SLICE_RECORDS);

  /**
   * Waits while too much waits to be folded: a fetch brings more of a partition than its share, which for all together comes to much.
   * Only where every partition is behind, and never long: what is fetched is of all of them.
   */
  async wait(isStopping: () => boolean): Promise<void> {
    const until = performance.now() + WAIT_MS;
    while (!this.hasRoom() && !isStopping() && performance.now() < until) await pause(LOOK_MS);
  }

  private hasRoom(): boolean {
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
