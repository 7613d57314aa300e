import { createEngine, type Engine } from "../../../engine/engine";
import type { EngineCounts } from "../../../engine/ports";
import type { Instant } from "../../../models/instant";
import { policyWith } from "../../../models/policy-values";
import { ClockAdvances } from "./clock-advances";
import { CommitCounts } from "./commit-counts";
import type { FoldOptions } from "./fold-options";
import { FoldPolicies, type PolicyStepTaken } from "../policy/fold-policies";
import { Outbox } from "./outbox";
import type { LogRecord, Outgoing } from "../port/port";
import { checkState } from "../state/state-checks";
import { PartitionGaps } from "../gaps/partition-gaps";
import { PartitionInput } from "./partition-input";
import { PartitionViews } from "./partition-views";
import { markViews } from "../records/played";
import { encodeChanges, encodeConversation, encodePosition, type StateReader } from "../state/state-codec";
import { RecordFolding, splitAt } from "./record-folding";
import { readContents } from "../state/state-values";

/**
 * The fold of one input partition in memory: from messages to outputs and to the state that a checkpoint keeps. After a restart it folds
 * again what lies between the checkpoint and the position, and emits nothing of that: those outputs were written before.
 */
export class PartitionFold {
  /** Up to where its input is folded. */
  readonly input: PartitionInput;
  /** The gaps in its input. */
  private readonly gaps: PartitionGaps;
  private readonly listener: CommitCounts;
  private readonly outbox: Outbox;
  private readonly engine: Engine;
  private readonly views: PartitionViews;
  /** The policies by which it goes. */
  readonly policies: FoldPolicies;
  private readonly advances = new ClockAdvances();
  private readonly records: RecordFolding;

  constructor(
    private readonly partition: number,
    private readonly options: FoldOptions,
  ) {
    const { inputs } = options.topics;
    this.input = new PartitionInput(inputs);
    this.listener = new CommitCounts(options);
    this.gaps = new PartitionGaps(inputs, partition, options.gaps ?? {});
    this.outbox = new Outbox(options.topics, this.listener);
    const { own } = options.policies.options;
    this.engine = createEngine(policyWith(own.values, own.digest), this.outbox, { tracksChanges: true });
    this.views = new PartitionViews(this.engine, partition, options.topics, this.gaps);
    this.records = new RecordFolding(partition, this.engine, this.gaps, options, this.listener);
    this.policies = new FoldPolicies(partition, options.policies);
  }

  /** Goes on from a state that was restored. Throws `AppError` where that is of another kind. */
  restore(state: StateReader): void {
    const [saved, { checkpoint, position }] = [state.partition(), state];
    const topic = this.options.topics.state;
    checkState(state, this.options.kind, topic);
    const policies = this.policies.restore(state.policies.all(), topic);
    if (saved !== undefined) this.engine.restore(this.partition, { ...saved, policies }, readContents);
    else for (const change of policies) this.engine.switchPolicy(change);
    this.input.restore(state);
    this.advances.restore(position?.advances ?? [], checkpoint?.time.asOf ?? -Infinity);
    this.records.newest = checkpoint?.time.stream ?? -Infinity;
    if (checkpoint?.gaps !== undefined) this.gaps.restore(checkpoint.gaps);
    this.views.marks.restore();
    this.foldAgain(this.options.topics.inputs[0] ?? "", [], this.input.next());
  }

  /** The place of the next record: of one topic its offset, of several the sum of their offsets. */
  get next(): bigint {
    return this.input.next();
  }

  /** Whether it folds again what was written before. */
  isCatchingUp(): boolean {
    return this.input.isCatchingUp();
  }

  counts(): EngineCounts {
    return this.engine.counts();
  }

  /** What was folded is written, or there was nothing to write: its counts are reported now. */
  committed(): void {
    this.listener.commit();
  }

  packedBytes(): number {
    return this.engine.packedBytes();
  }

  latest(): Instant {
    return this.engine.latest();
  }

  /** Folds the next messages of a topic; returns what is to be written. `after` is the offset behind them. */
  fold(topic: string, messages: readonly LogRecord[], after: bigint): Outgoing[] {
    const { offsets, emittedUpTo } = this.input;
    const [again, ahead] = splitAt(messages, offsets.offsetAt(topic, emittedUpTo));
    this.foldAgain(topic, again, offsets.placeOf(topic, ahead[0]?.offset ?? after));
    if (ahead.length > 0) this.foldNew(topic, ahead);
    this.input.take(topic, messages, after);
    // Without a record there is no transaction that would write them.
    const views = this.views.newlyTouched(this.isCatchingUp() || messages.length === 0);
    return markViews([...this.outbox.take(this.views.marks), ...views], this.options.topics, this.input.isPlayed);
  }

  /** Goes on at a later offset of a topic: retention deleted what lies before it. */
  skipTo(topic: string, offset: bigint): void {
    const by = this.input.skipTo(topic, offset);
    if (this.isCatchingUp()) this.advances.shift(by);
  }

  /** Whether the policy is to be switched, or conversations are to be migrated to it, before anything new is folded. */
  isSwitchDue(): boolean {
    return this.policies.isDue() && !this.isCatchingUp();
  }

  /** Does one step of that; returns the corrections. A checkpoint is to be written with them. */
  switchPolicy(): PolicyStepTaken & { readonly outputs: Outgoing[] } {
    const step = this.policies.step(this.engine, this.next);
    const outputs = markViews(this.outbox.take(this.views.marks), this.options.topics, this.input.isPlayed);
    return { ...step, outputs };
  }

  /** Whether there is something to be written that no record brings: what the clock, where there is one, makes overdue among it. */
  hasPending(asOf = -Infinity): boolean {
    if (this.gaps.hasMore()) return true;
    return this.mayAdvance(asOf) && this.engine.nextDueAt(this.partition) < asOf;
  }

  private mayAdvance(asOf: Instant): boolean {
    // Before the first record it is not known whether its instants are of the present.
    const applies = !this.input.isPlayed && this.latest() > -Infinity;
    return applies && asOf > this.advances.asOf && !this.isCatchingUp();
  }

  /** Moves as-of by the clock, where it applies; returns what that makes overdue. */
  advance(asOf: Instant): Outgoing[] {
    if (!this.mayAdvance(asOf)) return [];
    this.advances.asOf = asOf;
    this.engine.advance(asOf, this.partition);
    const outputs = this.outbox.take(this.views.marks);
    if (outputs.length > 0) this.advances.note(this.next);
    return outputs;
  }

  /** The position, to be written with the outputs; and the policies that the state does not have yet. */
  position(): Outgoing[] {
    const { input, group } = this.options.kind;
    const { state } = this.options.topics;
    const at = { policy: this.policies.digest(), advances: this.advances.save(), ...this.input.save() };
    return [...this.policies.unstored(state), encodePosition(state, { input, group, ...at })];
  }

  /** A checkpoint: what changed in the state since the last one, and the views of what changed. */
  checkpoint(): { readonly state: readonly Outgoing[]; readonly views: readonly Outgoing[] } {
    const { state } = this.options.topics;
    const changes = this.engine.takeChanges(this.partition, (id, saved) => encodeConversation(state, id, saved));
    this.advances.clear();
    this.input.keep();
    const { next: offset, input, policies, gaps } = this;
    const at = { policy: policies.digest(), offset, offsets: input.offsets.save(), gaps: gaps.save() };
    const made = { ...this.options.kind, ...at };
    return { state: encodeChanges(state, changes, made), views: this.newViews() };
  }

  /** The views of what changed since views were written, by a checkpoint or by this. */
  newViews(): Outgoing[] {
    const views = [...this.views.changed(), ...this.views.newlyTouched(this.isCatchingUp())];
    return markViews(views, this.options.topics, this.input.isPlayed);
  }

  /** Folds again without emitting; as-of is moved by the clock where it was then, up to the place `edge`. */
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
