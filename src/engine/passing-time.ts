import { contain } from "../models/fault";
import type { Instant } from "../models/instant";
import type { Conversation } from "./store/conversation";
import type { Conversations } from "./store/conversations";
import { toDeadlineEmission } from "./emit/emissions";
import { emitMeasurements } from "./emit/emit-measurements";
import { toEvictionRecord } from "./store/eviction";
import type { Faults } from "./store/faults";
import { ReminderHeap } from "./time/reminder-heap";
import { LastViews, type EmitView } from "./emit/last-views";
import type { Finals } from "./emit/finals";
import type { EvictionRecords } from "./store/eviction-records";
import type { BatchTimeline } from "./time/batch-timeline";
import type { PendingOutputs, PendingEmissions } from "./emit/pending-outputs";

/** What the passing of time does to the conversations of a partition: deadlines fall due, and what is over is evicted. */
export class PassingTime {
  /** How many conversations were evicted, and how many of them without an end. */
  readonly counted = { evicted: 0, abandoned: 0 };
  private readonly views: LastViews;
  readonly reminders = {
    due: new ReminderHeap(),
    quiet: new ReminderHeap(),
  };

  constructor(
    private readonly conversations: Conversations,
    private readonly evicted: EvictionRecords,
    private readonly timeline: BatchTimeline,
    private readonly faults: Faults,
    /** Called with each conversation that time changed. */
    private readonly onChange: (conversationId: string) => void,
    /** Undefined where every change is emitted. */
    private readonly finals: Finals | undefined,
  ) {
    this.views = new LastViews(conversations, faults);
  }

  /**
   * Lets time pass for a conversation from one moment to another: emits what becomes overdue, and evicts it when its time
   * has come. False when it was evicted.
   */
  pass(conversation: Conversation, from: number, until: number, outputs: PendingOutputs): boolean {
    for (let moment = from; ;) {
      const due = this.firstDue(conversation.dueAt, moment);
      const quiet = this.timeline.firstStreamAfter(conversation.quietAt, moment);
      if (Math.min(due, quiet) > until) return true;
      moment = Math.min(due, quiet);
      if (!this.passMoment(conversation, moment, due === moment, outputs)) return false;
    }
  }

  /** Whether something happens to a conversation from one moment to another as time passes. */
  isDue(conversation: Conversation, from: number, until: number): boolean {
    const due = this.firstDue(conversation.dueAt, from);
    return Math.min(due, this.timeline.firstStreamAfter(conversation.quietAt, from)) <= until;
  }

  /** What is owed falls due by as-of; a conversation is quiet by stream time. */
  private firstDue(dueAt: Instant, from: number): number {
    return this.finals === undefined
      ? this.timeline.firstAsOfAfter(dueAt, from)
      : this.timeline.firstStreamAfter(dueAt, from);
  }

  private lookAtDue(conversation: Conversation, moment: number, outputs: PendingOutputs): void {
    if (this.finals === undefined) this.emitOverdue(conversation, moment, outputs);
    else this.finals.emitQuiet(conversation, this.timeline.asOf(moment), outputs.at(this.timeline.index(moment)));
  }

  /** A fault costs the conversation the passing of time until its next record; what was emitted of it stands. */
  private passMoment(conversation: Conversation, moment: number, isDue: boolean, outputs: PendingOutputs): boolean {
    const [emittedPending, evaluatedAt] = [conversation.emittedPending(), conversation.evaluatedAt];
    const look = () => {
      if (isDue) this.lookAtDue(conversation, moment, outputs);
      return isDue || this.lookWhetherQuiet(conversation, moment, outputs);
    };
    return contain(look, (error) => {
      const { id } = conversation;
      conversation.forgetDerived(emittedPending);
      Object.assign(conversation, { evaluatedAt, dueAt: Infinity, quietAt: Infinity });
      this.noteFault(id, moment, outputs, error);
      return true;
    });
  }

  private noteFault(conversationId: string, moment: number, outputs: PendingOutputs, error: unknown): void {
    this.faults.mark(conversationId, this.timeline.stream(moment));
    this.onChange(conversationId);
    outputs.addFault(this.timeline.index(moment), { stage: "time", position: undefined, conversationId, error });
  }

  /** Lets the time of a batch pass for the conversations that are to be looked at until an instant. */
  passForReminded(kind: "due" | "quiet", until: Instant, last: number, outputs: PendingOutputs): void {
    const index = this.reminders[kind];
    for (let reminder = index.popBefore(until); reminder !== undefined; reminder = index.popBefore(until)) {
      const { id, at } = reminder;
      const look = () => this.passForOne(kind, id, at, last, outputs);
      contain(look, (error) => this.noteFault(id, last, outputs, error));
    }
  }

  private passForOne(kind: "due" | "quiet", id: string, at: Instant, last: number, outputs: PendingOutputs): void {
    const conversation = this.conversations.get(id);
    if (conversation === undefined) return;
    const remindedAt = kind === "due" ? "remindedDueAt" : "remindedQuietAt";
    if (conversation[remindedAt] === at) conversation[remindedAt] = Infinity;
    if (!this.pass(conversation, 0, last, outputs)) return;
    this.remind(conversation);
    this.conversations.hibernate(conversation);
  }

  /** Keeps the earliest reminder of each kind; when it comes, a later instant is found. */
  remind(conversation: Conversation): void {
    const { id, dueAt, quietAt, remindedDueAt, remindedQuietAt } = conversation;
    this.remindAt(id, dueAt < remindedDueAt ? dueAt : Infinity, quietAt < remindedQuietAt ? quietAt : Infinity);
    conversation.remindedDueAt = Math.min(dueAt, remindedDueAt);
    conversation.remindedQuietAt = Math.min(quietAt, remindedQuietAt);
  }

  /** Reminds of one at two instants, of each kind one; at Infinity not at all. */
  remindAt(id: string, dueAt: Instant, quietAt: Instant): void {
    if (dueAt < Infinity) this.reminders.due.push(dueAt, id);
    if (quietAt < Infinity) this.reminders.quiet.push(quietAt, id);
  }

  /** Emits what has become of a conversation's deadlines; true where there is something to emit. */
  evaluate(conversation: Conversation, pending: PendingEmissions, asOf: Instant, revision: number): boolean {
    const changes = conversation.evaluateDeadlines(asOf, revision);
    if (changes.length === 0) return false;
    (pending.deadlines ??= []).push(...changes.map((change) => toDeadlineEmission(change, asOf)));
    return true;
  }

  private emitOverdue(conversation: Conversation, moment: number, outputs: PendingOutputs): void {
    const pending = outputs.at(this.timeline.index(moment));
    const asOf = conversation.asOf(this.timeline.asOf(moment));
    if (!this.evaluate(conversation, pending, asOf, conversation.revision + 1)) return;
    conversation.revision += 1;
    this.onChange(conversation.id);
  }

  /** Evicts what has been quiet for so long that nothing accepted from now on can belong to it. */
  private lookWhetherQuiet(conversation: Conversation, moment: number, outputs: PendingOutputs): boolean {
    const remindedAt = conversation.quietAt;
    conversation.lifecycles.catchUp();
    conversation.quietAt = conversation.evictableFrom();
    if (conversation.quietAt >= this.timeline.stream(moment)) return true;
    this.onChange(conversation.id);
    const [id, index, asOf] = [conversation.id, this.timeline.index(moment), this.timeline.asOf(moment)];
    const addView = (emit: EmitView) => outputs.addEviction(index, { remindedAt, id, emit });
    if (conversation.allLifecycles().length > 1) {
      if (this.finals === undefined) this.dropFirst(conversation, asOf, outputs.at(index), addView);
      else this.finals.dropFirst(conversation, asOf, outputs.at(index));
      conversation.quietAt = conversation.evictableFrom();
      return true;
    }
    const isSwept = !conversation.latest().isSettled();
    // A view that cannot be made keeps nothing in memory.
    const view = contain<EmitView | "none" | "later">(
      () => {
        this.finals?.last(conversation, asOf, { isSwept }, outputs.at(index));
        if (this.finals !== undefined || conversation.shown() === undefined) return "none";
        return outputs.evictions >= VIEWS_AHEAD ? "later" : this.views.of(conversation, asOf, isSwept);
      },
      (error) => {
        this.noteFault(id, moment, outputs, error);
        return "none";
      },
    );
    const record = toEvictionRecord(conversation);
    this.conversations.delete(id);
    this.counted.evicted += 1;
    if (isSwept) this.counted.abandoned += 1;
    conversation.release();
    this.evicted.keep(id, record);
    if (view !== "none") addView(view === "later" ? this.views.later(id, record, asOf, isSwept) : view);
    return false;
  }

  /** What follows takes the place of the first lifecycle in the view, unless nothing of it is to be seen. */
  private dropFirst(
    conversation: Conversation,
    asOf: Instant,
    pending: PendingEmissions,
    addView: (emit: EmitView) => void,
  ): void {
    const [first] = conversation.allLifecycles();
    const emit = conversation.shown() && this.views.of(conversation, asOf, first?.isSettled() === false);
    const hasOtherIds = conversation.dropFirst();
    if (emit !== undefined && conversation.shown() === undefined) addView(emit);
    if (!hasOtherIds) return;
    conversation.revision += 1;
    emitMeasurements(conversation, pending);
    this.evaluate(conversation, pending, conversation.asOf(asOf), conversation.revision);
  }
}

/** Views are large. Of more that are evicted in one batch the view is made when it is emitted. */
const VIEWS_AHEAD = 2000;
