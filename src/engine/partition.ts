import type { Decoded } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import { BatchMarks } from "./batch-marks";
import type { Conversation } from "./conversation";
import { Conversations } from "./conversations";
import { Expiry } from "./expiry";
import { Faults, RecordFault } from "./faults";
import { Finals } from "./finals";
import { Folding } from "./folding";
import { GoingOver } from "./going-over";
import { EvictionRecords } from "./eviction-records";
import type { Means } from "./means";
import { PartitionState } from "./partition-state";
import { NewsEmission } from "./news-emission";
import { PassingTime } from "./passing-time";
import type { Policies } from "./policies";
import type { PartitionCounts } from "./ports";
import { Steps } from "./steps";
import { StreamTime } from "./stream-time";
import { refuse, type Tellings } from "./tellings";
import { Touched } from "./touched";
import { placeOfUndated } from "./undated";
import { Waiting } from "./waiting";

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
  private readonly waiting = new Map<string, Waiting>();
  private readonly steps = new Steps();
  private readonly evicted: EvictionRecords;
  private readonly passing: PassingTime;
  private readonly folding: Folding;
  /** Undefined where every change is emitted. */
  readonly finals: Finals | undefined;
  readonly time: StreamTime;
  readonly touched: Touched;
  /** What a switch of the policy does to the conversations that it holds. */
  readonly going: GoingOver;
  private readonly expiry: Expiry;
  private readonly marks: BatchMarks;
  private readonly counters: readonly Record<string, number>[];
  readonly faults: Faults;
  /** What of it is kept elsewhere. */
  readonly state: PartitionState;

  constructor(policies: Policies, means: Means) {
    const policy = policies.first();
    this.policy = policy;
    this.conversations = new Conversations(policies, means);
    this.touched = new Touched(means.tracksChanges);
    const onChange = this.touched.add.bind(this.touched);
    this.time = new StreamTime(policy.leapMs, onChange);
    this.evicted = new EvictionRecords(policy.latenessMs, means);
    this.faults = new Faults(policy.markersMs, means.tracksChanges);
    const { conversations, evicted, time, steps, faults } = this;
    this.finals = means.emits === "finals" ? new Finals(faults) : undefined;
    this.passing = new PassingTime(conversations, evicted, steps, faults, onChange, this.finals);
    this.marks = new BatchMarks(conversations, evicted, time);
    const { passing, marks } = this;
    const news = new NewsEmission(steps, passing, this.finals);
    const isHeld = (id: string) => conversations.quietAt(id) !== undefined;
    this.expiry = new Expiry(evicted, faults, isHeld, time, policy.markersMs);
    this.folding = new Folding(
      conversations,
      evicted,
      time,
      passing,
      steps,
      marks,
      faults,
      policy.latenessMs,
      means.bounds,
      this.finals,
      news,
      policies,
    );
    this.going = new GoingOver(policies, conversations, time, steps, faults, passing, this.finals, news, onChange);
    this.counters = [this.folding.counted, passing.counted];
    const { expiry, folding, touched } = this;
    this.state = new PartitionState({
      conversations,
      evicted,
      time,
      faults,
      passing,
      folding,
      expiry,
      touched,
      policies,
    });
  }

  /** Whether a conversation is held or remembered; undefined where only settling can tell. */
  knows(conversationId: string): boolean | undefined {
    const waiting = this.waiting.get(conversationId);
    if (waiting !== undefined) return this.time.stream <= waiting.latestAt + this.policy.latenessMs ? true : undefined;
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
  take(record: Observed, index: number, tellings: Tellings): void {
    const { position, conversationId } = record;
    const at = record.at ?? placeOfUndated(record, this.conversations, this.evicted, this.time);
    const undated = record.at === undefined;
    const told = tellings.at(index);
    if (at === undefined) return refuse(told, "rejected", [{ position, reason: "noInstant" }, ...record.rejections]);
    const isLate = !undated && this.time.isLate(at, this.policy.latenessMs);
    if (isLate) return refuse(told, "late", [{ position, reason: "late" }]);
    told.rejections = record.rejections;
    this.marks.begin(this.expiry, this.counters);
    this.folding.counted.undated += Number(undated);
    this.time.move(record, at, !undated, () => !this.conversations.isAnyOpenBut(conversationId));
    this.expiry.run();
    const step = this.steps.add(index, this.time.stream, this.time.asOf);
    const waiting = this.waiting.get(conversationId) ?? new Waiting();
    this.waiting.set(conversationId, waiting);
    waiting.add({ at, undated, position, sightings: record.sightings }, step);
  }

  /** A fault of our own as a record was taken, which is that record's. */
  faultIn(record: Observed, error: unknown): RecordFault {
    return new RecordFault(this.faults, record, this.time.stream, error);
  }

  /** Moves as-of; stream time stays. What that makes overdue is told as of the place `index` when the batch is settled. */
  advance(to: Instant, index: number): void {
    this.time.advance(to);
    this.steps.add(index, this.time.stream, this.time.asOf);
  }

  /** Folds the records it took. Throws `RecordFault` where one cannot be folded: then all partitions must be rolled back. */
  fold(tellings: Tellings): void {
    const last = this.steps.count() - 1;
    for (const [id, waiting] of this.waiting) {
      this.touched.add(id);
      this.folding.fold(id, waiting, last, tellings);
    }
  }

  /** Makes all what it was before the first record since it was settled. */
  rollBack(): void {
    this.marks.rollBack(this.expiry, this.counters);
    this.waiting.clear();
    this.steps.clear();
  }

  /** Lets the time of the batch pass for every conversation. */
  settle(tellings: Tellings): void {
    const last = this.steps.count() - 1;
    this.expiry.noteSettled();
    if (last < 0) return;
    this.waiting.clear();
    this.marks.commit();
    const { stream, asOf } = this.time;
    this.passing.passForReminded("due", this.finals === undefined ? asOf : stream, last, tellings);
    this.passing.passForReminded("quiet", stream, last, tellings);
    this.steps.clear();
  }

  /** The ids of the conversations that are held. */
  held(): Iterable<string> {
    return this.conversations.ids();
  }

  /** Lets somebody look at a conversation; undefined where it is not held. */
  look<Seen>(id: string, at: (conversation: Conversation) => Seen): Seen | undefined {
    return this.conversations.look(id, at);
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
