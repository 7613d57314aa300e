import type { Instant } from "../models/instant";
import type { SavedTime } from "./saved";

/**
 * The time of a partition: it never goes back. Stream time is the latest accepted instant and decides what is late, sealed
 * and let go; as-of also follows `advance` and decides what is overdue. Undated records move it only until there was a
 * dated one.
 */
export class StreamTime {
  stream: Instant = -Infinity;
  asOf: Instant = -Infinity;
  private hasDated = false;

  move(at: Instant, isDated: boolean): void {
    if (isDated || !this.hasDated) this.stream = Math.max(this.stream, at);
    this.hasDated ||= isDated;
    this.asOf = Math.max(this.asOf, this.stream);
  }

  advance(to: Instant): void {
    this.asOf = Math.max(this.asOf, to);
  }

  save(): SavedTime {
    return { stream: this.stream, asOf: this.asOf, hasDated: this.hasDated };
  }

  load({ stream, asOf, hasDated }: SavedTime): void {
    Object.assign(this, { stream, asOf, hasDated });
  }
}
