import { contain } from "../models/fault";
import type { Instant } from "../models/instant";
import type { Conversation } from "./conversation";
import type { Conversations } from "./conversations";
import { toDeadlineEmission } from "./emissions";
import { toEvictionRecord } from "./eviction";
import type { Faults } from "./faults";
import { ReminderHeap } from "./heap";
import { LastViews, type TellView } from "./last-views";
import type { Finals } from "./finals";
import type { EvictionRecords } from "./eviction-records";
import type { Steps } from "./steps";
import type { Tellings, Told } from "./tellings";

/** What the passing of time does to the conversations of a partition: promises fall due, and what is over is let go. */
export class PassingTime {
  /** How many conversations were let go, and how many of them without an end. */
  readonly counted = { evicted: 0, abandoned: 0 };
  private readonly views: LastViews;
  private readonly reminders = {
    due: new ReminderHeap(),
    quiet: new ReminderHeap(),
  };

  constructor(
    private readonly conversations: Conversations,
    private readonly evicted: EvictionRecords,
    private readonly steps: Steps,
    private readonly faults: Faults,
    /** Told of each conversation that time changed. */
    private readonly onChange: (conversationId: string) => void,
    /** Undefined where every change is emitted. */
    private readonly finals: Finals | undefined,
  ) {
    this.views = new LastViews(conversations, faults);
  }

  /**
   * Lets time pass for a conversation from one step to another: tells what becomes overdue, and lets it go when its time
   * has come. False when it was let go.
   */
  pass(conversation: Conversation, from: number, until: number, tellings: Tellings): boolean {
    for (let step = from; ;) {
      const due = this.firstDue(conversation.dueAt, step);
      const quiet = this.steps.firstStreamAfter(conversation.quietAt, step);
      if (Math.min(due, quiet) > until) return true;
      step = Math.min(due, quiet);
      if (!this.passStep(conversation, step, due === step, tellings)) return false;
    }
  }

  /** Whether something happens to a conversation from one step to another as time passes. */
  isDue(conversation: Conversation, from: number, until: number): boolean {
    const due = this.firstDue(conversation.dueAt, from);
    return Math.min(due, this.steps.firstStreamAfter(conversation.quietAt, from)) <= until;
  }

  /** What is owed falls due by as-of; a conversation rests by stream time. */
  private firstDue(dueAt: Instant, from: number): number {
    return this.finals === undefined
      ? this.steps.firstAsOfAfter(dueAt, from)
      : this.steps.firstStreamAfter(dueAt, from);
  }

  private lookAtDue(conversation: Conversation, step: number, tellings: Tellings): void {
    if (this.finals === undefined) this.tellOverdue(conversation, step, tellings);
    else this.finals.rest(conversation, this.steps.asOf(step), tellings.at(this.steps.index(step)));
  }

  /** A fault costs the conversation the passing of time until there is news of it; what was emitted of it stands. */
  private passStep(conversation: Conversation, step: number, isDue: boolean, tellings: Tellings): boolean {
    const [emittedPending, judgedAt] = [conversation.emittedPending(), conversation.judgedAt];
    const look = () => {
      if (isDue) this.lookAtDue(conversation, step, tellings);
      return isDue || this.lookWhetherQuiet(conversation, step, tellings);
    };
    return contain(look, (error) => {
      const { id } = conversation;
      conversation.hibernate(emittedPending);
      Object.assign(conversation, { judgedAt, dueAt: Infinity, quietAt: Infinity });
      this.noteFault(id, step, tellings, error);
      return true;
    });
  }

  private noteFault(conversationId: string, step: number, tellings: Tellings, error: unknown): void {
    this.faults.mark(conversationId, this.steps.stream(step));
    this.onChange(conversationId);
    tellings.addFault(this.steps.index(step), { stage: "time", position: undefined, conversationId, error });
  }

  /** Lets the time of a batch pass for the conversations that are to be looked at until an instant. */
  passForReminded(kind: "due" | "quiet", until: Instant, last: number, tellings: Tellings): void {
    const index = this.reminders[kind];
    for (let reminder = index.popBefore(until); reminder !== undefined; reminder = index.popBefore(until)) {
      const { id, at } = reminder;
      const look = () => this.passForOne(kind, id, at, last, tellings);
      contain(look, (error) => this.noteFault(id, last, tellings, error));
    }
  }

  private passForOne(kind: "due" | "quiet", id: string, at: Instant, last: number, tellings: Tellings): void {
    const conversation = this.conversations.get(id);
    if (conversation === undefined) return;
    const remindedAt = kind === "due" ? "remindedDueAt" : "remindedQuietAt";
    if (conversation[remindedAt] === at) conversation[remindedAt] = Infinity;
    if (!this.pass(conversation, 0, last, tellings)) return;
    this.remind(conversation);
    this.conversations.rest(conversation);
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

  /** Tells what has become of a conversation's deadlines; true where there is something to tell. */
  judge(conversation: Conversation, told: Told, asOf: Instant, revision: number): boolean {
    const changes = conversation.judgeDeadlines(asOf, revision);
    if (changes.length === 0) return false;
    const emissions = changes.map((change) => toDeadlineEmission(change, asOf));
    if (told.deadlines === undefined) told.deadlines = emissions;
    else told.deadlines.push(...emissions);
    return true;
  }

  private tellOverdue(conversation: Conversation, step: number, tellings: Tellings): void {
    const told = tellings.at(this.steps.index(step));
    const asOf = conversation.asOf(this.steps.asOf(step));
    if (!this.judge(conversation, told, asOf, conversation.revision + 1)) return;
    conversation.revision += 1;
    this.onChange(conversation.id);
  }

  /** Lets go of what is quiet for so long that nothing accepted from now on can belong to it. */
  private lookWhetherQuiet(conversation: Conversation, step: number, tellings: Tellings): boolean {
    const remindedAt = conversation.quietAt;
    conversation.chapters.catchUp();
    conversation.quietAt = conversation.evictableFrom();
    if (conversation.quietAt >= this.steps.stream(step)) return true;
    this.onChange(conversation.id);
    const { id } = conversation;
    const [index, asOf] = [this.steps.index(step), this.steps.asOf(step)];
    const addView = (tell: TellView) => tellings.addFarewell(index, { remindedAt, id, tell });
    if (conversation.allChapters().length > 1) {
      if (this.finals === undefined) this.dropFirst(conversation, asOf, addView);
      else this.finals.dropFirst(conversation, asOf, tellings.at(index));
      conversation.quietAt = conversation.evictableFrom();
      return true;
    }
    const isSwept = !conversation.latest().isSettled();
    const isMadeLater = tellings.farewells >= VIEWS_AHEAD;
    // A view that cannot be made keeps nothing in memory.
    const view = contain<TellView | "none" | "later">(
      () => {
        this.finals?.last(conversation, asOf, { isSwept }, tellings.at(index));
        if (this.finals !== undefined || conversation.shown() === undefined) return "none";
        return isMadeLater ? "later" : this.views.of(conversation, asOf, isSwept);
      },
      (error) => {
        this.noteFault(id, step, tellings, error);
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

  /** What follows takes the place of the first chapter in the view, unless nothing of it is to be seen. */
  private dropFirst(conversation: Conversation, asOf: Instant, addView: (tell: TellView) => void): void {
    const isSwept = conversation.allChapters()[0]?.isSettled() === false;
    const tell = conversation.shown() && this.views.of(conversation, asOf, isSwept);
    conversation.dropFirst();
    if (tell !== undefined && conversation.shown() === undefined) addView(tell);
  }
}

/** Views are large. Of more that are evicted in one batch the view is made when it is emitted. */
const VIEWS_AHEAD = 2000;
