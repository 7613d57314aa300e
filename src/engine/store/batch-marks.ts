import type { Conversation } from "./conversation";
import type { Conversations } from "./conversations";
import type { EvictionRecord, EvictionRecords } from "./eviction-records";
import type { Expiry } from "./expiry";
import type { MarkedConversation } from "./marked-conversation";
import type { SavedTime } from "../time/saved-time";
import type { StreamTime } from "../time/stream-time";

/** What a conversation was as a batch began: resident, evicted, or unknown. */
type Mark = { readonly resident: MarkedConversation } | { readonly evicted: EvictionRecord | undefined };

/** What a partition goes back to when its batch is undone. */
interface Start {
  readonly time: SavedTime;
  readonly expiry: ReturnType<Expiry["save"]>;
  readonly counts: readonly Record<string, number>[];
}

/** How a partition stood as its batch began: its time, its counts, and each conversation that the batch changes. */
export class BatchMarks {
  private readonly marks = new Map<string, Mark>();
  private start: Start | undefined;

  constructor(
    private readonly conversations: Conversations,
    private readonly evicted: EvictionRecords,
    private readonly time: StreamTime,
  ) {}

  /** Notes how all stands, before the first record of a batch is taken. `counts` are changed in place when it is undone. */
  begin(expiry: Expiry, counts: readonly Record<string, number>[]): void {
    this.start ??= { time: this.time.save(), expiry: expiry.save(), counts: counts.map((each) => ({ ...each })) };
  }

  /** Notes how a resident conversation stands. */
  keep(id: string, conversation: Conversation): void {
    this.marks.set(id, { resident: conversation.mark() });
  }

  /** Notes that a conversation was evicted as the batch began, or unknown; it may have been noted as resident. */
  keepEvicted(id: string, evicted: EvictionRecord | undefined): void {
    if (!this.marks.has(id)) this.marks.set(id, { evicted });
  }

  /** The batch is settled. */
  commit(): void {
    this.marks.clear();
    this.start = undefined;
    this.evicted.commit();
  }

  /** Makes all of the partition what it was. */
  rollBack(expiry: Expiry, counts: readonly Record<string, number>[]): void {
    for (const [id, mark] of this.marks) this.takeBack(id, mark);
    this.marks.clear();
    this.evicted.rollBack();
    if (this.start === undefined) return;
    this.time.load(this.start.time);
    expiry.goBack(this.start.expiry);
    for (const [index, each] of this.start.counts.entries()) Object.assign(counts[index] ?? {}, each);
    this.start = undefined;
  }

  private takeBack(id: string, mark: Mark): void {
    this.conversations.get(id)?.release();
    this.conversations.delete(id);
    this.evicted.take(id);
    if ("resident" in mark) {
      const conversation = this.conversations.create(id, undefined);
      conversation.takeMark(mark.resident);
      this.conversations.hibernate(conversation);
    } else if (mark.evicted !== undefined) this.evicted.keep(id, mark.evicted);
  }
}
