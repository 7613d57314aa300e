import type { DeadlineRecord } from "../../models/deadline";
import { isStanding, type FinalConversation, type FinalMeasurement } from "../../models/final-conversation";
import type { MeasurementRecord } from "../../models/measurement";
import { compareText } from "../../models/position";
import type { ConversationRecord } from "../../models/view";

/** Takes the output records of one conversation, in their order, and says what stands of them at the end. */
export class FinalRecords {
  private readonly measurements = new Map<string, FinalMeasurement>();
  private readonly deadlines = new Map<string, DeadlineRecord>();
  private views: ConversationRecord[] = [];

  constructor(private readonly id: string) {}

  /** Takes a number, in the place of what its id said before; a retraction takes it out. */
  measurement(record: MeasurementRecord): void {
    if (isStanding(record)) this.measurements.set(record.id, record);
    else this.measurements.delete(record.id);
  }

  deadline(record: DeadlineRecord): void {
    if (record.retracted === true) this.deadlines.delete(record.id);
    else this.deadlines.set(record.id, record);
  }

  /**
   * Takes a view in the place of the one before. One that begins after the last news of that is of a later life of the
   * conversation, which was forgotten between: both stand. A retraction takes it out.
   */
  conversation(view: ConversationRecord): void {
    const earlier = this.views.filter(({ lastNews }) => lastNews < view.startTime);
    this.views = view.retracted === true ? earlier : [...earlier, view];
  }

  final(): FinalConversation {
    return {
      id: this.id,
      measurements: byId(this.measurements.values()),
      deadlines: byId(this.deadlines.values()),
      views: this.views,
    };
  }
}

function byId<Item extends { readonly id: string }>(items: Iterable<Item>): Item[] {
  return [...items].sort((left, right) => compareText(left.id, right.id));
}
