import type { Instant } from "../../models/instant";
import { Chain } from "../../packing/byte-store";
import { PackedRecords } from "../../packing/packed-records";
import { CHAIN_INTS, Table } from "../../packing/table";
import type { ConversationHead } from "./conversation-head";
import { type EmittedFinal, EMITTED } from "./emitted";
import type { LifecycleValue } from "../history/marked-lifecycle";
import type { SavedHead } from "./saved";

const DOUBLE = {
  dueAt: 0,
  quietAt: 1,
  remindedDueAt: 2,
  remindedQuietAt: 3,
  evaluatedAt: 4,
  firstAt: 5,
  lastAt: 6,
} as const;
const DOUBLES = Object.keys(DOUBLE).length;
const INT = { revision: 0, kind: 1, emitted: 2, count: 3, policy: 4, chain: 5 } as const;
const INTS = INT.chain + CHAIN_INTS;
/** What the bytes of a row are: records of a lifecycle that owes something or nothing, or what somebody stored. */
const KIND = { owing: 0, settled: 1, stored: 2 } as const;

/** What a row was. */
export interface TakenRow {
  readonly id: string;
  readonly head: Omit<SavedHead, "id">;
  readonly remindedDueAt: Instant;
  readonly remindedQuietAt: Instant;
  /** What can be read of it, or what somebody stored. */
  readonly contents: LifecycleValue | Chain;
}

/** Hibernating conversations, each as a row of numbers and as bytes. */
export class ConversationRows {
  private readonly rows = new Table(DOUBLES, INTS);
  /** The text of a row's id, which the index does not give back. */
  private readonly idOfRow: string[] = [];

  /** Adds one that was stored, of which there are reminders. */
  addStored(head: SavedHead, contents: Chain): number {
    return this.add(head, head.dueAt, head.quietAt, KIND.stored, contents);
  }

  /** Adds one that comes down to its records. */
  addValue(conversation: ConversationHead, { records, isSettled }: LifecycleValue): number {
    const { remindedDueAt, remindedQuietAt } = conversation;
    const kind = isSettled ? KIND.settled : KIND.owing;
    const row = this.add(conversation, remindedDueAt, remindedQuietAt, kind, records);
    this.rows.setDouble(row, DOUBLE.firstAt, records.firstAt);
    this.rows.setDouble(row, DOUBLE.lastAt, records.lastAt);
    this.rows.setInt(row, INT.count, records.count);
    return row;
  }

  quietAt(row: number): Instant {
    return this.rows.double(row, DOUBLE.quietAt);
  }

  policyNumber(row: number): number {
    return this.rows.int(row, INT.policy);
  }

  /** Whether it owes nothing; undefined where only its contents say. */
  isSettled(row: number): boolean | undefined {
    const kind = this.rows.int(row, INT.kind);
    return kind === KIND.stored ? undefined : kind === KIND.settled;
  }

  /** What a row says. */
  read(row: number): TakenRow {
    const { rows } = this;
    const id = this.idOfRow[row] ?? "";
    const head = {
      revision: rows.int(row, INT.revision),
      dueAt: rows.double(row, DOUBLE.dueAt),
      quietAt: rows.double(row, DOUBLE.quietAt),
      evaluatedAt: rows.double(row, DOUBLE.evaluatedAt),
      policyNumber: rows.int(row, INT.policy),
      emitted: rows.int(row, INT.emitted) as EmittedFinal,
    };
    const isSettled = this.isSettled(row);
    const contents =
      isSettled === undefined ? rows.chain(row, INT.chain, new Chain()) : { records: this.records(row), isSettled };
    const remindedDueAt = rows.double(row, DOUBLE.remindedDueAt);
    const remindedQuietAt = rows.double(row, DOUBLE.remindedQuietAt);
    return { id, head, remindedDueAt, remindedQuietAt, contents };
  }

  /** Releases a row: another conversation may get it. */
  free(row: number): void {
    this.idOfRow[row] = "";
    this.rows.remove(row);
  }

  private add(head: SavedHead, remindedDueAt: Instant, remindedQuietAt: Instant, kind: number, chain: Chain): number {
    const { rows } = this;
    const row = rows.add();
    this.idOfRow[row] = head.id;
    rows.setDouble(row, DOUBLE.dueAt, head.dueAt);
    rows.setDouble(row, DOUBLE.quietAt, head.quietAt);
    rows.setDouble(row, DOUBLE.remindedDueAt, remindedDueAt);
    rows.setDouble(row, DOUBLE.remindedQuietAt, remindedQuietAt);
    rows.setDouble(row, DOUBLE.evaluatedAt, head.evaluatedAt);
    rows.setInt(row, INT.revision, head.revision);
    rows.setInt(row, INT.kind, kind);
    rows.setInt(row, INT.emitted, head.emitted ?? EMITTED.nothing);
    rows.setInt(row, INT.policy, head.policyNumber ?? 0);
    rows.setChain(row, INT.chain, chain);
    return row;
  }

  private records(row: number): PackedRecords {
    const records = this.rows.chain(row, INT.chain, new PackedRecords());
    records.firstAt = this.rows.double(row, DOUBLE.firstAt);
    records.lastAt = this.rows.double(row, DOUBLE.lastAt);
    records.count = this.rows.int(row, INT.count);
    return records;
  }
}
