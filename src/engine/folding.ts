import type { Bounds } from "../models/bounds";
import { isOwnFault } from "../models/fault";
import type { HeldRecord } from "../models/held-record";
import { isCountedAt, keepWithin } from "./bound";
import type { Conversation } from "./conversation";
import type { Conversations } from "./conversations";
import type { EvictionRecords } from "./eviction-records";
import { RecordFault, type Faults } from "./faults";
import type { Finals } from "./finals";
import type { BatchMarks } from "./batch-marks";
import type { NewsEmission } from "./news-emission";
import type { PassingTime } from "./passing-time";
import type { Policies } from "./policies";
import type { Steps } from "./steps";
import type { StreamTime } from "./stream-time";
import type { Tellings } from "./tellings";
import { retractView } from "./view";
import type { Waiting } from "./waiting";

/** What is yet to be counted of a conversation that is folded. */
interface Uncounted {
  /** Whether it had ended long before it was seen, as that was counted last. */
  wasLongEnded: boolean;
  /** Whether its holds are to be counted. */
  holds: boolean;
}

/** Folds what the conversations of a partition got in a batch, each as of the moments of its own records. */
export class Folding {
  /**
   * How many conversations began, or went on after they were evicted; how many observations are too old to be told apart; how
   * many conversations had ended long before they were first seen; how many records had no instant of
   * their own; how many conversations grew past their bound.
   */
  readonly counted = { conversations: 0, sealed: 0, reopened: 0, longEnded: 0, undated: 0, pastBound: 0 };

  constructor(
    private readonly conversations: Conversations,
    private readonly evicted: EvictionRecords,
    private readonly time: StreamTime,
    private readonly passing: PassingTime,
    private readonly steps: Steps,
    private readonly marks: BatchMarks,
    private readonly faults: Faults,
    private readonly latenessMs: number,
    private readonly bounds: Bounds,
    /** Undefined where every change is emitted. */
    private readonly finals: Finals | undefined,
    private readonly news: NewsEmission,
    private readonly policies: Policies,
  ) {}

  /**
   * Folds the records of a conversation one after the other, with the time that passes between them. Throws `RecordFault`
   * where one cannot be folded: then the batch must be undone.
   */
  fold(id: string, waiting: Waiting, last: number, tellings: Tellings): void {
    const at = { place: 0 };
    try {
      this.foldAll(id, waiting, last, tellings, at);
    } catch (error) {
      const record = waiting.records[at.place];
      if (record === undefined || !isOwnFault(error)) throw error;
      const faulty = { conversationId: id, position: record.position };
      throw new RecordFault(this.faults, faulty, this.time.stream, error);
    }
  }

  /** `at`: the record at which it is, for whoever catches what goes wrong. */
  private foldAll(
    id: string,
    { records, steps }: Waiting,
    last: number,
    tellings: Tellings,
    at: { place: number },
  ): void {
    let conversation = this.conversations.get(id);
    if (conversation !== undefined) this.marks.keep(id, conversation);
    const uncounted: Uncounted = { wasLongEnded: false, holds: false };
    let from = 0;
    for (let place = 0; place < records.length; place += 1) {
      const [record, step] = [records[place], steps[place]];
      if (record === undefined || step === undefined) continue;
      if (conversation !== undefined && this.passing.isDue(conversation, from, step - 1)) {
        this.catchUp(conversation, uncounted);
        if (!this.passing.pass(conversation, from, step - 1, tellings)) conversation = undefined;
      }
      at.place = place;
      conversation ??= this.begin(id);
      this.foldRecord(conversation, record, step, uncounted, tellings);
      from = step;
    }
    if (conversation === undefined) return;
    this.catchUp(conversation, uncounted);
    if (!this.passing.pass(conversation, from, last, tellings)) return;
    this.passing.remind(conversation);
    this.conversations.rest(conversation);
  }

  private begin(id: string): Conversation {
    const evicted = this.evicted.take(id);
    this.marks.keepEvicted(id, evicted);
    const conversation = this.conversations.create(id, evicted);
    if (evicted === undefined) {
      this.counted.conversations += 1;
      conversation.revision = this.time.floor;
    } else this.counted.reopened += 1;
    return conversation;
  }

  private foldRecord(
    conversation: Conversation,
    record: HeldRecord,
    step: number,
    uncounted: Uncounted,
    tellings: Tellings,
  ): void {
    const told = tellings.at(this.steps.index(step));
    if (!conversation.chapters.isStale()) uncounted.wasLongEnded = conversation.latest().isLongEnded();
    const standing = this.news.standing(conversation);
    const goesOver = this.goOver(conversation);
    const wasShown = this.finals === undefined && isShown(conversation);
    const placement = conversation.place(record);
    // What changed is told at its record.
    if (this.finals === undefined) conversation.chapters.catchUp();
    const stream = this.steps.stream(step);
    this.counted.sealed += conversation.seal(stream - this.latenessMs);
    told.outcome = placement === "repeated" ? "repeated" : "folded";
    if (placement !== "repeated" || goesOver) {
      conversation.revision += 1;
      uncounted.holds ||= isCountedAt(conversation.revision, this.bounds);
      const hasPassed = this.count(conversation, uncounted);
      this.news.emit(conversation, standing, step, told, placement === "changed" || hasPassed || goesOver);
      if (wasShown && !isShown(conversation)) told.retractedView = retractView(conversation);
    }
    conversation.quietAt = Math.min(conversation.quietAt, conversation.evictableFrom());
  }

  /** Folds in what came out of order, and counts what was not counted meanwhile. */
  private catchUp(conversation: Conversation, uncounted: Uncounted): void {
    if (!conversation.chapters.isStale()) return;
    conversation.chapters.catchUp();
    this.count(conversation, uncounted);
  }

  /** Counts what its states say, unless that takes long now, and keeps it within its bounds. Says whether it passed one just now. */
  private count(conversation: Conversation, uncounted: Uncounted): boolean {
    const isStale = conversation.chapters.isStale();
    const { sealed, hasPassed } = keepWithin(conversation.latest(), uncounted.holds && !isStale, this.bounds);
    this.counted.sealed += sealed;
    this.counted.pastBound += Number(hasPassed);
    if (isStale) return hasPassed;
    const isLongEnded = conversation.latest().isLongEnded();
    this.counted.longEnded += Number(isLongEnded) - Number(uncounted.wasLongEnded);
    Object.assign(uncounted, { wasLongEnded: isLongEnded, holds: false });
    return hasPassed;
  }

  /** One that was evicted before another policy came to hold for all goes over with the news of it. */
  private goOver(conversation: Conversation): boolean {
    const number = this.policies.holdingFor(conversation.policyNumber);
    if (number === conversation.policyNumber) return false;
    conversation.goOver(number);
    return true;
  }
}

/** Whether there is anything to be shown of a conversation. */
function isShown(conversation: Conversation): boolean {
  return conversation.lastAt() > -Infinity && conversation.shown() !== undefined;
}
