import type { Instant } from "../models/instant";
import type { Finished } from "./chapter";
import { ReminderHeap } from "./heap";
import type { Means } from "./means";
import { Chain } from "../packing/byte-store";
import { packFinished, unpackFinished } from "../packing/packed-marker";
import { CHAIN_INTS, Table } from "../packing/table";

/** What is remembered of a conversation that was let go. */
export interface Marker {
  readonly finished: Finished;
  readonly revision: number;
  /** News up to here belong to what was let go. */
  readonly until: Instant;
}

const DOUBLE = { until: 0 } as const;
const INT = { revision: 0, chain: 1 } as const;

/**
 * The markers of a partition: each is kept while an instant that belongs to it may still be accepted. There are many, so each is
 * a row of numbers, and bytes.
 */
export class Markers {
  private readonly rowOf = new Map<string, number>();
  private readonly rows = new Table(1, INT.chain + CHAIN_INTS);
  private readonly expiry = new ReminderHeap();
  private changed = new Set<string>();

  constructor(
    private readonly latenessMs: number,
    private readonly means: Means,
  ) {}

  /** What is remembered of a conversation, if an instant still belongs to it. */
  recall(conversationId: string, at: Instant): Marker | undefined {
    const row = this.rowOf.get(conversationId);
    return row !== undefined && at <= this.until(row) ? this.read(row) : undefined;
  }

  /** Whether one is kept at an instant of stream time. */
  has(conversationId: string, streamTime: Instant): boolean {
    const row = this.rowOf.get(conversationId);
    return row !== undefined && this.until(row) + this.latenessMs >= streamTime;
  }

  keep(conversationId: string, { finished, revision, until }: Marker): void {
    this.forget(conversationId);
    const { bytes, length } = packFinished(finished);
    const chain = new Chain();
    this.means.store.append(chain, bytes, length);
    const row = this.rows.add();
    this.rows.setDouble(row, DOUBLE.until, until);
    this.rows.setInt(row, INT.revision, revision);
    this.rows.setChain(row, INT.chain, chain);
    this.rowOf.set(conversationId, row);
    if (this.means.tracksChanges) this.changed.add(conversationId);
    this.expiry.push(until + this.latenessMs, conversationId);
  }

  /** Forgets those that nothing accepted from now on can belong to. */
  expire(streamTime: Instant): void {
    for (let old = this.expiry.popBefore(streamTime); old !== undefined; old = this.expiry.popBefore(streamTime)) {
      if (this.has(old.id, streamTime) || !this.forget(old.id)) continue;
      if (this.means.tracksChanges) this.changed.add(old.id);
    }
  }

  /** Those that changed since the last time; undefined for one that is gone. */
  takeChanges(): (readonly [string, Marker | undefined])[] {
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

  all(): readonly (readonly [string, Marker])[] {
    return [...this.rowOf].map(([id, row]) => [id, this.read(row)] as const);
  }

  private forget(conversationId: string): boolean {
    const row = this.rowOf.get(conversationId);
    if (row === undefined) return false;
    this.means.store.release(this.chain(row));
    this.rows.remove(row);
    return this.rowOf.delete(conversationId);
  }

  private read(row: number): Marker {
    const finished = unpackFinished(this.means.store.read(this.chain(row)));
    return { finished, revision: this.rows.int(row, INT.revision), until: this.until(row) };
  }

  private until(row: number): Instant {
    return this.rows.double(row, DOUBLE.until);
  }

  private chain(row: number): Chain {
    return this.rows.chain(row, INT.chain, new Chain());
  }
}
