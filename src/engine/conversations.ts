import { contain } from "../models/fault";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import { Conversation } from "./conversation";
import { takeEvictionRecord } from "./eviction";
import { type EmittedFinal, EMITTED } from "./emitted";
import type { EvictionRecord } from "./eviction-records";
import type { Means } from "./means";
import { Chain } from "../packing/byte-store";
import { PackedRecords } from "../packing/packed-records";
import { CHAIN_INTS, Table } from "../packing/table";
import type { ReadContents, SavedHead, StoredConversation } from "./saved";

const DOUBLE = {
  dueAt: 0,
  quietAt: 1,
  remindedDueAt: 2,
  remindedQuietAt: 3,
  judgedAt: 4,
  firstAt: 5,
  lastAt: 6,
} as const;
const DOUBLES = Object.keys(DOUBLE).length;
const INT = { revision: 0, kind: 1, emitted: 2, count: 3, chain: 4 } as const;
const INTS = INT.chain + CHAIN_INTS;
/** What the bytes of a row are: records of a chapter that owes something or nothing, or what somebody stored. */
const KIND = { owing: 0, settled: 1, stored: 2 } as const;

/**
 * The conversations of a partition. One that rests with nothing but its records is a row of numbers, and bytes; it becomes an
 * object when it is asked for, and a row again when it is put to rest.
 */
export class Conversations {
  /** Each as an object, or as its row. */
  private readonly held = new Map<string, Conversation | number>();
  private readonly rows = new Table(DOUBLES, INTS);
  /** The text of a row's id, which the index does not give back. */
  private readonly idOfRow: string[] = [];
  private read: ReadContents | undefined;
  private lastOpen = "";

  constructor(
    private readonly policy: Policy,
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
    return typeof held === "number" ? this.rows.double(held, DOUBLE.quietAt) : held?.quietAt;
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
    const kind = typeof held === "number" ? this.rows.int(held, INT.kind) : undefined;
    if (kind === KIND.owing || kind === KIND.settled) return kind === KIND.owing;
    const look = () => this.look(id, (conversation) => !conversation.latest().isSettled()) ?? false;
    return contain(look, () => false);
  }

  /** A new one, or one that goes on where it was evicted. */
  create(id: string, record: EvictionRecord | undefined): Conversation {
    const created = record === undefined ? new Conversation(id, this.policy, this.means) : this.hydrate(id, record);
    this.held.set(id, created);
    return created;
  }

  /** Takes in some that were stored, and of which there are reminders; each is read when it is asked for. */
  store(all: readonly StoredConversation[], read: ReadContents): void {
    this.read = read;
    for (const stored of all) {
      const { id, dueAt, quietAt, contents } = stored;
      const chain = new Chain();
      this.means.store.append(chain, contents, contents.length);
      this.held.set(id, this.addRow(stored, dueAt, quietAt, KIND.stored, chain));
    }
  }

  /** Lets it keep no more than it must until there is news of it. */
  rest(conversation: Conversation): void {
    const row = this.toRow(conversation);
    if (row !== undefined) this.held.set(conversation.id, row);
  }

  /** Lets go of it. */
  delete(id: string): void {
    this.held.delete(id);
  }

  /** A conversation as it was evicted. It is not held. */
  hydrate(id: string, record: EvictionRecord): Conversation {
    return takeEvictionRecord(new Conversation(id, this.policy, this.means), record);
  }

  private toRow(conversation: Conversation): number | undefined {
    conversation.rest();
    const bare = conversation.bare();
    if (bare === undefined) return undefined;
    const { records, isSettled } = bare;
    const kind = isSettled ? KIND.settled : KIND.owing;
    const row = this.addRow(conversation, conversation.remindedDueAt, conversation.remindedQuietAt, kind, records);
    this.rows.setDouble(row, DOUBLE.firstAt, records.firstAt);
    this.rows.setDouble(row, DOUBLE.lastAt, records.lastAt);
    this.rows.setInt(row, INT.count, records.count);
    return row;
  }

  private addRow(
    head: SavedHead,
    remindedDueAt: Instant,
    remindedQuietAt: Instant,
    kind: number,
    chain: Chain,
  ): number {
    const { rows } = this;
    const row = rows.add();
    this.idOfRow[row] = head.id;
    rows.setDouble(row, DOUBLE.dueAt, head.dueAt);
    rows.setDouble(row, DOUBLE.quietAt, head.quietAt);
    rows.setDouble(row, DOUBLE.remindedDueAt, remindedDueAt);
    rows.setDouble(row, DOUBLE.remindedQuietAt, remindedQuietAt);
    rows.setDouble(row, DOUBLE.judgedAt, head.judgedAt);
    rows.setInt(row, INT.revision, head.revision);
    rows.setInt(row, INT.kind, kind);
    rows.setInt(row, INT.emitted, head.emitted ?? EMITTED.nothing);
    rows.setChain(row, INT.chain, chain);
    return row;
  }

  /** What a row holds, as an object; the row is free then. */
  private takeUp(row: number): Conversation {
    const { rows } = this;
    const conversation = new Conversation(this.idOfRow[row] ?? "", this.policy, this.means);
    conversation.takeHead({
      revision: rows.int(row, INT.revision),
      dueAt: rows.double(row, DOUBLE.dueAt),
      quietAt: rows.double(row, DOUBLE.quietAt),
      judgedAt: rows.double(row, DOUBLE.judgedAt),
      emitted: rows.int(row, INT.emitted) as EmittedFinal,
    });
    conversation.remindedDueAt = rows.double(row, DOUBLE.remindedDueAt);
    conversation.remindedQuietAt = rows.double(row, DOUBLE.remindedQuietAt);
    if (rows.int(row, INT.kind) === KIND.stored) this.readInto(conversation, rows.chain(row, INT.chain, new Chain()));
    else conversation.takeUp({ records: this.records(row), isSettled: rows.int(row, INT.kind) === KIND.settled });
    this.idOfRow[row] = "";
    rows.remove(row);
    return conversation;
  }

  private records(row: number): PackedRecords {
    const records = this.rows.chain(row, INT.chain, new PackedRecords());
    records.firstAt = this.rows.double(row, DOUBLE.firstAt);
    records.lastAt = this.rows.double(row, DOUBLE.lastAt);
    records.count = this.rows.int(row, INT.count);
    return records;
  }

  private readInto(conversation: Conversation, chain: Chain): void {
    const contents = this.read?.(this.means.store.read(chain));
    if (contents !== undefined) conversation.takeContents(contents);
    this.means.store.release(chain);
  }
}
