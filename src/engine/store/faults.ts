import { isOwnFault, type Fault } from "../../models/fault";
import type { Instant } from "../../models/instant";
import type { Position } from "../../models/position";
import type { Rejection } from "../../models/rejection";

/**
 * The conversations of a partition in the work on which a fault of our own came about. A mark lives as long as its
 * conversation is known, or was not known but marked of late; while it lives, the conversation is counted once.
 */
export class Faults {
  /** With the stream time at which a fault came about last. */
  private readonly marks = new Map<string, Instant>();
  private changed = new Set<string>();
  private conversations = 0;
  private earliestAt: Instant = Infinity;

  /** `keptMs`: for how long one is marked that is not known. `tracksChanges`: somebody will ask what changed. */
  constructor(
    private readonly keptMs: number,
    private readonly tracksChanges: boolean,
  ) {}

  /** Marks a conversation as of a stream time, that of the next hour if it is not given; false where it is marked already. */
  mark(conversationId: string, streamTime: Instant = -Infinity): boolean {
    const before = this.marks.get(conversationId);
    if (before === undefined) this.conversations += 1;
    if (before === undefined || streamTime > before) this.set(conversationId, streamTime);
    return before === undefined;
  }

  has(conversationId: string): boolean {
    return this.marks.size > 0 && this.marks.has(conversationId);
  }

  /** How many were marked. */
  count(): number {
    return this.conversations;
  }

  /** Up to this stream time no mark is to be dropped. */
  safeUntil(): Instant {
    return this.earliestAt + this.keptMs;
  }

  /** Drops the marks of what is not known any more, and was not marked of late. */
  expire(streamTime: Instant, isKnown: (conversationId: string) => boolean): void {
    this.earliestAt = Infinity;
    for (const [id, at] of this.marks) {
      const since = at === -Infinity ? streamTime : at;
      if (since + this.keptMs >= streamTime || isKnown(id)) this.set(id, since);
      else {
        this.marks.delete(id);
        this.note(id);
      }
    }
  }

  save(): SavedFaults {
    return { conversations: this.conversations, marks: [...this.marks] };
  }

  /** What changed since the last time; undefined for a mark that is gone. */
  takeChanges(): ChangedFaults {
    const marks = [...this.changed].map((id) => [id, this.marks.get(id)] as const);
    this.changed = new Set();
    return { conversations: this.conversations, marks };
  }

  load({ conversations, marks }: SavedFaults): void {
    this.conversations = conversations;
    for (const [id, at] of marks) this.set(id, at);
    this.changed = new Set();
  }

  private set(conversationId: string, at: Instant): void {
    this.earliestAt = Math.min(this.earliestAt, at);
    if (this.marks.get(conversationId) === at) return;
    this.marks.set(conversationId, at);
    this.note(conversationId);
  }

  private note(conversationId: string): void {
    if (this.tracksChanges) this.changed.add(conversationId);
  }
}

/** The conversations that are marked, and how many were. */
export interface SavedFaults {
  readonly conversations: number;
  readonly marks: readonly (readonly [conversationId: string, at: Instant])[];
}

/** The marks that changed, and how many conversations were marked. */
export interface ChangedFaults {
  readonly conversations: number;
  readonly marks: readonly (readonly [conversationId: string, at: Instant | undefined])[];
}

/** The record in the work on which a fault came about. */
export interface FaultyRecord {
  readonly conversationId: string;
  readonly position: Position;
}

/** A fault as a record was taken or folded: the batch is undone, and taken again without that record. */
export class RecordFault extends Error {
  constructor(
    private readonly faults: Faults,
    readonly record: FaultyRecord,
    /** When that was, in stream time. */
    private readonly at: Instant,
    cause: unknown,
  ) {
    super("a record could not be folded", { cause });
  }

  /** Marks its conversation. */
  mark(): void {
    this.faults.mark(this.record.conversationId, this.at);
  }

  /** Why the record is rejected. */
  rejection(): Rejection {
    return { position: this.record.position, reason: "internal" };
  }

  fault(): Fault {
    const { cause } = this;
    const { position, conversationId } = this.record;
    return { stage: "record", position, conversationId, error: cause };
  }
}

/**
 * Does the work of taking a record. A fault of our own in it is that record's; what goes wrong while `settleNow` settles the
 * records before it is not.
 */
export function containTaking(
  settleNow: () => void,
  work: (settleNow: () => void) => void,
  toFault: (error: unknown) => RecordFault,
): void {
  const at = { isSettling: false };
  const settle = () => {
    at.isSettling = true;
    settleNow();
    at.isSettling = false;
  };
  try {
    work(settle);
  } catch (error) {
    throw at.isSettling || !isOwnFault(error) ? error : toFault(error);
  }
}
