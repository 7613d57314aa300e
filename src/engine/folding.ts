import type { Bounds } from "../models/bounds";
import { isOwnFault } from "../models/fault";
import type { AcceptedRecord } from "../models/accepted-record";
import { isCountedAt, keepWithin } from "./history/bound";
import type { Conversation } from "./store/conversation";
import type { Conversations } from "./store/conversations";
import type { EvictionRecords } from "./store/eviction-records";
import { RecordFault, type Faults } from "./store/faults";
import type { BatchMarks } from "./store/batch-marks";
import type { ActivityEmission } from "./activity-emission";
import type { PassingTime } from "./passing-time";
import type { Policies } from "./store/policies";
import type { BatchTimeline } from "./time/batch-timeline";
import type { StreamTime } from "./time/stream-time";
import type { PendingOutputs } from "./emit/pending-outputs";
import { retractView } from "./emit/view";
import type { PendingRecords } from "./pending-records";

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
   * How many conversations began, or went on after they were evicted; how many observations are too old to be distinguished; how
   * many conversations had ended long before they were first seen; how many records had no instant of
   * their own; how many conversations grew past their bound.
   */
  readonly counted = { conversations: 0, sealed: 0, reopened: 0, longEnded: 0, undated: 0, pastBound: 0 };

  constructor(
    private readonly conversations: Conversations,
    private readonly evicted: EvictionRecords,
    private readonly time: StreamTime,
    private readonly passing: PassingTime,
    private readonly timeline: BatchTimeline,
    private readonly marks: BatchMarks,
    private readonly faults: Faults,
    private readonly latenessMs: number,
    private readonly bounds: Bounds,
    private readonly activity: ActivityEmission,
    private readonly policies: Policies,
  ) {}

  /**
   * Folds the records of a conversation one after the other, with the time that passes between them. Throws `RecordFault`
   * where one cannot be folded: then the batch must be undone.
   */
  fold(id: string, pendingRecords: PendingRecords, last: number, outputs: PendingOutputs): void {
    const at = { place: 0 };
    try {
      this.foldAll(id, pendingRecords, last, outputs, at);
    } catch (error) {
      const record = pendingRecords.records[at.place];
      if (record === undefined || !isOwnFault(error)) throw error;
      const faulty = { conversationId: id, position: record.position };
      throw new RecordFault(this.faults, faulty, this.time.stream, error);
    }
  }

  /** `at`: the record at which it is, for whoever catches what goes wrong. */
  private foldAll(
    id: string,
    { records, moments }: PendingRecords,
    last: number,
    outputs: PendingOutputs,
    at: { place: number },
  ): void {
    let conversation = this.conversations.get(id);
    if (conversation !== undefined) this.marks.keep(id, conversation);
    const uncounted: Uncounted = { wasLongEnded: false, holds: false };
    let from = 0;
    for (let place = 0; place < records.length; place += 1) {
      const [record, moment] = [records[place], moments[place]];
      if (record === undefined || moment === undefined) continue;
      if (conversation !== undefined && this.passing.isDue(conversation, from, moment - 1)) {
        this.catchUp(conversation, uncounted);
        if (!this.passing.pass(conversation, from, moment - 1, outputs)) conversation = undefined;
      }
      at.place = place;
      conversation ??= this.begin(id);
      this.foldRecord(conversation, record, moment, uncounted, outputs);
      from = moment;
    }
    if (conversation === undefined) return;
    this.catchUp(conversation, uncounted);
    if (!this.passing.pass(conversation, from, last, outputs)) return;
    this.passing.remind(conversation);
    this.conversations.hibernate(conversation);
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
    record: AcceptedRecord,
    moment: number,
    uncounted: Uncounted,
    outputs: PendingOutputs,
  ): void {
    const index = this.timeline.index(moment);
    if (!conversation.lifecycles.isStale()) uncounted.wasLongEnded = conversation.latest().isLongEnded();
    const standing = this.activity.standing(conversation);
    const hasSwitched = this.switchPolicy(conversation);
    const wasShown = this.activity.emitsChanges() && isShown(conversation);
    const placement = conversation.place(record);
    // What changed is emitted at its record.
    if (this.activity.emitsChanges()) conversation.lifecycles.catchUp();
    const stream = this.timeline.stream(moment);
    this.counted.sealed += conversation.seal(stream - this.latenessMs);
    outputs.setOutcome(index, placement === "repeated" ? "repeated" : "folded");
    if (placement !== "repeated" || hasSwitched) {
      conversation.revision += 1;
      uncounted.holds ||= isCountedAt(conversation.revision, this.bounds);
      const hasPassed = this.count(conversation, uncounted);
      const isChanged = placement === "changed" || hasPassed || hasSwitched;
      this.activity.emit(conversation, standing, moment, outputs, isChanged);
      if (wasShown && !isShown(conversation)) outputs.at(index).retractedView = retractView(conversation);
    }
    conversation.quietAt = Math.min(conversation.quietAt, conversation.evictableFrom());
  }

  /** Folds in what came out of order, and counts what was not counted meanwhile. */
  private catchUp(conversation: Conversation, uncounted: Uncounted): void {
    if (!conversation.lifecycles.isStale()) return;
    conversation.lifecycles.catchUp();
    this.count(conversation, uncounted);
  }

  /** Counts what its states say, unless that takes long now, and keeps it within its bounds. Says whether it passed one just now. */
  private count(conversation: Conversation, uncounted: Uncounted): boolean {
    const isStale = conversation.lifecycles.isStale();
    const { sealed, hasPassed } = keepWithin(conversation.latest(), uncounted.holds && !isStale, this.bounds);
    this.counted.sealed += sealed;
    this.counted.pastBound += Number(hasPassed);
    if (isStale) return hasPassed;
    const isLongEnded = conversation.latest().isLongEnded();
    this.counted.longEnded += Number(isLongEnded) - Number(uncounted.wasLongEnded);
    Object.assign(uncounted, { wasLongEnded: isLongEnded, holds: false });
    return hasPassed;
  }

  /** One that was evicted before another policy came into effect for all switches with its next record. */
  private switchPolicy(conversation: Conversation): boolean {
    const number = this.policies.holdingFor(conversation.policyNumber);
    if (number === conversation.policyNumber) return false;
    conversation.switchTo(number);
    return true;
  }
}

/** Whether there is anything to be shown of a conversation. */
function isShown(conversation: Conversation): boolean {
  return conversation.lastAt() > -Infinity && conversation.shown() !== undefined;
}
