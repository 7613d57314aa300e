/** The clock that a pace goes by: milliseconds, and how to wait some. */
export interface PaceClock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** How much of a log has been played, from 0 to 1, and how many ms the remaining part takes. */
export interface PlayedShare {
  readonly share: number;
  readonly leftMs: number;
}

const SYSTEM_CLOCK: PaceClock = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
/** The longest wait in one piece: whoever looks on hears at least so often. */
const SLICE_MS = 1000;

/** Lets the records of a log come as far apart as they were recorded, at a speed, and says how much of it has been played. */
export class PlayPace {
  private first: { readonly timestamp: number; readonly at: number } | undefined;
  private playedMs = 0;
  private latest: number | undefined;

  constructor(
    private readonly speed: number,
    private readonly clock = SYSTEM_CLOCK,
  ) {}

  /** Takes the latest timestamp of the log, once it is known: only then a share can be given. */
  endsAt(latest: number): void {
    this.latest = latest;
  }

  /** Waits until it is a record's turn; calls back at least once a second while it does. A record without a timestamp waits for nothing. */
  async wait(timestamp: number | undefined, onWait: () => void): Promise<void> {
    if (timestamp === undefined) return;
    this.first ??= { timestamp, at: this.clock.now() };
    const dueMs = (timestamp - this.first.timestamp) / this.speed;
    for (;;) {
      const passedMs = this.clock.now() - this.first.at;
      this.playedMs = Math.max(this.playedMs, Math.min(passedMs, dueMs));
      onWait();
      if (dueMs - passedMs <= 1) return;
      await this.clock.sleep(Math.min(SLICE_MS, dueMs - passedMs));
    }
  }

  /** How much of the log has been played; undefined until its end is known. */
  played(): PlayedShare | undefined {
    if (this.latest === undefined || this.first === undefined) return undefined;
    const allMs = (this.latest - this.first.timestamp) / this.speed;
    const leftMs = Math.max(0, allMs - this.playedMs);
    return { share: allMs > 0 ? this.playedMs / allMs : 1, leftMs };
  }
}
