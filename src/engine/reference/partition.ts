import type { Decoded } from "../../models/decoded";
import type { HeldRecord } from "../../models/held-record";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import { forgottenAfter } from "../chapter-end";
import type { RecordOutcome } from "../ports";
import { StreamTime } from "../stream-time";
import { isRepeatOf } from "../tied";
import { finalsOf, isEvicted, latestOf, type Final } from "./finals";
import { lifecyclesOf, type Lifecycle } from "./lifecycle";

type Observed = Extract<Decoded, { readonly kind: "observations" }>;

const HOUR_MS = 3_600_000;

/** A partition by the reference: its time, and for each conversation the full list of accepted records. */
export class ReferencePartition {
  readonly time: StreamTime;
  /** By conversation, in their order of arrival. */
  private readonly records = new Map<string, HeldRecord[]>();

  constructor(
    private readonly policy: Policy,
    /** Takes what stands of a conversation that is forgotten. */
    private readonly onForgotten: (finals: readonly Final[]) => void,
  ) {
    this.time = new StreamTime(policy.leapMs, () => undefined);
  }

  /** Whether a conversation is known here; one that is forgotten is not. */
  knows(conversationId: string): boolean {
    return this.records.has(conversationId);
  }

  /** Decides whether a record counts, and if so lets it move time and keeps it. */
  take(record: Observed): RecordOutcome {
    const { conversationId, position, sightings } = record;
    const undated = record.at === undefined;
    const at = record.at ?? this.placeOf(record);
    if (at === undefined) return "rejected";
    if (!undated && this.time.isLate(at, this.policy.latenessMs)) return "late";
    const before = this.time.stream;
    this.time.move(record, at, !undated, () => !this.isAnyOpenBut(conversationId));
    this.forget(before);
    const records = this.records.get(conversationId) ?? [];
    this.records.set(conversationId, records);
    const held = { at, undated, position, sightings };
    // A repeat of what has an instant finds its place beside its like, where it counts once; this has none.
    if (
      undated &&
      isRepeatOf(
        held,
        records.filter((other) => other.at === at),
      )
    )
      return "repeated";
    records.push(held);
    return "folded";
  }

  /** What stands of every conversation that is known, as of an instant. */
  finals(asOf: Instant): Final[] {
    return [...this.records.keys()].flatMap((id) => this.finalsOf(id, this.time.stream, asOf));
  }

  private finalsOf(id: string, stream: Instant, asOf: Instant): Final[] {
    const isSuspect = this.time.isSuspect(id);
    return finalsOf(id, this.lifecyclesOf(id), this.policy, { stream, asOf, isSuspect });
  }

  /** Without an instant, a record counts behind what is known of its conversation, and not before an instant inside of it. */
  private placeOf({ conversationId, latestInside = -Infinity }: Observed): Instant | undefined {
    const known = this.knows(conversationId) ? latestOf(this.lifecyclesOf(conversationId)).lastAt() : -Infinity;
    const at = Math.max(known, latestInside);
    if (at > -Infinity) return at;
    return this.time.stream > -Infinity ? this.time.stream : undefined;
  }

  /** Whether another conversation is open, and not evicted: then one alone does not confirm a leap. */
  private isAnyOpenBut(conversationId: string): boolean {
    return [...this.records.keys()].some((id) => {
      if (id === conversationId) return false;
      const lifecycles = this.lifecyclesOf(id);
      return !latestOf(lifecycles).isSettled() && !isEvicted(lifecycles, this.time.stream, this.policy);
    });
  }

  /**
   * As an hour of stream time begins, what had been evicted is forgotten if nothing accepted can belong to it: what stands of
   * it stands, and a record of that id begins anew, perhaps in another partition.
   */
  private forget(streamBefore: Instant): void {
    const hour = Math.floor(this.time.stream / HOUR_MS) * HOUR_MS;
    if (Math.floor(streamBefore / HOUR_MS) * HOUR_MS === hour) return;
    const { latenessMs, markersMs } = this.policy;
    for (const [id, records] of this.records) {
      // Nothing is forgotten earlier than this, so that not each conversation needs a fold.
      if (records.some(({ at }) => at + 2 * latenessMs + markersMs >= hour)) continue;
      const lifecycles = this.lifecyclesOf(id);
      if (!isEvicted(lifecycles, streamBefore, this.policy)) continue;
      if (forgottenAfter(latestOf(lifecycles), this.policy) + latenessMs >= hour) continue;
      this.onForgotten(this.finalsOf(id, streamBefore, this.time.asOf));
      this.records.delete(id);
    }
  }

  private lifecyclesOf(id: string): Lifecycle[] {
    return lifecyclesOf(id, this.records.get(id) ?? [], this.policy);
  }
}
