import type { Instant } from "../../../models/instant";
import type { Advance } from "../state/state-kinds";

/** How the clock moved as-of between records since the state was kept: that decides what later records make overdue, so it is done again. */
export class ClockAdvances {
  asOf: Instant = -Infinity;
  private left: readonly Advance[] = [];
  private made: Advance[] = [];

  restore(advances: readonly Advance[], asOf: Instant): void {
    this.left = advances;
    this.made = [...advances];
    this.asOf = asOf;
  }

  /** The next that is to be done again before the record at a place; each is given once. */
  next(place: bigint): Advance | undefined {
    const [advance] = this.left;
    if (advance === undefined || advance.before > place) return undefined;
    this.left = this.left.slice(1);
    this.asOf = Math.max(this.asOf, advance.asOf);
    return advance;
  }

  /** Takes note that as-of was moved before the record at a place. */
  note(before: bigint): void {
    if (this.made.at(-1)?.asOf !== this.asOf) this.made.push({ before, asOf: this.asOf });
  }

  /** All that is still to be done again lies further behind. */
  shift(by: bigint): void {
    const shifted = (advances: readonly Advance[]) => advances.map((one) => ({ ...one, before: one.before + by }));
    [this.left, this.made] = [shifted(this.left), shifted(this.made)];
  }

  /** Begins anew: the state is kept. */
  clear(): void {
    this.made = [];
  }

  /** Those since the state was kept. */
  save(): readonly Advance[] {
    return this.made;
  }
}
