import { contain } from "../models/fault";
import type { Instant } from "../models/instant";
import { Conversation } from "./conversation";
import { ConversationRows } from "./conversation-rows";
import { takeEvictionRecord } from "./eviction";
import type { EvictionRecord } from "./eviction-records";
import type { Means } from "./means";
import type { Policies } from "./policies";
import { compareText } from "../models/position";
import { Chain } from "../packing/byte-store";
import type { ReadContents, StoredConversation } from "./saved";

/**
 * The conversations of a partition. One that rests with nothing but its records is a row of numbers, and bytes; it becomes an
 * object when it is asked for, and a row again when it is put to rest.
 */
export class Conversations {
  /** Each as an object, or as its row. */
  private readonly held = new Map<string, Conversation | number>();
  private readonly rows = new ConversationRows();
  private read: ReadContents | undefined;
  private lastOpen = "";

  constructor(
    private readonly policies: Policies,
    private readonly means: Means,
  ) {}

  size(): number {
    return this.held.size;
  }

  ids(): Iterable<string> {
    return this.held.keys();
  }

  /** A conversation, for whoever puts it to rest again; undefined where none is held. */
  get(id: string): Conversation | undefined {
    const held = this.held.get(id);
    if (typeof held !== "number") return held;
    const conversation = this.takeUp(held);
    this.held.set(id, conversation);
    return conversation;
  }

  /** Lets somebody look at one, and puts it to rest again; undefined where it is not held. */
  look<Seen>(id: string, at: (conversation: Conversation) => Seen): Seen | undefined {
    const conversation = this.get(id);
    if (conversation === undefined) return undefined;
    const seen = at(conversation);
    this.rest(conversation);
    return seen;
  }

  /** After which stream time it is to be looked at; undefined where none is held. */
  quietAt(id: string): Instant | undefined {
    const held = this.held.get(id);
    return typeof held === "number" ? this.rows.quietAt(held) : held?.quietAt;
  }

  /** Whether any but one is open. What was found last is looked at first: among many ended ones looking takes long. */
  isAnyOpenBut(id: string): boolean {
    if (this.lastOpen !== id && this.isOpen(this.lastOpen)) return true;
    for (const other of this.held.keys()) {
      if (other === id || !this.isOpen(other)) continue;
      this.lastOpen = other;
      return true;
    }
    return false;
  }

  private isOpen(id: string): boolean {
    const held = this.held.get(id);
    const isSettled = typeof held === "number" ? this.rows.isSettled(held) : undefined;
    if (isSettled !== undefined) return !isSettled;
    const look = () => this.look(id, (conversation) => !conversation.latest().isSettled()) ?? false;
    return contain(look, () => false);
  }

  /** A new one, or one that goes on where it was evicted. */
  create(id: string, record: EvictionRecord | undefined): Conversation {
    const created = record === undefined ? this.empty(id, this.policies.current()) : this.hydrate(id, record);
    this.held.set(id, created);
    return created;
  }

  /** Takes in some that were stored, and of which there are reminders; each is read when it is asked for. */
  store(all: readonly StoredConversation[], read: ReadContents): void {
    this.read = read;
    for (const stored of all) {
      const chain = new Chain();
      this.means.store.append(chain, stored.contents, stored.contents.length);
      this.held.set(stored.id, this.rows.addStored(stored, chain));
    }
  }

  /** Lets it keep no more than it must until there is news of it. */
  rest(conversation: Conversation): void {
    conversation.rest();
    const bare = conversation.bare();
    if (bare !== undefined) this.held.set(conversation.id, this.rows.addBare(conversation, bare));
  }

  /** Lets go of it. */
  delete(id: string): void {
    this.held.delete(id);
  }

  /** A conversation as it was evicted. It is not held. */
  hydrate(id: string, record: EvictionRecord): Conversation {
    return takeEvictionRecord(this.empty(id, record.policyNumber ?? 0), record);
  }

  /** Those that go by another policy than holds for them, in the order of their ids. */
  outdated(): string[] {
    const isOutdated = (number: number) => this.policies.holdingFor(number) !== number;
    const found = [...this.held].filter(([, held]) =>
      isOutdated(typeof held === "number" ? this.rows.policyNumber(held) : held.policyNumber),
    );
    return found.map(([id]) => id).sort(compareText);
  }

  private empty(id: string, policyNumber: number): Conversation {
    return new Conversation(id, this.policies, policyNumber, this.means);
  }

  /** What a row holds, as an object; the row is free then. Where it cannot be read the row stays. */
  private takeUp(row: number): Conversation {
    const { id, head, remindedDueAt, remindedQuietAt, contents } = this.rows.read(row);
    const conversation = this.empty(id, head.policyNumber ?? 0);
    conversation.takeHead(head);
    Object.assign(conversation, { remindedDueAt, remindedQuietAt });
    if (contents instanceof Chain) this.readInto(conversation, contents);
    else conversation.takeUp(contents);
    this.rows.free(row);
    return conversation;
  }

  private readInto(conversation: Conversation, chain: Chain): void {
    const contents = this.read?.(this.means.store.read(chain));
    if (contents !== undefined) conversation.takeContents(contents);
    this.means.store.release(chain);
  }
}
