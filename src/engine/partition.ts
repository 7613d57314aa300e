import type { Decoded } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { Rejection } from "../models/rejection";
import { Conversation } from "./conversation";
import type { HeldRecord } from "./history";
import { Markers, type Marker } from "./markers";
import type { Means } from "./means";
import { PassingTime } from "./passing-time";
import type { PartitionCounts, RecordOutcome } from "./ports";
import type { PartitionOf, SavedChanges, SavedHead, SavedPartition } from "./saved";
import { Steps } from "./steps";
import { StreamTime } from "./stream-time";
import type { Tellings } from "./tellings";
import { Touched } from "./touched";
import { Waiting } from "./waiting";

type Observed = Extract<Decoded, { readonly kind: "observations" }>;

/**
 * The conversations of one partition and its time. Records are taken one by one, which decides their time and whether they
 * are late; they are folded when the batch is settled, conversation by conversation, each as of the moments of its own
 * records: so it makes no difference how records are cut into batches. Nothing here knows a clock.
 */
export class Partition {
  private readonly conversations = new Map<string, Conversation>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly steps = new Steps();
  private readonly markers: Markers;
  private readonly passing: PassingTime;
  readonly time = new StreamTime();
  readonly touched: Touched;
  private readonly counted = { conversations: 0, sealed: 0, reopened: 0, undated: 0 };

  constructor(
    private readonly policy: Policy,
    private readonly means: Means,
  ) {
    this.touched = new Touched(means.tracksChanges);
    this.markers = new Markers(policy.latenessMs, means);
    this.passing = new PassingTime(this.conversations, this.markers, this.steps, policy, (id) => {
      this.touched.add(id);
    });
  }

  /** Whether a conversation is held or remembered; undefined where only settling can tell. */
  knows(conversationId: string): boolean | undefined {
    const stream = this.time.stream;
    const waiting = this.waiting.get(conversationId);
    if (waiting !== undefined) return stream <= waiting.latestAt + this.policy.latenessMs ? true : undefined;
    const conversation = this.conversations.get(conversationId);
    if (conversation !== undefined) return stream <= conversation.quietAt ? true : undefined;
    return this.markers.has(conversationId, stream);
  }

  /** Takes a record of a batch. What has no instant of its own must find the batch settled. */
  take(record: Observed, index: number, tellings: Tellings): void {
    const { position, conversationId } = record;
    const at = this.instantOf(record);
    const undated = record.at === undefined;
    const told = tellings.at(index);
    const refuse = (outcome: RecordOutcome, rejections: readonly Rejection[]) => {
      told.outcome = outcome;
      told.rejections = rejections;
    };
    if (at === undefined) return refuse("rejected", [{ position, reason: "noInstant" }, ...record.rejections]);
    if (!undated && at < this.time.stream - this.policy.latenessMs)
      return refuse("late", [{ position, reason: "late" }]);
    told.rejections = record.rejections;
    if (undated) this.counted.undated += 1;
    this.time.move(at, !undated);
    const step = this.steps.add(index, this.time.stream, this.time.asOf);
    const waiting = this.waiting.get(conversationId) ?? new Waiting();
    if (waiting.records.length === 0) this.waiting.set(conversationId, waiting);
    waiting.add({ at, undated, position, sightings: record.sightings }, step);
  }

  /** Moves as-of; stream time stays. What that makes overdue is told as of the place `index` when the batch is settled. */
  advance(to: Instant, index: number): void {
    this.time.advance(to);
    this.steps.add(index, this.time.stream, this.time.asOf);
  }

  /** Folds the records it took, and lets the time of the batch pass for every conversation. */
  settle(tellings: Tellings): void {
    const last = this.steps.count() - 1;
    if (last < 0) return;
    for (const [id, waiting] of this.waiting) this.play(id, waiting, last, tellings);
    this.waiting.clear();
    this.passing.passForReminded("due", this.time.asOf, last, tellings);
    this.passing.passForReminded("quiet", this.time.stream, last, tellings);
    this.markers.expire(this.time.stream);
    this.steps.clear();
  }

  held(): Iterable<Conversation> {
    return this.conversations.values();
  }

  find(id: string): Conversation | undefined {
    return this.conversations.get(id);
  }

  counts(): PartitionCounts {
    return { ...this.counted, ...this.passing.counted, open: this.conversations.size, markers: this.markers.count() };
  }

  save(): SavedPartition {
    const conversations = [...this.conversations.values()].map((conversation) => conversation.save());
    return { ...this.saveTime(), conversations, markers: this.markers.all() };
  }

  private saveTime(): Pick<SavedPartition, "time" | "counts"> {
    return { time: this.time.save(), counts: { ...this.counted, ...this.passing.counted } };
  }

  /** What changed since the last time. */
  takeChanges(): SavedChanges {
    const ids = [...this.touched.takeUnsaved()];
    const conversations = ids.map((id) => [id, this.conversations.get(id)?.save()] as const);
    return { ...this.saveTime(), conversations, markers: this.markers.takeChanges() };
  }

  /** Becomes what was saved; for a partition that has seen nothing. `fill` makes a conversation what was saved of it. */
  load<Head extends SavedHead>(saved: PartitionOf<Head>, fill: (conversation: Conversation, one: Head) => void): void {
    const { time, counts, markers, conversations } = saved;
    this.time.load(time);
    const { evicted, abandoned, ...counted } = counts;
    Object.assign(this.counted, counted);
    Object.assign(this.passing.counted, { evicted, abandoned });
    for (const [id, marker] of markers) this.markers.keep(id, marker);
    this.markers.takeChanges();
    for (const one of conversations) {
      const conversation = this.create(one.id, undefined);
      fill(conversation, one);
      this.passing.remind(conversation);
    }
  }

  /** Folds the records of a conversation one after the other, with the time that passes between them. */
  private play(id: string, { records, steps }: Waiting, last: number, tellings: Tellings): void {
    let conversation = this.conversations.get(id);
    let from = 0;
    this.touched.add(id);
    for (let place = 0; place < records.length; place += 1) {
      const [record, step] = [records[place], steps[place]];
      if (record === undefined || step === undefined) continue;
      if (conversation !== undefined && !this.passing.pass(conversation, from, step - 1, tellings))
        conversation = undefined;
      conversation ??= this.begin(id, record.at);
      this.fold(conversation, record, step, tellings);
      from = step;
    }
    if (conversation === undefined || !this.passing.pass(conversation, from, last, tellings)) return;
    this.passing.remind(conversation);
    conversation.rest();
  }

  private begin(id: string, at: Instant): Conversation {
    const marker = this.markers.recall(id, at);
    if (marker === undefined) this.counted.conversations += 1;
    else this.counted.reopened += 1;
    return this.create(id, marker);
  }

  private create(id: string, marker: Marker | undefined): Conversation {
    const created = new Conversation(id, this.policy, this.means, marker);
    this.conversations.set(id, created);
    return created;
  }

  private fold(conversation: Conversation, record: HeldRecord, step: number, tellings: Tellings): void {
    const asOf = this.steps.asOf(step);
    const told = tellings.at(this.steps.index(step));
    const placement = conversation.place(record);
    this.counted.sealed += conversation.seal(this.steps.stream(step) - this.policy.latenessMs);
    told.outcome = placement === "repeated" ? "repeated" : "folded";
    if (placement !== "repeated") {
      conversation.revision += 1;
      told.asOf = asOf;
      told.revision = conversation.revision;
      if (placement === "changed") told.measurements = conversation.renewMeasurements();
      this.passing.judge(conversation, told, conversation.revision);
    }
    conversation.watch();
  }

  /** The instant that counts for a record: its own, else its place behind what is known of the conversation. */
  private instantOf(record: Observed): Instant | undefined {
    if (record.at !== undefined) return record.at;
    const known = this.conversations.get(record.conversationId)?.lastAt() ?? -Infinity;
    const at = Math.max(known, record.latestInside ?? -Infinity);
    return at > -Infinity ? at : this.time.stream > -Infinity ? this.time.stream : undefined;
  }
}
