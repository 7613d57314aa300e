import { contain, type Fault } from "../models/fault";
import type { Conversations } from "./store/conversations";
import type { EvictionRecords } from "./store/eviction-records";
import type { Expiry } from "./store/expiry";
import type { Faults } from "./store/faults";
import type { Folding } from "./folding";
import type { PassingTime } from "./passing-time";
import type { Policies } from "./store/policies";
import type {
  KeepConversation,
  PartitionOf,
  ReadContents,
  SavedChanges,
  SavedPartition,
  StoredPartition,
} from "./store/saved";
import type { StreamTime } from "./time/stream-time";
import type { DirtySet } from "./store/dirty-set";

/** What a partition is made of. */
export interface PartitionParts {
  readonly conversations: Conversations;
  readonly evicted: EvictionRecords;
  readonly time: StreamTime;
  readonly faults: Faults;
  readonly passing: PassingTime;
  readonly folding: Folding;
  readonly expiry: Expiry;
  readonly dirty: DirtySet;
  readonly policies: Policies;
}

/** What of a partition is kept elsewhere, and read from there. */
export class PartitionState {
  /** Those that could not be saved when that was tried last. */
  private readonly unsaved = new Set<string>();

  constructor(private readonly parts: PartitionParts) {}

  /**
   * All of it; undefined where a conversation cannot be saved, as whoever went on from the others would lose it. The fault is
   * emitted once, until it can be saved again.
   */
  save(onFault: (fault: Fault) => void): SavedPartition | undefined {
    const { conversations, evicted, faults, policies } = this.parts;
    const all = [...conversations.ids()].map((id) => this.saveOne(id, (_id, saved) => saved, onFault));
    if (all.includes("unsaved")) return undefined;
    const saved = all.filter((one) => one !== undefined && one !== "unsaved");
    return {
      ...this.saveTime(),
      faults: faults.save(),
      policies: policies.save(),
      conversations: saved,
      evicted: evicted.all(),
    };
  }

  /** What changed since the last time. What cannot be kept is tried again the next time. */
  takeChanges<Kept>(keep: KeepConversation<Kept>, onFault: (fault: Fault) => void): SavedChanges<Kept> {
    const { dirty, evicted, faults } = this.parts;
    const ids = [...dirty.takeUnsaved()];
    const conversations = ids.map((id) => [id, this.saveOne(id, keep, onFault)] as const);
    return { ...this.saveTime(), faults: faults.takeChanges(), conversations, evicted: evicted.takeChanges() };
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
      conversations.hibernate(conversation);
    }
  }

  /** The same; a conversation is read when a record of it comes. */
  restore(stored: StoredPartition, read: ReadContents): void {
    const { conversations, passing } = this.parts;
    this.loadAllBut(stored);
    for (const { id, dueAt, quietAt } of stored.conversations) passing.remindAt(id, dueAt, quietAt);
    conversations.store(stored.conversations, read);
  }

  /** A conversation as it is kept; undefined where it is no longer resident. */
  private saveOne<Kept>(
    id: string,
    keep: KeepConversation<Kept>,
    onFault: (fault: Fault) => void,
  ): Kept | "unsaved" | undefined {
    const work = () => {
      const saved = this.parts.conversations.look(id, (conversation) => conversation.save());
      const kept = saved && keep(id, saved);
      this.unsaved.delete(id);
      return kept;
    };
    return contain<Kept | "unsaved" | undefined>(work, (error) => {
      this.noteUnsaved(id, error, onFault);
      return "unsaved";
    });
  }

  private noteUnsaved(conversationId: string, error: unknown, onFault: (fault: Fault) => void): void {
    const { faults, time, dirty } = this.parts;
    dirty.addUnsaved(conversationId);
    if (this.unsaved.has(conversationId)) return;
    this.unsaved.add(conversationId);
    faults.mark(conversationId, time.stream);
    dirty.add(conversationId);
    onFault({ stage: "save", position: undefined, conversationId, error });
  }

  private saveTime(): Pick<SavedPartition, "time" | "counts"> {
    const { time, folding, passing } = this.parts;
    return { time: time.save(), counts: { ...folding.counted, ...passing.counted } };
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
