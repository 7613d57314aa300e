/** So long may be folded without a pause, about: no heartbeat is sent meanwhile, and the shortest sessions last 6 s. */
const BATCH_MS = 2500;
/** Fewer would not take less: what counts is then to make their conversations ready, each once in a batch. */
const LEAST_RECORDS = 100;
const FIRST_RECORDS = 1000;

/**
 * How many records of a partition are folded at once: as many as fit into the time, by the pace of those before. They begin few
 * and grow twofold at most: were all of conversations with thousands of records, a worker would lose its partitions, begin
 * anew, and lose them again.
 */
export class BatchSize {
  private records = FIRST_RECORDS;

  /** How many are folded next, out of as many as are allowed. */
  size(allowed: number): number {
    return Math.min(this.records, allowed);
  }

  /** Takes note of how long it took to fold so many. */
  note(records: number, ms: number): void {
    if (records === 0) return;
    const fit = Math.floor((records * BATCH_MS) / Math.max(ms, 1));
    this.records = Math.max(LEAST_RECORDS, Math.min(fit, 2 * this.records));
  }
}
