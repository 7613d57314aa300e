import { Mutex, withTimeout } from "../port/waiting";

/** Each that is opened connects, fences and writes: all of many at once make a busy broker so slow that none is done in time. */
const OPENINGS_MAX = 16;
const OPENING_MS = 180_000;

/** The partitions of a worker that are opened. Only so many are at once; the others wait for their turn. */
export class Openings {
  /** Of those, one is restored after the other: all at once would hold up those that are served. */
  readonly restores = new Mutex();
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(max = OPENINGS_MAX) {
    this.free = max;
  }

  /** Opens a partition when it is its turn, in the order of the calls. Its time does not run while it waits for that. */
  async take(partition: number, open: () => Promise<void>): Promise<void> {
    await this.turn();
    try {
      await withTimeout(OPENING_MS, `opening partition ${partition}`, open());
    } finally {
      this.pass();
    }
  }

  private async turn(): Promise<void> {
    if (this.free === 0) return new Promise((resolve) => this.waiting.push(resolve));
    this.free -= 1;
  }

  /** Whoever waits longest is next. */
  private pass(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}
