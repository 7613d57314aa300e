import { createHash } from "node:crypto";

import type { FinalEmission, Outputs } from "../../engine/ports";
import type { DeadlineRecord } from "../../models/deadline";
import type { MeasurementRecord } from "../../models/measurement";
import type { ConversationRecord } from "../../models/view";

const BUCKETS = 1 << 14;

/** What of a run must not depend on the order of its records, as sums of hashes: in how many bytes the log is large. */
export interface Finals {
  /** One digest for all of it. */
  readonly digest: () => string;
  /** The buckets in which two runs differ. */
  readonly differences: (other: Finals) => ReadonlySet<number>;
  readonly sums: () => { readonly low: Uint32Array; readonly high: Uint32Array };
}

/** The bucket that the finals of a conversation are added to. */
export function bucketOf(conversationId: string): number {
  return hashOf(conversationId).low % BUCKETS;
}

/**
 * Measurements, deadlines and views, without what arrival decides. Pending deadlines count in the views alone. Whether a
 * leap was confirmed depends on what was open when it came (`timeSuspect`); the numbers do not.
 */
export function comparable(record: MeasurementRecord | DeadlineRecord | ConversationRecord): object | undefined {
  if (record.type === "conversation") return without(record, ["revision", "timeSuspect"]);
  if (record.retracted === true) return undefined;
  if (record.type === "deadline" && record.status === "pending") return undefined;
  return without(record, ["revision", "evidence", "asOf"]);
}

function without(record: object, names: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(record).filter(([name, value]) => value !== undefined && !names.includes(name)),
  );
}

interface Sum {
  readonly low: number;
  readonly high: number;
}

function hashOf(text: string): Sum {
  const bytes = createHash("sha256").update(text).digest();
  return { low: bytes.readUInt32LE(0), high: bytes.readUInt32LE(4) };
}

/** An id as a whole number that a double holds exactly. */
function keyOf(id: string): number {
  const { low, high } = hashOf(id);
  return (high & HIGH_BITS) * 2 ** 32 + low;
}

const HIGH_BITS = 0x1f_ffff;
/** Doubles for each packed number: its key, and both halves of its hash. */
const WIDTH = 3;

function pack(numbers: ReadonlyMap<number, Sum>): Float64Array {
  const packed = new Float64Array(numbers.size * WIDTH);
  let at = 0;
  for (const [key, { low, high }] of numbers) {
    packed.set([key, low, high], at);
    at += WIDTH;
  }
  return packed;
}

function unpack(packed: Float64Array = new Float64Array(0)): Map<number, Sum> {
  const numbers = new Map<number, Sum>();
  for (let at = 0; at < packed.length; at += WIDTH) {
    const [key = 0, low = 0, high = 0] = packed.subarray(at, at + WIDTH);
    numbers.set(key, { low, high });
  }
  return numbers;
}

/**
 * Sums up final outputs as they come. Of each id only the last counts, also where its conversation goes on after it was
 * evicted: an earlier one is taken out of the sum again. It holds a few bytes for each number, and a hash for each view.
 */
export class FinalsCollector implements Outputs, Finals {
  private readonly low = new Uint32Array(BUCKETS);
  private readonly high = new Uint32Array(BUCKETS);
  private readonly ofConversation = new Map<string, Map<number, Sum>>();
  /** Those of conversations of which a view came, packed; they may go on. */
  private readonly packed = new Map<string, Float64Array>();
  private readonly views = new Map<string, Sum>();

  measurement(record: MeasurementRecord): void {
    this.replace(record.conversationId, record.id, comparable(record));
  }

  deadline(record: DeadlineRecord): void {
    this.replace(record.conversationId, `deadline ${record.id}`, comparable(record));
  }

  conversation(record: ConversationRecord): void {
    const before = this.views.get(record.id);
    const now = hashOf(JSON.stringify(comparable(record)));
    if (before !== undefined) this.add(record.id, before, -1);
    this.add(record.id, now, 1);
    this.views.set(record.id, now);
    const numbers = this.ofConversation.get(record.id);
    if (numbers === undefined) return;
    this.ofConversation.delete(record.id);
    this.packed.set(record.id, pack(numbers));
  }

  superseded({ conversationId, measurements, deadlines, view }: FinalEmission): void {
    for (const { id } of measurements) this.replace(conversationId, id, undefined);
    for (const { id } of deadlines) this.replace(conversationId, `deadline ${id}`, undefined);
    const before = this.views.get(conversationId);
    if (view === undefined || before === undefined) return;
    this.add(conversationId, before, -1);
    this.views.delete(conversationId);
  }

  rejection(): void {
    return;
  }

  private replace(conversationId: string, id: string, record: object | undefined): void {
    const numbers = this.numbersOf(conversationId);
    const key = keyOf(id);
    const before = numbers.get(key);
    if (before !== undefined) this.add(conversationId, before, -1);
    if (record === undefined) {
      numbers.delete(key);
      return;
    }
    const now = hashOf(`${id} ${JSON.stringify(record)}`);
    this.add(conversationId, now, 1);
    numbers.set(key, now);
  }

  private numbersOf(conversationId: string): Map<number, Sum> {
    const known = this.ofConversation.get(conversationId);
    if (known !== undefined) return known;
    const numbers = unpack(this.packed.get(conversationId));
    this.packed.delete(conversationId);
    this.ofConversation.set(conversationId, numbers);
    return numbers;
  }

  private add(conversationId: string, { low, high }: Sum, sign: 1 | -1): void {
    const bucket = bucketOf(conversationId);
    this.low[bucket] = (this.low[bucket] ?? 0) + sign * low;
    this.high[bucket] = (this.high[bucket] ?? 0) + sign * high;
  }

  digest(): string {
    return createHash("sha256").update(this.low).update(this.high).digest("hex").slice(0, 32);
  }

  sums(): { readonly low: Uint32Array; readonly high: Uint32Array } {
    return { low: this.low, high: this.high };
  }

  differences(other: Finals): ReadonlySet<number> {
    const { low, high } = other.sums();
    const differing = new Set<number>();
    this.low.forEach((value, bucket) => {
      if (value !== low[bucket] || this.high[bucket] !== high[bucket]) differing.add(bucket);
    });
    return differing;
  }
}
