import type { Segment } from "../packing/segment";

/**
 * What keeps a batch such that it can be undone: segments that were marked as it began are not written into, and are kept
 * until it is settled, whoever lets go of them.
 */
export class Undo {
  /** The number of the batch. */
  batch = 1;
  private kept: Segment[] = [];

  /** Whether what was marked in a batch must stay as it is. */
  protects(markedIn: number): boolean {
    return markedIn === this.batch;
  }

  /** Lets go of a segment, at once or when the batch is settled. */
  release(segment: Segment): void {
    if (this.protects(segment.markedIn)) this.kept.push(segment);
    else segment.release();
  }

  /** Ends a batch that is settled. */
  commit(): void {
    this.batch += 1;
    if (this.kept.length === 0) return;
    for (const segment of this.kept) segment.release();
    this.kept = [];
  }

  /** Ends a batch that is undone: what was marked is held again. */
  rollBack(): void {
    this.batch += 1;
    this.kept = [];
  }
}
