import type { RecordBlock } from "../../packing/record-block";

/**
 * What keeps a batch such that it can be undone: record blocks that were marked as it began are not written into, and are kept
 * until it is settled, whoever releases them.
 */
export class Undo {
  /** The number of the batch. */
  batch = 1;
  private kept: RecordBlock[] = [];

  /** Whether what was marked in a batch must stay as it is. */
  protects(markedIn: number): boolean {
    return markedIn === this.batch;
  }

  /** Releases a block, at once or when the batch is settled. */
  release(block: RecordBlock): void {
    if (this.protects(block.markedIn)) this.kept.push(block);
    else block.release();
  }

  /** Ends a batch that is settled. */
  commit(): void {
    this.batch += 1;
    if (this.kept.length === 0) return;
    for (const block of this.kept) block.release();
    this.kept = [];
  }

  /** Ends a batch that is undone: what was marked is in use again. */
  rollBack(): void {
    this.batch += 1;
    this.kept = [];
  }
}
