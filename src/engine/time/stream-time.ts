import type { Instant } from "../../models/instant";
import { isOther, Leaps, reachOf, type Reach, type TimedRecord } from "./leaps";
import type { SavedTime } from "./saved-time";

/**
 * The time of a partition. Stream time is the latest accepted instant and decides what is late, sealed and evicted; as-of
 * also follows `advance` and decides what is overdue. Undated records move stream time only until there was a dated one.
 *
 * A leap by more than the limit moves it only once it is confirmed: by another conversation that reaches as far, or, where
 * no other is open, by a further record of the same one. The first record of all is believed until the second: where that
 * lies further back than the limit, the first was the leap. Otherwise stream time never goes back.
 */
export class StreamTime {
  stream: Instant = -Infinity;
  asOf: Instant = -Infinity;
  /** Every conversation begins above this revision: those below may have been used by one that is forgotten. */
  floor = 0;
  private hasDated = false;
  /** The first dated record, while it is the only one. */
  private first: { readonly conversationId: string; readonly reach: Reach } | undefined;
  private readonly leaps: Leaps;

  constructor(
    private readonly leapMs: number,
    /** Called with each conversation whose leap is confirmed. */
    private readonly onConfirmed: (conversationId: string) => void,
  ) {
    this.leaps = new Leaps(leapMs);
  }

  /** Whether an instant is too old to be accepted. */
  isLate(at: Instant, latenessMs: number): boolean {
    return at < this.stream - latenessMs && this.first === undefined;
  }

  /** Whether what a record does to the time depends on what is open, or moves it back: all before must be folded then. */
  needsSettled(record: TimedRecord, at: Instant): boolean {
    if (this.first !== undefined) return at < this.stream - this.leapMs;
    return this.isLeap(at) && this.leaps.isFurther(record.conversationId, reachOf(record, at));
  }

  /** Whether a record may move stream time to an instant, by itself or by what it confirms. */
  mayReach(at: Instant, instant: Instant): boolean {
    return at > this.stream && (at >= instant || this.leaps.size() > 0);
  }

  /** Takes an accepted record. `isAlone`: whether no other conversation is open. */
  move(record: TimedRecord, at: Instant, isDated: boolean, isAlone: () => boolean): void {
    if (isDated || !this.hasDated) {
      if (isDated && (this.first !== undefined || !this.hasDated)) this.decideFirst(record, at);
      if (this.isLeap(at)) this.leap(record, at, isAlone);
      else if (at > this.stream) this.goTo(at);
    }
    this.hasDated ||= isDated;
  }

  advance(to: Instant): void {
    this.asOf = Math.max(this.asOf, to);
  }

  /** Whether a conversation is ahead of all others, with nothing to confirm it. */
  isSuspect(conversationId: string): boolean {
    return this.leaps.has(conversationId);
  }

  /** How many are. */
  suspects(): number {
    return this.leaps.size();
  }

  raiseFloor(revision: number): void {
    this.floor = Math.max(this.floor, revision);
  }

  save(): SavedTime {
    const { stream, asOf, floor, hasDated, first } = this;
    return { stream, asOf, floor, hasDated, first, leaps: this.leaps.all() };
  }

  load({ leaps, ...time }: SavedTime): void {
    Object.assign(this, time);
    this.leaps.load(leaps);
  }

  private isLeap(at: Instant): boolean {
    return at > this.stream + this.leapMs && this.stream > -Infinity;
  }

  /** The first record counts until another speaks: what it says of the time is then believed, or was a leap. */
  private decideFirst(record: TimedRecord, at: Instant): void {
    const { first } = this;
    const { conversationId } = record;
    if (first === undefined) {
      this.first = { conversationId, reach: reachOf(record, at) };
      return;
    }
    if (first.conversationId === conversationId && !isOther(first.reach, reachOf(record, at))) return;
    this.first = undefined;
    if (at >= this.stream - this.leapMs) return;
    if (this.asOf === this.stream) this.asOf = at;
    this.stream = at;
    this.leaps.add(first.conversationId, first.reach);
  }

  private leap(record: TimedRecord, at: Instant, isAlone: () => boolean): void {
    const { conversationId } = record;
    const reach = reachOf(record, at);
    const before = this.leaps.reachOf(conversationId);
    const isConfirmed = this.leaps.isFurther(conversationId, reach) && isAlone();
    const confirmed = this.leaps.add(conversationId, reach);
    const believed = Math.max(confirmed, isConfirmed ? Math.min(before, at) : -Infinity);
    if (believed > this.stream) this.goTo(believed);
  }

  private goTo(at: Instant): void {
    this.stream = this.leaps.size() === 0 ? at : this.leaps.follow(at, this.onConfirmed);
    this.asOf = Math.max(this.asOf, this.stream);
  }
}
