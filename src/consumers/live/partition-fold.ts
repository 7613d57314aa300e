import { createEngine, type Engine } from "../../engine/engine";
import type { EngineCounts } from "../../engine/ports";
import type { Instant } from "../../models/instant";
import { CommitCounts } from "./commit-counts";
import type { FoldOrder } from "./fold-order";
import { InputWitness } from "./input-witness";
import { Outbox } from "./outbox";
import type { LogRecord, Outgoing } from "./port";
import { checkState, takeHome } from "./partition-checks";
import { PartitionGaps } from "./partition-gaps";
import { PartitionViews } from "./partition-views";
import { isPlayed, markViews } from "./played";
import { encodeChanges, encodeConversation, encodePosition, type Advance, type StateReader } from "./state-codec";
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
  /** Up to here all was told before. */
  private told = 0n;
  private replayed: readonly Advance[] = [];
  private advances: Advance[] = [];
  private asOf: Instant = -Infinity;
  private newest: Instant = -Infinity;

  constructor(
    private readonly partition: number,
    private readonly order: FoldOrder,
  ) {
    this.listener = new CommitCounts(order);
    this.gaps = new PartitionGaps(order.topics.input, partition, order.gaps ?? {});
    this.outbox = new Outbox(order.topics, this.listener, (view) => this.gaps.mark(view));
    this.engine = createEngine(order.policy, this.outbox, { tracksChanges: true });
    this.views = new PartitionViews(this.engine, partition, order.topics.conversations, this.gaps);
  }

  /** Takes up a state that was restored. Throws `AppError` where it is of another kind. */
  restore(state: StateReader): void {
    const [saved, { checkpoint, position }] = [state.partition(), state];
    checkState(state, this.order.kind, this.order.topics.state);
    if (saved !== undefined) this.engine.restore(this.partition, saved, readContents);
    this.next = checkpoint?.offset ?? 0n;
    this.told = position?.offset ?? 0n;
    this.isPlayed = position?.isPlayed ?? false;
    this.witness.restore(position?.mark);
    this.replayed = position?.advances ?? [];
    this.advances = [...this.replayed];
    this.asOf = checkpoint?.time.asOf ?? -Infinity;
    this.newest = checkpoint?.time.stream ?? -Infinity;
    if (checkpoint?.gaps !== undefined) this.gaps.restore(checkpoint.gaps);
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
    return markViews([...this.outbox.take(), ...views], this.order.topics, this.isPlayed);
  }

  /** Moves as-of by the clock, where it applies; returns what that makes overdue. */
  advance(asOf: Instant): Outgoing[] {
    // Before the first record nothing is known to be of this day.
    const applies = !this.isPlayed && this.latest() > -Infinity;
    if (!applies || asOf <= this.asOf || this.isCatchingUp()) return [];
    this.asOf = asOf;
    this.engine.advance(asOf, this.partition);
    const told = this.outbox.take();
    if (told.length > 0) this.noteAdvance(this.next);
    return told;
  }

  /** The position, to be written with what was told. */
  position(): Outgoing {
    this.told = this.next;
    const { input, group } = this.order.kind;
    const { next: offset, advances, isPlayed, witness } = this;
    return encodePosition(this.order.topics.state, { input, group, offset, advances, isPlayed, mark: witness.mark() });
  }

  /** What changed in the state since the last checkpoint, with the views of what changed. */
  checkpoint(): Checkpointed {
    const { state } = this.order.topics;
    const changes = this.engine.takeChanges(this.partition, (id, saved) => encodeConversation(state, id, saved));
    this.advances = [];
    return {
      state: encodeChanges(state, changes, this.order.kind, { offset: this.next, gaps: this.gaps.save() }),
      views: this.newViews(),
    };
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
      this.accept(rest.filter(({ offset }) => offset < before));
      rest = rest.filter(({ offset }) => offset >= before);
      this.engine.advance(asOf, this.partition);
      this.asOf = Math.max(this.asOf, asOf);
      this.replayed = this.replayed.slice(1);
    }
    this.accept(rest);
    this.outbox.isMuted = false;
  }

  private foldNew(messages: readonly LogRecord[]): void {
    const [first] = messages;
    if (first !== undefined && this.asOf > this.engine.latest()) this.noteAdvance(first.offset);
    this.outbox.begin(messages);
    this.accept(messages);
  }

  /** As-of decides what later records make overdue, so it must be the same when they are folded again. */
  private noteAdvance(before: bigint): void {
    if (this.advances.at(-1)?.asOf !== this.asOf) this.advances.push({ before, asOf: this.asOf });
  }

  private accept(messages: readonly LogRecord[]): void {
    if (messages.length === 0) return;
    const startedAt = performance.now();
    const { decoder, topics, misrouted } = this.order;
    const decoded = messages.flatMap((message) => decoder.decode(topics.input, this.partition, message));
    this.gaps.take(decoded.map(({ record }) => record));
    const records = decoded.map((one) => takeHome(one, misrouted));
    const decodedAt = performance.now();
    const isMuted = this.outbox.isMuted;
    this.engine.acceptAll(records, (index, outcome) => {
      const record = records[index];
      if (record === undefined) return;
      if (!isMuted) this.listener.onRecords(outcome, 1);
      if (record.kind === "observations" && outcome !== "rejected") this.compare(record.at ?? this.newest, isMuted);
    });
    this.listener.onStage("decode", decodedAt - startedAt);
    this.listener.onStage("fold", performance.now() - decodedAt);
  }

  private compare(at: Instant, isMuted: boolean): void {
    if (at < this.newest && !isMuted) this.listener.onBehind(this.newest - at);
    this.newest = Math.max(this.newest, at);
  }
}
