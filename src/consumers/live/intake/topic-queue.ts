import type { LogRecord } from "../port/port";

/** What the overhead of a record is taken to be. */
const RECORD_BYTES = 200;

/** The records of one topic of a partition that were fetched and wait to be folded. */
export class TopicQueue {
  bytes = 0;
  /** Whether nothing more is fetched of it. */
  isPaused = false;
  /** Since when others wait for what is known to come of it; undefined where none do. */
  awaitedSince: number | undefined;
  private waiting: LogRecord[] = [];
  /** The offset behind what was taken; undefined before anything was. */
  private until: bigint | undefined;

  constructor(
    readonly topic: string,
    private readonly folded: () => bigint,
  ) {}

  /** The offset that is to be fetched next. */
  next(): bigint {
    return this.until ?? this.folded();
  }

  /** Whether there is anything to be folded. */
  hasMore(): boolean {
    return this.folded() < this.next();
  }

  /** The first record that waits. */
  first(): LogRecord | undefined {
    return this.waiting[0];
  }

  /** Takes records that follow on what was taken, and end before an offset. */
  enqueue(messages: readonly LogRecord[], after: bigint): void {
    for (const message of messages) {
      this.waiting.push(message);
      this.bytes += sizeOf(message);
    }
    this.until = after;
    this.awaitedSince = undefined;
  }

  /** Gives out the first records that wait, as long as they fit, but no more than so many. */
  dequeue(most: number, fits?: (message: LogRecord) => boolean): LogRecord[] {
    const end = fits === undefined ? -1 : this.waiting.slice(0, most).findIndex((message) => !fits(message));
    const messages = this.waiting.splice(0, end < 0 ? most : end);
    for (const message of messages) this.bytes -= sizeOf(message);
    return messages;
  }

  clear(): void {
    this.waiting = [];
    this.bytes = 0;
  }
}

/** How many bytes a record takes, about, unpacked as it is. */
export function sizeOf({ key, value, headers }: Pick<LogRecord, "key" | "value" | "headers">): number {
  let bytes = (key?.length ?? 0) + (value?.length ?? 0) + RECORD_BYTES;
  for (const values of Object.values(headers ?? {}))
    for (const one of [values].flat()) bytes += RECORD_BYTES + (one?.length ?? 0);
  return bytes;
}
