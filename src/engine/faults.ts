import type { Fault } from "../models/fault";
import type { Position } from "../models/position";
import type { Rejection } from "../models/rejection";

/** So many conversations of a partition are marked in their views; all are counted. */
const MARKED_MAX = 1000;

/** The conversations of a partition in the work on which a fault of our own came about. */
export class Faults {
  private ids = new Set<string>();
  private conversations = 0;

  /** Marks a conversation; false where it is marked already. */
  mark(conversationId: string): boolean {
    if (this.ids.has(conversationId)) return false;
    this.conversations += 1;
    this.ids.add(conversationId);
    const [oldest] = this.ids;
    if (this.ids.size > MARKED_MAX && oldest !== undefined) this.ids.delete(oldest);
    return true;
  }

  has(conversationId: string): boolean {
    return this.ids.size > 0 && this.ids.has(conversationId);
  }

  count(): number {
    return this.conversations;
  }

  save(): SavedFaults {
    return { conversations: this.conversations, ids: [...this.ids] };
  }

  load({ conversations, ids }: SavedFaults): void {
    this.conversations = conversations;
    this.ids = new Set(ids);
  }
}

/** The conversations that are marked, and how many were. */
export interface SavedFaults {
  readonly conversations: number;
  readonly ids: readonly string[];
}

/** A fault as a record was folded: the batch is undone, and taken again without that record. */
export class RecordFault extends Error {
  constructor(
    private readonly faults: Faults,
    readonly conversationId: string,
    readonly position: Position,
    cause: unknown,
  ) {
    super("a record could not be folded", { cause });
  }

  /** Marks its conversation. */
  mark(): void {
    this.faults.mark(this.conversationId);
  }

  /** Why the record is rejected. */
  rejection(): Rejection {
    return { position: this.position, reason: "internal" };
  }

  fault(): Fault {
    const { position, conversationId, cause } = this;
    return { stage: "record", position, conversationId, error: cause };
  }
}
