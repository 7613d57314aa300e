import { createEngine, type Engine } from "../../engine/engine";
import type { EngineCounts } from "../../engine/ports";
import type { Instant } from "../../models/instant";
import { policyWith } from "../../models/policy-values";
import { ClockAdvances } from "./clock-advances";
import { CommitCounts } from "./commit-counts";
import type { FoldOrder } from "./fold-order";
import { FoldPolicies, type PolicyStepTaken } from "./fold-policies";
import { Outbox } from "./outbox";
import type { LogRecord, Outgoing } from "./port";
import { checkState } from "./partition-checks";
import { PartitionGaps } from "./partition-gaps";
import { PartitionInput } from "./partition-input";
import { PartitionViews } from "./partition-views";
import { markViews } from "./played";
import { encodeChanges, encodeConversation, encodePosition, type StateReader } from "./state-codec";
import { RecordFolding, splitAt } from "./record-folding";
import { readContents } from "./state-values";

/**
 * The fold of one input partition in memory: what messages make it tell, and what of its state must be kept. It knows up to
 * where its outputs were written before; records before that are folded again in silence.
 */
export class PartitionFold {
  /** Where it stands in its input. */
  readonly input: PartitionInput;
  /** What its input lacks. */
  private readonly gaps: PartitionGaps;
  private readonly listener: CommitCounts;
  private readonly outbox: Outbox;
  private readonly engine: Engine;
  private readonly views: PartitionViews;
  /** By which policies it goes. */
  readonly policies: FoldPolicies;
  private readonly advances = new ClockAdvances();
  private readonly records: RecordFolding;

  constructor(
    private readonly partition: number,
    private readonly order: FoldOrder,
  ) {
    const { inputs } = order.topics;
    this.input = new PartitionInput(inputs);
    this.listener = new CommitCounts(order);
    this.gaps = new PartitionGaps(inputs, partition, order.gaps ?? {});
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
    this.input.restore(state);
    this.advances.restore(position?.advances ?? [], checkpoint?.time.asOf ?? -Infinity);
    this.records.newest = checkpoint?.time.stream ?? -Infinity;
    if (checkpoint?.gaps !== undefined) this.gaps.restore(checkpoint.gaps);
    this.views.marks.restore();
    this.foldAgain(this.order.topics.inputs[0] ?? "", [], this.input.next());
  }

  /** The place that it is to be given next: of one topic its offset, of several the sum of theirs. */
  get next(): bigint {
    return this.input.next();
  }

  /** Whether what it was restored from is behind what was told: it is reading again what it had read. */
  isCatchingUp(): boolean {
    return this.input.isCatchingUp();
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

  /** Folds messages of a topic; returns what is to be written. They must be the next ones; `after` is the offset behind them. */
  fold(topic: string, messages: readonly LogRecord[], after: bigint): Outgoing[] {
    const { offsets, emittedUpTo: told } = this.input;
    const [again, ahead] = splitAt(messages, offsets.offsetAt(topic, told));
    this.foldAgain(topic, again, offsets.placeOf(topic, ahead[0]?.offset ?? after));
    if (ahead.length > 0) this.foldNew(topic, ahead);
    this.input.take(topic, messages, after);
    // Of no records nothing is written.
    const views = this.views.newlyTouched(this.isCatchingUp() || messages.length === 0);
    return markViews([...this.outbox.take(this.views.marks), ...views], this.order.topics, this.input.isPlayed);
  }

  /** Reads a topic on from another offset: what was before it is not there any more. */
  skipTo(topic: string, offset: bigint): void {
    const by = this.input.skipTo(topic, offset);
    if (this.isCatchingUp()) this.advances.shift(by);
  }

  /** Whether the policy is to be switched, or conversations are to go over to it, before anything new is folded. */
  isSwitchDue(): boolean {
    return this.policies.isDue() && !this.isCatchingUp();
  }

  /** Takes a step of that; returns what it corrects. What there is of the state is to be written with it. */
  switchPolicy(): PolicyStepTaken & { readonly outputs: Outgoing[] } {
    const step = this.policies.step(this.engine, this.next);
    return { ...step, outputs: markViews(this.outbox.take(this.views.marks), this.order.topics, this.input.isPlayed) };
  }

  /** Whether there is something to be written that no record brings: what the clock, where there is one, makes overdue among it. */
  hasNews(asOf = -Infinity): boolean {
    if (this.isSwitchDue() || this.gaps.hasMore()) return true;
    return this.mayAdvance(asOf) && this.engine.nextDueAt(this.partition) < asOf;
  }

  private mayAdvance(asOf: Instant): boolean {
    // Before the first record nothing is known to be of this day.
    const applies = !this.input.isPlayed && this.latest() > -Infinity;
    return applies && asOf > this.advances.asOf && !this.isCatchingUp();
  }

  /** Moves as-of by the clock, where it applies; returns what that makes overdue. */
  advance(asOf: Instant): Outgoing[] {
    if (!this.mayAdvance(asOf)) return [];
    this.advances.asOf = asOf;
    this.engine.advance(asOf, this.partition);
    const told = this.outbox.take(this.views.marks);
    if (told.length > 0) this.advances.note(this.next);
    return told;
  }

  /** The position, to be written with what was told, and by which policies that is, where the state does not say it. */
  position(): Outgoing[] {
    const { input, group } = this.order.kind;
    const { state } = this.order.topics;
    const at = { policy: this.policies.digest(), advances: this.advances.save(), ...this.input.save() };
    return [...this.policies.unkept(state), encodePosition(state, { input, group, ...at })];
  }

  /** What changed in the state since the last checkpoint, with the views of what changed. */
  checkpoint(): { readonly state: readonly Outgoing[]; readonly views: readonly Outgoing[] } {
    const { state } = this.order.topics;
    const changes = this.engine.takeChanges(this.partition, (id, saved) => encodeConversation(state, id, saved));
    this.advances.clear();
    this.input.keep();
    const { next: offset, input, policies, gaps } = this;
    const at = { policy: policies.digest(), offset, offsets: input.offsets.save(), gaps: gaps.save() };
    const made = { ...this.order.kind, ...at };
    return { state: encodeChanges(state, changes, made), views: this.newViews() };
  }

  /** The views of what changed since views were written, by a checkpoint or by this. */
  newViews(): Outgoing[] {
    const views = [...this.views.changed(), ...this.views.newlyTouched(this.isCatchingUp())];
    return markViews(views, this.order.topics, this.input.isPlayed);
  }

  /** What was told before is told to nobody; the clock moves as it did then, up to the records before `edge`. */
  private foldAgain(topic: string, messages: readonly LogRecord[], edge: bigint): void {
    this.outbox.isMuted = true;
    let rest = messages;
    for (let advance = this.advances.next(edge); advance !== undefined; advance = this.advances.next(edge)) {
      const { before, asOf } = advance;
      const [again, behind] = splitAt(rest, this.input.offsets.offsetAt(topic, before));
      this.records.accept(topic, again, true);
      rest = behind;
      this.engine.advance(asOf, this.partition);
    }
    this.records.accept(topic, rest, true);
    this.outbox.isMuted = false;
  }

  private foldNew(topic: string, messages: readonly LogRecord[]): void {
    const [first] = messages;
    if (first !== undefined && this.advances.asOf > this.engine.latest())
      this.advances.note(this.input.offsets.placeOf(topic, first.offset));
    this.outbox.begin(messages);
    this.records.accept(topic, messages, false);
  }
}
