import type { Decoded } from "../../models/decoded";
import type { Instant } from "../../models/instant";

/** Another order of a log: seeded, within the lateness, perhaps with repeats. */
export interface Arrangement {
  readonly name: string;
  readonly seed: number;
  readonly permuted: boolean;
  readonly repeated: boolean;
}

/** How many records wait at most to be given in another order, and to be given much later. */
const WINDOW = 400;
const DELAYED_MAX = 4000;
const DELAYED_SHARE = 0.02;
const REPEATED_SHARE = 0.05;

interface Delayed {
  readonly record: Decoded;
  readonly at: Instant;
  /** It waits until stream time has passed this. */
  readonly until: Instant;
}

/**
 * Gives records in another order, so that none of them is late that was not: it only holds records back, never longer
 * than the lateness allows. Its memory is bounded, whatever the log.
 */
export class Arranger {
  private readonly window: Delayed[] = [];
  private delayed: Delayed[] = [];
  private earliest: Instant = Infinity;
  private stream: Instant = -Infinity;
  private state: number;

  constructor(
    private readonly arrangement: Arrangement,
    private readonly latenessMs: number,
    private readonly give: (record: Decoded) => void,
  ) {
    this.state = arrangement.seed | 0;
  }

  /** Takes the next record of the log. */
  take(record: Decoded): void {
    const at = record.kind === "observations" ? record.at : undefined;
    if (!this.arrangement.permuted || at === undefined) return this.giveOut(record, at);
    const mayWait = this.stream - at < this.latenessMs / 2;
    if (!mayWait) return this.giveOut(record, at);
    if (this.delayed.length < DELAYED_MAX && this.chance() < DELAYED_SHARE) {
      this.delayed.push({ record, at, until: at + this.chance() * this.latenessMs * 0.9 });
      this.earliest = Math.min(this.earliest, this.delayed.at(-1)?.until ?? Infinity);
      return;
    }
    this.window.push({ record, at, until: at + this.latenessMs * 0.9 });
    if (this.window.length > WINDOW) this.giveOne();
  }

  /** Gives all that waits. */
  end(): void {
    while (this.window.length > 0) this.giveOne();
    for (const { record, at } of this.delayed) this.giveOut(record, at);
    this.delayed = [];
  }

  /** Gives any of those that wait, unless by then another would be late: then that one. */
  private giveOne(): void {
    const chosen = Math.floor(this.chance() * this.window.length);
    const after = Math.max(this.stream, this.window[chosen]?.at ?? -Infinity);
    const pressing = this.window.findIndex(({ until }) => until < after);
    const [given] = this.window.splice(pressing < 0 ? chosen : pressing, 1);
    if (given === undefined) return;
    if (Math.max(this.stream, given.at) > this.earliest) this.giveDelayed(Math.max(this.stream, given.at));
    this.giveOut(given.record, given.at);
  }

  private giveDelayed(stream: Instant): void {
    const due = this.delayed.filter(({ until }) => until < stream);
    this.delayed = this.delayed.filter(({ until }) => until >= stream);
    this.earliest = this.delayed.reduce((least, { until }) => Math.min(least, until), Infinity);
    for (const { record, at } of due) this.giveOut(record, at);
  }

  private giveOut(record: Decoded, at: Instant | undefined): void {
    if (at !== undefined) this.stream = Math.max(this.stream, at);
    this.give(record);
    if (this.arrangement.repeated && this.chance() < REPEATED_SHARE) this.give(record);
  }

  /** A number from 0 to 1, the same for the same seed everywhere (mulberry32). */
  private chance(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
