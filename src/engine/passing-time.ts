import type { Instant } from "../models/instant";
import type { Conversation } from "./conversation";
import type { Conversations } from "./conversations";
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
      if (due === step) this.tellOverdue(conversation, step, tellings);
      else if (!this.lookWhetherQuiet(conversation, step, tellings)) return false;
    }
  }

  /** Lets the time of a batch pass for the conversations that are to be looked at until an instant. */
  passForReminded(kind: "due" | "quiet", until: Instant, last: number, tellings: Tellings): void {
    const index = this.reminders[kind];
    const remindedAt = kind === "due" ? "remindedDueAt" : "remindedQuietAt";
    for (let reminder = index.popBefore(until); reminder !== undefined; reminder = index.popBefore(until)) {
      const conversation = this.conversations.get(reminder.id);
      if (conversation === undefined) continue;
      if (conversation[remindedAt] === reminder.at) conversation[remindedAt] = Infinity;
      if (!this.pass(conversation, 0, last, tellings)) continue;
      this.remind(conversation);
      this.conversations.rest(conversation);
    }
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
  judge(conversation: Conversation, told: Told, revision: number): boolean {
    const changes = conversation.judgeDeadlines(told.asOf, revision);
    if (changes.length === 0) return false;
    if (told.deadlines === undefined) told.deadlines = changes;
    else told.deadlines.push(...changes);
    return true;
  }

  private tellOverdue(conversation: Conversation, step: number, tellings: Tellings): void {
    const told = tellings.at(this.steps.index(step));
    told.asOf = conversation.asOf(this.steps.asOf(step));
    if (!this.judge(conversation, told, conversation.revision + 1)) return;
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
    const isAbandoned = !conversation.latest().isSettled();
    this.conversations.delete(id);
    this.counted.evicted += 1;
    if (isAbandoned) this.counted.abandoned += 1;
    const isShown = conversation.shown() !== undefined;
    const isMadeLater = tellings.farewells >= VIEWS_AHEAD;
    const asOf = this.steps.asOf(step);
    const tellView = isShown && !isMadeLater ? lastViewOf(conversation, asOf, isAbandoned) : undefined;
    const record = conversation.toEvictionRecord();
    conversation.release();
    this.evicted.keep(id, record);
    if (isShown) addView(tellView ?? this.viewLater(id, record, asOf, isAbandoned));
    return false;
  }

  /** What follows takes the place of the first chapter in the view, unless nothing of it is to be seen. */
  private dropFirst(conversation: Conversation, asOf: Instant, addView: (tell: TellView) => void): void {
    const tell = conversation.shown() && lastViewOf(conversation, asOf, false);
    conversation.dropFirst();
    if (tell !== undefined && conversation.shown() === undefined) addView(tell);
    conversation.quietAt = conversation.evictableFrom();
  }

  /** Makes the last view of a conversation from its record, when it is emitted. */
  private viewLater(id: string, record: EvictionRecord, asOf: Instant, isAbandoned: boolean): TellView {
    return (outputs) => {
      const conversation = this.conversations.hydrate(id, record);
      lastViewOf(conversation, asOf, isAbandoned)(outputs);
      conversation.release();
    };
  }
}

type TellView = (outputs: Outputs) => void;

/** Views are large. Of more that are evicted in one batch the view is made when it is emitted. */
const VIEWS_AHEAD = 2000;

/** Makes the last view of a conversation; returns what emits it. */
function lastViewOf(conversation: Conversation, asOf: Instant, isAbandoned: boolean): TellView {
  const view = viewConversation(conversation, asOf, { isAbandoned });
  const anomalies = conversation.shown()?.anomalies() ?? {};
  return (outputs) => {
    if (view !== undefined) outputs.conversation(view, anomalies);
  };
}
