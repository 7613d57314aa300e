import type { PartitionTask } from "./partition-task";
import type { Fetching, LogRecord } from "./port";
import { Stretch } from "./stretch";

/** What steers how a partition is fetched. */
export interface Flow extends Pick<Fetching, "hold" | "release"> {
  /** Told when a partition cannot go on as it is. */
  readonly onFailure: (task: PartitionTask, error: unknown) => void;
}

/** What an intake keeps within; it may change. */
export interface IntakeBounds {
  /** How many bytes may wait. */
  readonly bytesMax: () => number;
  /** How many records are folded at once, at most, while which all else waits. */
  readonly sliceRecords: () => number;
}

/** What the overhead of a record is taken to be. */
const RECORD_BYTES = 200;

/**
 * The records of a partition that were fetched and wait to be folded. While some are written, further ones are fetched, and no
 * partition waits for another; where too much waits, nothing more is fetched until half of it is folded.
 */
export class Intake {
  private waiting: LogRecord[] = [];
  private bytes = 0;
  /** The offset behind what was taken; undefined before anything was. */
  private until: bigint | undefined;
  private isHeld = false;
  private isBusy = false;
  private isClosed = false;
  private readonly stretch = new Stretch();

  constructor(
    readonly task: PartitionTask,
    private readonly flow: Flow,
    private readonly bounds: IntakeBounds,
  ) {}

  /** The offset that is to be fetched next. */
  next(): bigint {
    return this.until ?? this.task.next();
  }

  /** Takes records that were fetched from an offset, and end before `after`. False where they are not the next ones. */
  take(messages: readonly LogRecord[], fetchedFrom: bigint, after: bigint): boolean {
    const next = this.next();
    if (this.isClosed || (fetchedFrom !== next && messages[0]?.offset !== next)) return false;
    for (const message of messages) {
      this.waiting.push(message);
      this.bytes += sizeOf(message);
    }
    this.goOn(after);
    return true;
  }

  /** Takes note that there are no records for it from one offset up to another: marks of transactions, or what was aborted. */
  skip(from: bigint, after: bigint): void {
    const next = this.next();
    if (!this.isClosed && from <= next && next < after) this.goOn(after);
  }

  /** Folds nothing more. */
  close(): void {
    this.isClosed = true;
    this.waiting = [];
    this.bytes = 0;
  }

  private goOn(after: bigint): void {
    this.until = after;
    if (this.bytes > this.bounds.bytesMax()) {
      this.isHeld = true;
      this.flow.hold(this.task.partition);
    }
    if (!this.isBusy) void this.foldAll();
  }

  private async foldAll(): Promise<void> {
    this.isBusy = true;
    try {
      while (!this.isClosed && this.task.next() < this.next()) await this.foldSome();
    } catch (error) {
      this.flow.onFailure(this.task, error);
    } finally {
      this.isBusy = false;
    }
  }

  private async foldSome(): Promise<void> {
    const messages = this.waiting.splice(0, this.stretch.size(this.bounds.sliceRecords()));
    for (const message of messages) this.bytes -= sizeOf(message);
    const [later] = this.waiting;
    const foldMs = await this.task.process(messages, later === undefined ? this.next() : later.offset);
    this.stretch.note(messages.length, foldMs);
    if (this.isClosed || !this.isHeld || this.bytes > this.bounds.bytesMax() / 2) return;
    this.isHeld = false;
    this.flow.release(this.task.partition);
  }
}

function sizeOf({ key, value }: LogRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0) + RECORD_BYTES;
}
