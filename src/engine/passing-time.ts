import { contain } from "../models/fault";
import type { Instant } from "../models/instant";
import type { Conversation } from "./conversation";
import type { Conversations } from "./conversations";
import { toDeadlineEmission } from "./emissions";
import { toEvictionRecord } from "./eviction";
import type { Faults } from "./faults";
import { ReminderHeap } from "./heap";
import type { EvictionRecord, EvictionRecords } from "./eviction-records";
import type { Steps } from "./steps";
import type { Outputs } from "./ports";
import type { Tellings, Told } from "./tellings";
import { viewConversation } from "./view";

/** What the passing of time does to the conversations of a partition: promises fall due, and what is over is let go. */
export class PassingTime {
  /** How many conversations were let go, and how many of them without an end. */
  readonly counted = { evicted: 0, abandoned: 0 };
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
  ) {}

  /**
   * Lets time pass for a conversation from one step to another: tells what becomes overdue, and lets it go when its time
   * has come. False when it was let go.
   */
  pass(conversation: Conversation, from: number, until: number, tellings: Tellings): boolean {
    for (let step = from; ;) {
      const due = this.steps.firstAsOfAfter(conversation.dueAt, step);
      const quiet = this.steps.firstStreamAfter(conversation.quietAt, step);
      if (Math.min(due, quiet) > until) return true;
      step = Math.min(due, quiet);
      if (!this.passStep(conversation, step, due === step, tellings)) return false;
    }
  }

  /** A fault costs the conversation the passing of time until there is news of it; what was emitted of it stands. */
  private passStep(conversation: Conversation, step: number, isDue: boolean, tellings: Tellings): boolean {
    const [emittedPending, judgedAt] = [conversation.emittedPending(), conversation.judgedAt];
    const look = () => {
      if (isDue) this.tellOverdue(conversation, step, tellings);
      return isDue || this.lookWhetherQuiet(conversation, step, tellings);
    };
    return contain(look, (error) => {
      const { id } = conversation;
      conversation.hibernate(emittedPending);
      Object.assign(conversation, { judgedAt, dueAt: Infinity, quietAt: Infinity });
      this.noteFault(id, this.steps.index(step), tellings, error);
      return true;
    });
  }

  private noteFault(conversationId: string, index: number, tellings: Tellings, error: unknown): void {
    this.faults.mark(conversationId);
    this.onChange(conversationId);
    tellings.addFault(index, { stage: "time", position: undefined, conversationId, error });
  }

  /** Lets the time of a batch pass for the conversations that are to be looked at until an instant. */
  passForReminded(kind: "due" | "quiet", until: Instant, last: number, tellings: Tellings): void {
    const index = this.reminders[kind];
    for (let reminder = index.popBefore(until); reminder !== undefined; reminder = index.popBefore(until)) {
      const { id, at } = reminder;
      const look = () => this.passForOne(kind, id, at, last, tellings);
      contain(look, (error) => this.noteFault(id, this.steps.index(last), tellings, error));
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
    conversation.quietAt = conversation.evictableFrom();
    if (conversation.quietAt >= this.steps.stream(step)) return true;
    this.onChange(conversation.id);
    const { id } = conversation;
    const addView = (tell: TellView) => {
      tellings.addFarewell(this.steps.index(step), { remindedAt, id, tell });
    };
    if (conversation.hasSeveralChapters()) {
      this.dropFirst(conversation, this.steps.asOf(step), addView);
      return true;
    }
    const isSwept = !conversation.latest().isSettled();
    const isMadeLater = tellings.farewells >= VIEWS_AHEAD;
    const asOf = this.steps.asOf(step);
    // A view that cannot be made keeps nothing in memory.
    const view = contain<TellView | "none" | "later">(
      () => {
        if (conversation.shown() === undefined) return "none";
        return isMadeLater ? "later" : this.lastViewOf(conversation, asOf, isSwept);
      },
      (error) => {
        this.noteFault(id, this.steps.index(step), tellings, error);
        return "none";
      },
    );
    const record = toEvictionRecord(conversation);
    this.conversations.delete(id);
    this.counted.evicted += 1;
    if (isSwept) this.counted.abandoned += 1;
    conversation.release();
    this.evicted.keep(id, record);
    if (view !== "none") addView(view === "later" ? this.viewLater(id, record, asOf, isSwept) : view);
    return false;
  }

  /** What follows takes the place of the first chapter in the view, unless nothing of it is to be seen. */
  private dropFirst(conversation: Conversation, asOf: Instant, addView: (tell: TellView) => void): void {
    const tell = conversation.shown() && this.lastViewOf(conversation, asOf, false);
    conversation.dropFirst();
    if (tell !== undefined && conversation.shown() === undefined) addView(tell);
    conversation.quietAt = conversation.evictableFrom();
  }

  /** Makes the last view of a conversation from its record, when it is emitted. */
  private viewLater(id: string, record: EvictionRecord, asOf: Instant, isSwept: boolean): TellView {
    const make = (): TellView => {
      const conversation = this.conversations.hydrate(id, record);
      const tell = this.lastViewOf(conversation, asOf, isSwept);
      conversation.release();
      return tell;
    };
    return (outputs) => {
      const noView = (error: unknown) => () => {
        this.faults.mark(id);
        outputs.fault?.({ stage: "view", position: undefined, conversationId: id, error });
      };
      contain(make, noView)(outputs);
    };
  }

  /** Makes the last view of a conversation; returns what emits it. */
  private lastViewOf(conversation: Conversation, asOf: Instant, isSwept: boolean): TellView {
    const isFaulted = this.faults.has(conversation.id);
    const view = viewConversation(conversation, asOf, { isSwept, isFaulted });
    const anomalies = conversation.shown()?.anomalies() ?? {};
    return (outputs) => {
      if (view !== undefined) outputs.conversation(view, anomalies);
    };
  }
}

type TellView = (outputs: Outputs) => void;

/** Views are large. Of more that are evicted in one batch the view is made when it is emitted. */
const VIEWS_AHEAD = 2000;
