/** Multiples of it, less their whole parts, lie evenly between 0 and 1. */
const GOLDEN = 0.618_034;

/** When a partition's state was kept last. The partitions of a worker take turns with what takes longer. */
export class CheckpointClock {
  /** Whether anything has changed since. */
  isDirty = false;
  private beganAt: number;

  constructor(partition: number, everyMs: number) {
    this.beganAt = performance.now() - ((partition * GOLDEN) % 1) * everyMs;
  }

  isDue(everyMs: number): boolean {
    return this.isDirty && performance.now() - this.beganAt >= everyMs;
  }

  /** The state is kept: it begins anew. */
  begin(): void {
    this.beganAt = performance.now();
    this.isDirty = false;
  }
}
