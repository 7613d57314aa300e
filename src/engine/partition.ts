import type { Decoded } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import { BatchMarks } from "./store/batch-marks";
import type { Conversation } from "./store/conversation";
import { Conversations } from "./store/conversations";
import { Expiry } from "./store/expiry";
import { Faults, RecordFault } from "./store/faults";
import { Finals } from "./emit/finals";
import { Folding } from "./folding";
import { PolicyTransition } from "./policy-transition";
import { EvictionRecords } from "./store/eviction-records";
import type { EngineContext } from "./history/context";
import { PartitionState } from "./partition-state";
import { ActivityEmission } from "./activity-emission";
import { PassingTime } from "./passing-time";
import type { Policies } from "./store/policies";
import type { PartitionCounts } from "./ports";
import { BatchTimeline } from "./time/batch-timeline";
import { StreamTime } from "./time/stream-time";
import type { PendingOutputs } from "./emit/pending-outputs";
import { DirtySet } from "./store/dirty-set";
import { placeOfUndated } from "./undated";
import { PendingRecords } from "./pending-records";

type Observed = Extract<Decoded, { readonly kind: "observations" }>;

/**
 * The conversations of one partition and its time. Records are taken one by one, which decides their time and whether they
 * are late; they are folded when the batch is settled, conversation by conversation, each as of the moments of its own
 * records: so it makes no difference how records are cut into batches. Nothing here knows a clock.
 */
export class Partition {
  /** The one that it began with: what the time of a partition goes by is the same in all of them. */
  private readonly policy: Policy;
  private readonly conversations: Conversations;
  private readonly pendingRecords = new Map<string, PendingRecords>();
  private readonly timeline = new BatchTimeline();
  private readonly evicted: EvictionRecords;
  readonly passing: PassingTime;
  private readonly folding: Folding;
  /** Undefined where every change is emitted. */
  readonly finals: Finals | undefined;
  readonly time: StreamTime;
  readonly dirty: DirtySet;
  /** What a switch of the policy does to the resident conversations. */
  readonly switch: PolicyTransition;
  private readonly expiry: Expiry;
  private readonly marks: BatchMarks;
  private readonly counters: readonly Record<string, number>[];
  readonly faults: Faults;
  /** What of it is kept elsewhere. */
  readonly state: PartitionState;

  constructor(policies: Policies, context: EngineContext) {
    const policy = policies.first();
    this.policy = policy;
    this.conversations = new Conversations(policies, context);
    this.dirty = new DirtySet(context.tracksChanges);
    const onChange = this.dirty.add.bind(this.dirty);
    this.time = new StreamTime(policy.leapMs, onChange);
    this.evicted = new EvictionRecords(policy.latenessMs, context);
    this.faults = new Faults(policy.markersMs, context.tracksChanges);
    const { conversations, evicted, time, timeline, faults } = this;
    this.finals = context.emits === "finals" ? new Finals(faults, context.stage) : undefined;
    this.passing = new PassingTime(conversations, evicted, timeline, faults, onChange, this.finals);
    this.marks = new BatchMarks(conversations, evicted, time);
    const { passing, marks } = this;
    const activity = new ActivityEmission(timeline, passing, this.finals);
    const isResident = (id: string) => conversations.quietAt(id) !== undefined;
    this.expiry = new Expiry(evicted, faults, isResident, time, policy.markersMs);
    this.folding = new Folding(
      conversations,
      evicted,
      time,
      passing,
      timeline,
      marks,
      faults,
      policy.latenessMs,
      context.bounds,
      activity,
      policies,
    );
    this.switch = new PolicyTransition(policies, conversations, time, timeline, faults, passing, activity, onChange);
    this.counters = [this.folding.counted, passing.counted];
    const { expiry, folding, dirty } = this;
    this.state = new PartitionState({
      conversations,
      evicted,
      time,
      faults,
      passing,
      folding,
      expiry,
      dirty,
      policies,
    });
  }

  /** Whether a conversation is resident or remembered; undefined where only settling decides. */
  knows(conversationId: string): boolean | undefined {
    const pendingRecords = this.pendingRecords.get(conversationId);
    if (pendingRecords !== undefined)
      return this.time.stream <= pendingRecords.latestAt + this.policy.latenessMs ? true : undefined;
    const quietAt = this.conversations.quietAt(conversationId);
    if (quietAt !== undefined) return this.time.stream <= quietAt ? true : undefined;
    return this.evicted.has(conversationId);
  }

  /** Whether a record must find the batch settled: it is undated, what is open decides on its time, or it may drop a record. */
  needsSettled(record: Observed): boolean {
    const { at } = record;
    return at === undefined || this.time.needsSettled(record, at) || this.expiry.mayDrop(at);
  }

  /** Takes a record of a batch. */
  take(record: Observed, index: number, outputs: PendingOutputs): void {
    const { position, conversationId } = record;
    const at = record.at ?? placeOfUndated(record, this.conversations, this.evicted, this.time);
    const undated = record.at === undefined;
    if (at === undefined)
      return outputs.refuse(index, "rejected", [{ position, reason: "noInstant" }, ...record.rejections]);
    const isLate = !undated && this.time.isLate(at, this.policy.latenessMs);
    if (isLate) return outputs.refuse(index, "late", [{ position, reason: "late" }]);
    outputs.addRejections(index, record.rejections);
    this.marks.begin(this.expiry, this.counters);
    this.folding.counted.undated += Number(undated);
    this.time.move(record, at, !undated, () => !this.conversations.isAnyOpenBut(conversationId));
    this.expiry.run();
    const moment = this.timeline.add(index, this.time.stream, this.time.asOf);
    const pendingRecords = this.pendingRecords.get(conversationId) ?? new PendingRecords();
    this.pendingRecords.set(conversationId, pendingRecords);
    pendingRecords.add({ at, undated, position, bodies: record.bodies }, moment);
  }

  /** A fault of our own as a record was taken, which is that record's. */
  faultIn(record: Observed, error: unknown): RecordFault {
    return new RecordFault(this.faults, record, this.time.stream, error);
  }

  /** Moves as-of; stream time stays. What that makes overdue is emitted as of the place `index` when the batch is settled. */
  advance(to: Instant, index: number): void {
    this.time.advance(to);
    this.timeline.add(index, this.time.stream, this.time.asOf);
  }

  /** Folds the records it took. Throws `RecordFault` where one cannot be folded: then all partitions must be rolled back. */
  fold(outputs: PendingOutputs): void {
    const last = this.timeline.count() - 1;
    for (const [id, pendingRecords] of this.pendingRecords) {
      this.dirty.add(id);
      this.folding.fold(id, pendingRecords, last, outputs);
    }
  }

  /** Makes all what it was before the first record since it was settled. */
  rollBack(): void {
    this.marks.rollBack(this.expiry, this.counters);
    this.pendingRecords.clear();
    this.timeline.clear();
  }

  /** Lets the time of the batch pass for every conversation. */
  settle(outputs: PendingOutputs): void {
    const last = this.timeline.count() - 1;
    this.expiry.noteSettled();
    if (last < 0) return;
    this.pendingRecords.clear();
    this.marks.commit();
    const { stream, asOf } = this.time;
    this.passing.passForReminded("due", this.finals === undefined ? asOf : stream, last, outputs);
    this.passing.passForReminded("quiet", stream, last, outputs);
    this.timeline.clear();
  }

  /** The ids of the resident conversations. */
  ids(): Iterable<string> {
    return this.conversations.ids();
  }

  /** Lets somebody look at a conversation that is resident, or, if asked, was evicted and is remembered; undefined where there is none. */
  look<Seen>(id: string, at: (conversation: Conversation) => Seen, orEvicted = false): Seen | undefined {
    const record = orEvicted ? this.evicted.get(id) : undefined;
    return record === undefined ? this.conversations.look(id, at) : this.conversations.lookAtEvicted(id, record, at);
  }

  counts(): PartitionCounts {
    return {
      ...this.folding.counted,
      ...this.passing.counted,
      open: this.conversations.size(),
      evictionRecords: this.evicted.count(),
      timeSuspects: this.time.suspects(),
      faulted: this.faults.count(),
    };
  }
}
