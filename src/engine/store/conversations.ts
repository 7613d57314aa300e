import { contain } from "../../models/fault";
import type { Instant } from "../../models/instant";
import { Conversation } from "./conversation";
import { ConversationRows } from "./conversation-rows";
import { takeEvictionRecord } from "./eviction";
import type { EvictionRecord } from "./eviction-records";
import type { EngineContext } from "../history/context";
import type { Policies } from "./policies";
import { compareText } from "../../models/position";
import { Chain } from "../../packing/byte-store";
import type { ReadContents, StoredConversation } from "./saved";

/**
 * The conversations of a partition. One that hibernates with nothing but its records is a row of numbers, and bytes; it becomes an
 * object when it is asked for, and a row again when it hibernates.
 */
export class Conversations {
  /** Each as an object, or as its row. */
  private readonly resident = new Map<string, Conversation | number>();
  private readonly rows = new ConversationRows();
  private read: ReadContents | undefined;
  private lastOpen = "";

  constructor(
    private readonly policies: Policies,
    private readonly context: EngineContext,
  ) {}

  size(): number {
    return this.resident.size;
  }

  ids(): Iterable<string> {
    return this.resident.keys();
  }

  /** A conversation, for whoever lets it hibernate again; undefined where it is not resident. */
  get(id: string): Conversation | undefined {
    const resident = this.resident.get(id);
    if (typeof resident !== "number") return resident;
    const conversation = this.hydrateRow(resident);
    this.resident.set(id, conversation);
    return conversation;
  }

  /** Lets somebody look at one, and hibernates it again; undefined where it is not resident. */
  look<Seen>(id: string, at: (conversation: Conversation) => Seen): Seen | undefined {
    const conversation = this.get(id);
    if (conversation === undefined) return undefined;
    const seen = at(conversation);
    this.hibernate(conversation);
    return seen;
  }

  /** After which stream time it is to be looked at; undefined where it is not resident. */
  quietAt(id: string): Instant | undefined {
    const resident = this.resident.get(id);
    return typeof resident === "number" ? this.rows.quietAt(resident) : resident?.quietAt;
  }

  /** Whether any but one is open. What was found last is looked at first: among many ended ones looking takes long. */
  isAnyOpenBut(id: string): boolean {
    if (this.lastOpen !== id && this.isOpen(this.lastOpen)) return true;
    for (const other of this.resident.keys()) {
      if (other === id || !this.isOpen(other)) continue;
      this.lastOpen = other;
      return true;
    }
    return false;
  }

  private isOpen(id: string): boolean {
    const resident = this.resident.get(id);
    const isSettled = typeof resident === "number" ? this.rows.isSettled(resident) : undefined;
    if (isSettled !== undefined) return !isSettled;
    const look = () => this.look(id, (conversation) => !conversation.latest().isSettled()) ?? false;
    return contain(look, () => false);
  }

  /** A new one, or one that goes on where it was evicted. */
  create(id: string, record: EvictionRecord | undefined): Conversation {
    const created = record === undefined ? this.empty(id, this.policies.current()) : this.hydrate(id, record);
    this.resident.set(id, created);
    return created;
  }

  /** Takes in some that were stored, and of which there are reminders; each is read when it is asked for. */
  store(all: readonly StoredConversation[], read: ReadContents): void {
    this.read = read;
    for (const stored of all) {
      const chain = new Chain();
      this.context.store.append(chain, stored.contents, stored.contents.length);
      this.resident.set(stored.id, this.rows.addStored(stored, chain));
    }
  }

  /** Hibernates it: it keeps no more than it must until its next record. */
  hibernate(conversation: Conversation): void {
    conversation.hibernate();
    const value = conversation.value();
    if (value !== undefined) this.resident.set(conversation.id, this.rows.addValue(conversation, value));
  }

  /** Releases it. */
  delete(id: string): void {
    this.resident.delete(id);
  }

  /** Lets somebody look at one as it was evicted. */
  lookAtEvicted<Seen>(id: string, record: EvictionRecord, at: (conversation: Conversation) => Seen): Seen {
    const conversation = this.hydrate(id, record);
    const seen = at(conversation);
    conversation.release();
    return seen;
  }

  private hydrate(id: string, record: EvictionRecord): Conversation {
    return takeEvictionRecord(this.empty(id, record.policyNumber ?? 0), record);
  }

  /** Those that go by another policy than they should, in the order of their ids. */
  outdated(): string[] {
    const isOutdated = (number: number) => this.policies.holdingFor(number) !== number;
    const found = [...this.resident].filter(([, resident]) =>
      isOutdated(typeof resident === "number" ? this.rows.policyNumber(resident) : resident.policyNumber),
    );
    return found.map(([id]) => id).sort(compareText);
  }

  private empty(id: string, policyNumber: number): Conversation {
    return new Conversation(id, this.policies, policyNumber, this.context);
  }

  /** What a row says, as an object; the row is free then. Where it cannot be read the row stays. */
  private hydrateRow(row: number): Conversation {
    const { id, head, remindedDueAt, remindedQuietAt, contents } = this.rows.read(row);
    const conversation = this.empty(id, head.policyNumber ?? 0);
    conversation.takeHead(head);
    Object.assign(conversation, { remindedDueAt, remindedQuietAt });
    if (contents instanceof Chain) this.readInto(conversation, contents);
    else conversation.takeValue(contents);
    this.rows.free(row);
    return conversation;
  }

  private readInto(conversation: Conversation, chain: Chain): void {
    const contents = this.read?.(this.context.store.read(chain));
    if (contents !== undefined) conversation.takeContents(contents);
    this.context.store.release(chain);
  }
}
