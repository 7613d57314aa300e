import type { Decoded } from "../../models/decoded";
import type { AcceptedRecord } from "../../models/accepted-record";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { PolicySwitch } from "../../models/policy-switch";
import { forgottenAfter } from "../history/lifecycle-end";
import type { Policies } from "../store/policies";
import type { RecordOutcome } from "../ports";
import { StreamTime } from "../time/stream-time";
import { isRepeatOf } from "../history/same-instant";
import { finalsOf, isEvicted, latestOf, type Final } from "./finals";
import { lifecyclesOf, type Lifecycle } from "./lifecycle";

type Observed = Extract<Decoded, { readonly kind: "observations" }>;

const HOUR_MS = 3_600_000;

/** A partition by the reference: its time, and for each conversation the full list of accepted records. */
export class ReferencePartition {
  readonly time: StreamTime;
  /** By conversation, in their order of arrival. */
  private readonly records = new Map<string, AcceptedRecord[]>();
  /** By conversation, the number of the policy that it goes by. */
  private readonly numbers = new Map<string, number>();
  /** The policy that the partition began with: what its time goes by is the same in all of them. */
  private readonly policy: Policy;

  constructor(
    private readonly policies: Policies,
    /** Takes what stands of a conversation that is forgotten. */
    private readonly onForgotten: (finals: readonly Final[]) => void,
  ) {
    this.policy = policies.first();
    this.time = new StreamTime(this.policy.leapMs, () => undefined);
  }

  /** Goes by another policy: what is first seen from now on, and, where it is in effect for all, all that is not evicted. */
  switchPolicy(change: PolicySwitch): void {
    this.policies.add(change);
    for (const id of this.records.keys()) {
      if (!isEvicted(this.lifecyclesOf(id), this.time.stream, this.policyOf(id))) this.switchPolicyOf(id);
    }
  }

  /** Whether a conversation is known here; one that is forgotten is not. */
  knows(conversationId: string): boolean {
    return this.records.has(conversationId);
  }

  /** Decides whether a record counts, and if so lets it move time and keeps it. */
  take(record: Observed): RecordOutcome {
    const { conversationId, position, bodies } = record;
    const undated = record.at === undefined;
    const at = record.at ?? this.placeOf(record);
    if (at === undefined) return "rejected";
    if (!undated && this.time.isLate(at, this.policy.latenessMs)) return "late";
    const before = this.time.stream;
    this.time.move(record, at, !undated, () => !this.isAnyOpenBut(conversationId));
    this.forget(before);
    const records = this.records.get(conversationId) ?? [];
    this.records.set(conversationId, records);
    // What is known switches with its next record, wherever it stands.
    this.switchPolicyOf(conversationId);
    const kept = { at, undated, position, bodies };
    // A repeat of what has an instant finds its place beside its like, where it counts once; this has none.
    if (
      undated &&
      isRepeatOf(
        kept,
        records.filter((other) => other.at === at),
      )
    )
      return "repeated";
    records.push(kept);
    return "folded";
  }

  /** What stands of every conversation that is known, as of an instant. */
  finals(asOf: Instant): Final[] {
    return [...this.records.keys()].flatMap((id) => this.finalsOf(id, this.time.stream, asOf));
  }

  private finalsOf(id: string, stream: Instant, asOf: Instant): Final[] {
    const isSuspect = this.time.isSuspect(id);
    return finalsOf(id, this.lifecyclesOf(id), this.policyOf(id), { stream, asOf, isSuspect });
  }

  private policyOf(id: string): Policy {
    return this.policies.at(this.numbers.get(id) ?? this.policies.current());
  }

  private switchPolicyOf(id: string): void {
    const { policies } = this;
    this.numbers.set(id, policies.holdingFor(this.numbers.get(id) ?? policies.current()));
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
      return !latestOf(lifecycles).isSettled() && !isEvicted(lifecycles, this.time.stream, this.policyOf(id));
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
      if (!isEvicted(lifecycles, streamBefore, this.policyOf(id))) continue;
      if (forgottenAfter(latestOf(lifecycles), this.policyOf(id)) + latenessMs >= hour) continue;
      this.onForgotten(this.finalsOf(id, streamBefore, this.time.asOf));
      this.records.delete(id);
      this.numbers.delete(id);
    }
  }

  private lifecyclesOf(id: string): Lifecycle[] {
    return lifecyclesOf(id, this.records.get(id) ?? [], this.policyOf(id));
  }
}
