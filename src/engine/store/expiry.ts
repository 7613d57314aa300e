import type { Instant } from "../../models/instant";
import type { EvictionRecords } from "./eviction-records";
import type { Faults } from "./faults";
import type { StreamTime } from "../time/stream-time";

const HOUR_MS = 3_600_000;

/**
 * Drops the eviction records of a partition, and marks of faults, as each hour of its stream time begins, when no record waits
 * to be folded: so it makes no difference how records are cut into batches. What records leave is the floor of revisions.
 */
export class Expiry {
  private nextAt: Instant = -Infinity;
  private settledAt: Instant = -Infinity;

  constructor(
    private readonly evicted: EvictionRecords,
    private readonly faults: Faults,
    private readonly isResident: (conversationId: string) => boolean,
    private readonly time: StreamTime,
    private readonly markersMs: number,
  ) {}

  /**
   * Whether a record at an instant may begin an hour in which something is dropped, by itself or by what it confirms: a record
   * that is kept, or one of a conversation that the pending records will evict.
   */
  mayDrop(at: Instant): boolean {
    const safeUntil = Math.min(this.evicted.safeUntil(), this.faults.safeUntil(), this.settledAt + this.markersMs);
    return this.time.mayReach(at, Math.max(this.nextAt, safeUntil));
  }

  /** Notes that no record waits. */
  noteSettled(): void {
    this.settledAt = this.time.stream;
  }

  /** Drops what is to be dropped, once an hour has begun. */
  run(): void {
    const { stream } = this.time;
    // Where a wrong first record was taken back, stream time lies before the hour that was begun.
    if (stream >= this.nextAt - HOUR_MS && stream < this.nextAt) return;
    const hour = Math.floor(stream / HOUR_MS) * HOUR_MS;
    this.time.raiseFloor(this.evicted.expire(hour));
    this.faults.expire(hour, (id) => this.isResident(id) || this.evicted.has(id));
    this.nextAt = hour + HOUR_MS;
  }

  /** Where it stands. */
  save(): readonly [nextAt: Instant, settledAt: Instant] {
    return [this.nextAt, this.settledAt];
  }

  /** Goes back to where it stood. */
  goBack([nextAt, settledAt]: readonly [nextAt: Instant, settledAt: Instant]): void {
    this.nextAt = nextAt;
    this.settledAt = settledAt;
  }

  /** Goes on at a stream time whose hour had begun before. */
  load(): void {
    const { stream } = this.time;
    this.noteSettled();
    if (stream > -Infinity) this.nextAt = (Math.floor(stream / HOUR_MS) + 1) * HOUR_MS;
  }
}
