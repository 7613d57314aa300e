import { contain } from "../models/fault";
import type { Conversations } from "./conversations";
import type { EvictionRecords } from "./eviction-records";
import type { Expiry } from "./expiry";
import type { Faults } from "./faults";
import type { Folding } from "./folding";
import type { PassingTime } from "./passing-time";
import type {
  PartitionOf,
  ReadContents,
  SavedChanges,
  SavedConversation,
  SavedPartition,
  StoredPartition,
} from "./saved";
import type { StreamTime } from "./stream-time";
import type { Touched } from "./touched";

/** What a partition is made of. */
export interface PartitionParts {
  readonly conversations: Conversations;
  readonly evicted: EvictionRecords;
  readonly time: StreamTime;
  readonly faults: Faults;
  readonly passing: PassingTime;
  readonly folding: Folding;
  readonly expiry: Expiry;
  readonly touched: Touched;
}

/** What of a partition is kept elsewhere, and read from there. */
export class PartitionState {
  constructor(private readonly parts: PartitionParts) {}

  save(): SavedPartition {
    const { conversations, evicted } = this.parts;
    const saved = [...conversations.ids()].map((id) => this.saveOne(id)).filter((one) => one !== undefined);
    return { ...this.saveTime(), conversations: saved, evicted: evicted.all() };
  }

  /** What changed since the last time. */
  takeChanges(): SavedChanges {
    const ids = [...this.parts.touched.takeUnsaved()];
    const conversations = ids.flatMap((id) =>
      contain(
        () => [[id, this.saveOne(id)] as const],
        () => this.skip(id),
      ),
    );
    return { ...this.saveTime(), conversations, evicted: this.parts.evicted.takeChanges() };
  }

  /** Becomes what was saved; for a partition that has seen nothing. */
  load(saved: SavedPartition): void {
    const { conversations, passing } = this.parts;
    this.loadAllBut(saved);
    for (const one of saved.conversations) {
      const conversation = conversations.create(one.id, undefined);
      conversation.takeHead(one);
      conversation.takeContents(one);
      passing.remind(conversation);
      conversations.rest(conversation);
    }
  }

  /** The same; a conversation is read when there is news of it. */
  restore(stored: StoredPartition, read: ReadContents): void {
    const { conversations, passing } = this.parts;
    this.loadAllBut(stored);
    for (const { id, dueAt, quietAt } of stored.conversations) passing.remindAt(id, dueAt, quietAt);
    conversations.store(stored.conversations, read);
  }

  /** What cannot be saved stays as it was saved last, and is tried again. */
  private skip(id: string): [] {
    this.parts.faults.mark(id);
    this.parts.touched.add(id);
    return [];
  }

  private saveOne(id: string): SavedConversation | undefined {
    return this.parts.conversations.look(id, (conversation) => conversation.save());
  }

  private saveTime(): Omit<SavedChanges, "conversations" | "evicted"> {
    const { time, faults, folding, passing } = this.parts;
    return { time: time.save(), counts: { ...folding.counted, ...passing.counted }, faults: faults.save() };
  }

  private loadAllBut({ time, counts, faults, evicted: records }: Omit<PartitionOf<unknown>, "conversations">): void {
    const { parts } = this;
    parts.time.load(time);
    if (faults !== undefined) parts.faults.load(faults);
    const { evicted, abandoned, ...counted } = counts;
    Object.assign(parts.folding.counted, counted);
    Object.assign(parts.passing.counted, { evicted, abandoned });
    for (const [id, record] of records) parts.evicted.keep(id, record);
    parts.evicted.takeChanges();
    parts.expiry.load();
  }
}
