import { createEngine, type Engine } from "../../engine/engine";
import type { EngineCounts } from "../../engine/ports";
import type { Instant } from "../../models/instant";
import { policyWith } from "../../models/policy-values";
import { CommitCounts } from "./commit-counts";
import type { FoldOrder } from "./fold-order";
import { FoldPolicies, type PolicyStepTaken } from "./fold-policies";
import { InputWitness } from "./input-witness";
import { Outbox } from "./outbox";
import type { LogRecord, Outgoing } from "./port";
import { checkState } from "./partition-checks";
import { PartitionGaps } from "./partition-gaps";
import { PartitionViews } from "./partition-views";
import { isPlayed, markViews } from "./played";
import { encodeChanges, encodeConversation, encodePosition, type Advance, type StateReader } from "./state-codec";
import { RecordFolding, splitAt } from "./record-folding";
import { readContents } from "./state-values";

/** What a checkpoint writes. */
export interface Checkpointed {
  readonly state: readonly Outgoing[];
  readonly views: readonly Outgoing[];
}

/**
 * The fold of one input partition in memory: what messages make it tell, and what of its state must be kept. It knows up to
 * where its outputs were written before; records before that are folded again in silence.
 */
export class PartitionFold {
  /** The offset that it is to be given next. */
  next = 0n;
  /** Whether its latest record was played from a log. */
  isPlayed = false;
  /** What its input lacks. */
  private readonly gaps: PartitionGaps;
  /** By what the input is known again. */
  readonly witness = new InputWitness();
  private readonly listener: CommitCounts;
  private readonly outbox: Outbox;
  private readonly engine: Engine;
  private readonly views: PartitionViews;
  /** By which policies it goes. */
  readonly policies: FoldPolicies;
  /** Up to here all was written before. */
  told = 0n;
  private replayed: readonly Advance[] = [];
  private advances: Advance[] = [];
  private asOf: Instant = -Infinity;
  private readonly records: RecordFolding;

  constructor(
    private readonly partition: number,
    private readonly order: FoldOrder,
  ) {
    this.listener = new CommitCounts(order);
    this.gaps = new PartitionGaps(order.topics.input, partition, order.gaps ?? {});
    this.outbox = new Outbox(order.topics, this.listener);
    const { own } = order.policies.order;
    this.engine = createEngine(policyWith(own.values, own.digest), this.outbox, { tracksChanges: true });
    this.views = new PartitionViews(this.engine, partition, order.topics, this.gaps);
    this.records = new RecordFolding(partition, this.engine, this.gaps, order, this.listener);
    this.policies = new FoldPolicies(partition, order.policies);
  }

  /** Takes up a state that was restored. Throws `AppError` where it is of another kind. */
  restore(state: StateReader): void {
    const [saved, { checkpoint, position }] = [state.partition(), state];
    const topic = this.order.topics.state;
    checkState(state, this.order.kind, topic);
    const policies = this.policies.restore(state.policies.all(), topic);
    if (saved !== undefined) this.engine.restore(this.partition, { ...saved, policies }, readContents);
    else for (const change of policies) this.engine.switchPolicy(change);
    this.next = checkpoint?.offset ?? 0n;
    this.told = position?.offset ?? 0n;
    this.isPlayed = position?.isPlayed ?? false;
    this.witness.restore(position?.mark);
    this.replayed = position?.advances ?? [];
    this.advances = [...this.replayed];
    this.asOf = checkpoint?.time.asOf ?? -Infinity;
    this.records.newest = checkpoint?.time.stream ?? -Infinity;
    if (checkpoint?.gaps !== undefined) this.gaps.restore(checkpoint.gaps);
    this.views.marks.restore();
    this.foldAgain([], this.next);
  }

  /** Whether what it was restored from is behind what was told: it is reading again what it had read. */
  isCatchingUp(): boolean {
    return this.next < this.told;
  }

  counts(): EngineCounts {
    return this.engine.counts();
  }

  /** What was folded is written, or there was nothing to write: it counts. */
  committed(): void {
    this.listener.commit();
  }

  packedBytes(): number {
    return this.engine.packedBytes();
  }

  latest(): Instant {
    return this.engine.latest();
  }

  /** Folds messages; returns what is to be written. They must be the next ones; `after` is the offset behind them. */
  fold(messages: readonly LogRecord[], after: bigint): Outgoing[] {
    const firstNew = messages.findIndex(({ offset }) => offset >= this.told);
    const again = firstNew < 0 ? messages : messages.slice(0, firstNew);
    const ahead = messages.slice(again.length);
    this.foldAgain(again, ahead[0]?.offset ?? after);
    if (ahead.length > 0) this.foldNew(ahead);
    this.next = after;
    const last = messages.at(-1);
    this.isPlayed = isPlayed(last) ?? this.isPlayed;
    this.witness.note(last);
    const views = this.views.newlyTouched(this.isCatchingUp());
    return markViews([...this.outbox.take(this.views.marks), ...views], this.order.topics, this.isPlayed);
  }

  /** Whether the policy is to be switched, or conversations are to go over to it, before anything new is folded. */
  isSwitchDue(): boolean {
    return this.policies.isDue() && !this.isCatchingUp();
  }

  /** Takes a step of that; returns what it corrects. What there is of the state is to be written with it. */
  switchPolicy(): PolicyStepTaken & { readonly outputs: Outgoing[] } {
    const step = this.policies.step(this.engine, this.next);
    return { ...step, outputs: markViews(this.outbox.take(this.views.marks), this.order.topics, this.isPlayed) };
  }

  /** Moves as-of by the clock, where it applies; returns what that makes overdue. */
  advance(asOf: Instant): Outgoing[] {
    // Before the first record nothing is known to be of this day.
    const applies = !this.isPlayed && this.latest() > -Infinity;
    if (!applies || asOf <= this.asOf || this.isCatchingUp()) return [];
    this.asOf = asOf;
    this.engine.advance(asOf, this.partition);
    const told = this.outbox.take(this.views.marks);
    if (told.length > 0) this.noteAdvance(this.next);
    return told;
  }

  /** The position, to be written with what was told, and by which policies that is, where the state does not say it. */
  position(): Outgoing[] {
    this.told = this.next;
    const { input, group } = this.order.kind;
    const { next: offset, advances, isPlayed, witness } = this;
    const { state } = this.order.topics;
    const [policy, mark] = [this.policies.digest(), witness.mark()];
    const position = { input, group, policy, offset, advances, isPlayed, mark };
    return [...this.policies.unkept(state), encodePosition(state, position)];
  }

  /** What changed in the state since the last checkpoint, with the views of what changed. */
  checkpoint(): Checkpointed {
    const { state } = this.order.topics;
    const changes = this.engine.takeChanges(this.partition, (id, saved) => encodeConversation(state, id, saved));
    this.advances = [];
    const made = { ...this.order.kind, policy: this.policies.digest(), offset: this.next, gaps: this.gaps.save() };
    return { state: encodeChanges(state, changes, made), views: this.newViews() };
  }

  /** The views of what changed since views were written, by a checkpoint or by this. */
  newViews(): Outgoing[] {
    const views = [...this.views.changed(), ...this.views.newlyTouched(this.isCatchingUp())];
    return markViews(views, this.order.topics, this.isPlayed);
  }

  /** What was told before is told to nobody; the clock moves as it did then, up to the records before `edge`. */
  private foldAgain(messages: readonly LogRecord[], edge: bigint): void {
    this.outbox.isMuted = true;
    let rest = messages;
    for (let [advance] = this.replayed; advance !== undefined && advance.before <= edge; [advance] = this.replayed) {
      const { before, asOf } = advance;
      const [again, behind] = splitAt(rest, before);
      this.records.accept(again, true);
      rest = behind;
      this.engine.advance(asOf, this.partition);
      this.asOf = Math.max(this.asOf, asOf);
      this.replayed = this.replayed.slice(1);
    }
    this.records.accept(rest, true);
    this.outbox.isMuted = false;
  }

  private foldNew(messages: readonly LogRecord[]): void {
    const [first] = messages;
    if (first !== undefined && this.asOf > this.engine.latest()) this.noteAdvance(first.offset);
    this.outbox.begin(messages);
    this.records.accept(messages, false);
  }

  /** As-of decides what later records make overdue, so it must be the same when they are folded again. */
  private noteAdvance(before: bigint): void {
    if (this.advances.at(-1)?.asOf !== this.asOf) this.advances.push({ before, asOf: this.asOf });
  }
}
