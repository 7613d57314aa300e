import type { HeldRecord } from "../models/held-record";
import type { Instant } from "../models/instant";
import type { Conversation } from "./conversation";
import type { Conversations } from "./conversations";
import type { Markers } from "./markers";
import type { PassingTime } from "./passing-time";
import type { Steps } from "./steps";
import type { Tellings } from "./tellings";
import type { Waiting } from "./waiting";

/** Folds what the conversations of a partition got in a batch, each as of the moments of its own records. */
export class Folding {
  /** How many conversations began, or began again, and how many observations are too old to be told apart. */
  readonly counted = { conversations: 0, sealed: 0, reopened: 0 };

  constructor(
    private readonly conversations: Conversations,
    private readonly markers: Markers,
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
      conversation ??= this.begin(id, record.at);
      this.foldRecord(conversation, record, step, tellings);
      from = step;
    }
    if (conversation === undefined || !this.passing.pass(conversation, from, last, tellings)) return;
    this.passing.remind(conversation);
    this.conversations.rest(conversation);
  }

  private begin(id: string, at: Instant): Conversation {
    const marker = this.markers.recall(id, at);
    if (marker === undefined) this.counted.conversations += 1;
    else this.counted.reopened += 1;
    return this.conversations.create(id, marker);
  }

  private foldRecord(conversation: Conversation, record: HeldRecord, step: number, tellings: Tellings): void {
    const told = tellings.at(this.steps.index(step));
    const placement = conversation.place(record);
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
