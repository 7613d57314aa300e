import type { Instant } from "../../models/instant";
import { type EmittedFinal, EMITTED } from "./emitted";
import { ReminderHeap } from "../time/reminder-heap";
import type { EngineContext } from "../history/context";
import { Chain } from "../../packing/byte-store";
import { CHAIN_INTS, Table } from "../../packing/table";

/** What is kept of a conversation that was evicted: enough to go on as if it had not been. */
export interface EvictionRecord {
  readonly revision: number;
  /** As of when its deadlines were emitted. */
  readonly evaluatedAt: Instant;
  /** Whether all that stands of it was emitted, for an engine that emits finals. */
  readonly emitted?: EmittedFinal | undefined;
  /** The number of the policy that it goes by; not said of the first. */
  readonly policyNumber?: number | undefined;
  readonly lastAt: Instant;
  /** Activity up to here belongs to what was evicted. */
  readonly until: Instant;
  /** Its few records, or its states, packed. */
  readonly contents: Uint8Array;
}

const DOUBLE = { until: 0, lastAt: 1, evaluatedAt: 2 } as const;
const DOUBLES = Object.keys(DOUBLE).length;
const INT = { revision: 0, emitted: 1, policy: 2, chain: 3 } as const;

/**
 * The eviction records of a partition: each is kept while an instant that belongs to it may still be accepted. There are many,
 * so each is a row of numbers, and bytes.
 */
export class EvictionRecords {
  private readonly rowOf = new Map<string, number>();
  private readonly rows = new Table(DOUBLES, INT.chain + CHAIN_INTS);
  private readonly expiry = new ReminderHeap();
  private changed = new Set<string>();
  /** Those that were dropped in a batch that is not settled. */
  private dropped: (readonly [string, number])[] = [];

  constructor(
    private readonly latenessMs: number,
    private readonly context: EngineContext,
  ) {}

  has(conversationId: string): boolean {
    return this.rowOf.has(conversationId);
  }

  /** The last activity of a conversation; undefined where no record of it is kept. */
  lastAt(conversationId: string): Instant | undefined {
    const row = this.rowOf.get(conversationId);
    return row === undefined ? undefined : this.rows.double(row, DOUBLE.lastAt);
  }

  /** The record of a conversation; undefined where none is kept. */
  get(conversationId: string): EvictionRecord | undefined {
    const row = this.rowOf.get(conversationId);
    return row === undefined ? undefined : this.read(row);
  }

  /** Takes out the record of a conversation, which goes on. */
  take(conversationId: string): EvictionRecord | undefined {
    const row = this.rowOf.get(conversationId);
    if (row === undefined) return undefined;
    const record = this.read(row);
    this.forget(conversationId, row);
    return record;
  }

  keep(conversationId: string, record: EvictionRecord): void {
    const { revision, evaluatedAt, emitted, policyNumber = 0, lastAt, until, contents } = record;
    const chain = new Chain();
    this.context.store.append(chain, contents, contents.length);
    const row = this.rows.add();
    this.rows.setDouble(row, DOUBLE.until, until);
    this.rows.setDouble(row, DOUBLE.lastAt, lastAt);
    this.rows.setDouble(row, DOUBLE.evaluatedAt, evaluatedAt);
    this.rows.setInt(row, INT.revision, revision);
    this.rows.setInt(row, INT.emitted, emitted ?? EMITTED.nothing);
    this.rows.setInt(row, INT.policy, policyNumber);
    this.rows.setChain(row, INT.chain, chain);
    this.rowOf.set(conversationId, row);
    this.note(conversationId);
    this.expiry.push(until + this.latenessMs, conversationId);
  }

  /** Drops those that nothing accepted from an instant of stream time on can belong to; returns their highest revision. */
  expire(streamTime: Instant): number {
    let highest = 0;
    for (let old = this.expiry.popBefore(streamTime); old !== undefined; old = this.expiry.popBefore(streamTime)) {
      const row = this.rowOf.get(old.id);
      if (row === undefined || this.rows.double(row, DOUBLE.until) + this.latenessMs >= streamTime) continue;
      highest = Math.max(highest, this.rows.int(row, INT.revision));
      this.rowOf.delete(old.id);
      this.note(old.id);
      this.dropped.push([old.id, row]);
    }
    return highest;
  }

  /** The batch is settled: what was dropped is gone. */
  commit(): void {
    for (const [, row] of this.dropped) this.free(row);
    this.dropped = [];
  }

  /** The batch is undone: what was dropped is there again. */
  rollBack(): void {
    for (const [id, row] of this.dropped) {
      this.rowOf.set(id, row);
      this.expiry.push(this.rows.double(row, DOUBLE.until) + this.latenessMs, id);
    }
    this.dropped = [];
  }

  /** Up to this stream time none is to be dropped. */
  safeUntil(): Instant {
    return this.expiry.earliest();
  }

  /** Those that changed since the last time; undefined for one that is gone. */
  takeChanges(): (readonly [string, EvictionRecord | undefined])[] {
    const changes = [...this.changed].map((id) => {
      const row = this.rowOf.get(id);
      return [id, row === undefined ? undefined : this.read(row)] as const;
    });
    this.changed = new Set();
    return changes;
  }

  count(): number {
    return this.rowOf.size;
  }

  all(): readonly (readonly [string, EvictionRecord])[] {
    return [...this.rowOf].map(([id, row]) => [id, this.read(row)] as const);
  }

  private forget(conversationId: string, row: number): void {
    this.free(row);
    this.rowOf.delete(conversationId);
    this.note(conversationId);
  }

  private free(row: number): void {
    this.context.store.release(this.chain(row));
    this.rows.remove(row);
  }

  private note(conversationId: string): void {
    if (this.context.tracksChanges) this.changed.add(conversationId);
  }

  private read(row: number): EvictionRecord {
    return {
      revision: this.rows.int(row, INT.revision),
      evaluatedAt: this.rows.double(row, DOUBLE.evaluatedAt),
      emitted: this.rows.int(row, INT.emitted) as EmittedFinal,
      policyNumber: this.rows.int(row, INT.policy),
      lastAt: this.rows.double(row, DOUBLE.lastAt),
      until: this.rows.double(row, DOUBLE.until),
      contents: this.context.store.read(this.chain(row)),
    };
  }

  private chain(row: number): Chain {
    return this.rows.chain(row, INT.chain, new Chain());
  }
}
