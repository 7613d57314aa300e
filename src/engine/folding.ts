import type { HeldRecord } from "../models/held-record";
import type { Conversation } from "./conversation";
import type { Conversations } from "./conversations";
import type { EvictionRecords } from "./eviction-records";
import type { PassingTime } from "./passing-time";
import type { Steps } from "./steps";
import type { StreamTime } from "./stream-time";
import type { Tellings } from "./tellings";
import type { Waiting } from "./waiting";

/** Folds what the conversations of a partition got in a batch, each as of the moments of its own records. */
export class Folding {
  /**
   * How many conversations began, or went on after they were evicted; how many observations are too old to be told apart; how
   * many conversations had ended long before they were first seen.
   */
  readonly counted = { conversations: 0, sealed: 0, reopened: 0, longEnded: 0 };

  constructor(
    private readonly conversations: Conversations,
    private readonly evicted: EvictionRecords,
    private readonly time: StreamTime,
    private readonly passing: PassingTime,
    private readonly steps: Steps,
    private readonly latenessMs: number,
  ) {}

  /** Folds the records of a conversation one after the other, with the time that passes between them. */
  fold(id: string, { records, steps }: Waiting, last: number, tellings: Tellings): void {
    let conversation = this.conversations.get(id);
    let from = 0;
    for (let place = 0; place < records.length; place += 1) {
      const [record, step] = [records[place], steps[place]];
      if (record === undefined || step === undefined) continue;
      if (conversation !== undefined && !this.passing.pass(conversation, from, step - 1, tellings))
        conversation = undefined;
      conversation ??= this.begin(id);
      this.foldRecord(conversation, record, step, tellings);
      from = step;
    }
    if (conversation === undefined || !this.passing.pass(conversation, from, last, tellings)) return;
    this.passing.remind(conversation);
    this.conversations.rest(conversation);
  }

  private begin(id: string): Conversation {
    const evicted = this.evicted.take(id);
    const conversation = this.conversations.create(id, evicted);
    if (evicted === undefined) {
      this.counted.conversations += 1;
      conversation.revision = this.time.floor;
    } else this.counted.reopened += 1;
    return conversation;
  }

  private foldRecord(conversation: Conversation, record: HeldRecord, step: number, tellings: Tellings): void {
    const told = tellings.at(this.steps.index(step));
    const wasLongEnded = conversation.latest().isLongEnded();
    const placement = conversation.place(record);
    this.counted.longEnded += Number(conversation.latest().isLongEnded()) - Number(wasLongEnded);
    this.counted.sealed += conversation.seal(this.steps.stream(step) - this.latenessMs);
    told.outcome = placement === "repeated" ? "repeated" : "folded";
    if (placement !== "repeated") {
      conversation.revision += 1;
      told.asOf = conversation.asOf(this.steps.asOf(step));
      told.revision = conversation.revision;
      if (placement === "changed") told.measurements = conversation.renewMeasurements();
      this.passing.judge(conversation, told, conversation.revision);
    }
    conversation.watch();
  }
}
