import { Mutex, withTimeout } from "../port/waiting";

/** Each that is opened connects, fences and writes: all of many at once make a busy broker so slow that none is done in time. */
const OPENINGS_MAX = 16;
const OPENING_MS = 180_000;
/**
 * After so long the next has its turn though an opening still goes on: it hangs, its broker away, and those of other brokers need not wait
 * for it. So no more than `OPENINGS_MAX` begin in this time, and nine times as many go on at once where all hang.
 */
const TURN_MS = 20_000;

/** The partitions of a worker that are opened. Only so many are at once, but for those that hang; the others wait for their turn. */
export class Openings {
  /** Of those, one is restored after the other: all at once would hold up those that are served. */
  readonly restores = new Mutex();
  private free: number;
  private readonly waiting = new Set<() => void>();

  constructor(max = OPENINGS_MAX) {
    this.free = max;
  }

  /**
   * Opens a partition when it is its turn, in the order of the calls. Its time does not run while it waits for that. Throws an error, and
   * opens nothing, where it is dropped before; `TimeoutError` where it takes too long.
   */
  async take(partition: number, open: () => Promise<void>, dropped: AbortSignal): Promise<void> {
    await this.turn(dropped);
    const pass = once(() => this.pass());
    const timer = setTimeout(pass, TURN_MS);
    try {
      await withTimeout(OPENING_MS, `opening partition ${partition}`, open());
    } finally {
      clearTimeout(timer);
      pass();
    }
  }

  private async turn(dropped: AbortSignal): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.waiting.delete(begin);
        reject(new Error("the partition went elsewhere while it waited to be opened"));
      };
      const begin = () => {
        dropped.removeEventListener("abort", leave);
        resolve();
      };
      this.waiting.add(begin);
      dropped.addEventListener("abort", leave);
    });
  }

  /** Whoever waits longest is next. */
  private pass(): void {
    const [next] = this.waiting;
    if (next === undefined) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}

/** Does something the first time it is called, and nothing then. */
function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
