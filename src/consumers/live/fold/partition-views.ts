import type { Engine } from "../../../engine/engine";
import type { ConversationRecord } from "../../../models/view";
import { GapMarks } from "../gaps/gap-marks";
import { numberMessage, viewMessage } from "./outbox";
import type { PartitionGaps } from "../gaps/partition-gaps";
import type { Outgoing } from "../port/port";
import type { TopicNames } from "../port/topic-names";

/** The views of a partition as messages, marked with the gaps in its input; and numbers that were written with other marks. */
export class PartitionViews {
  /** The marks of numbers. */
  readonly marks: GapMarks;

  constructor(
    private readonly engine: Pick<Engine, "view" | "standing" | "ids" | "takeChangedIds">,
    private readonly partition: number,
    private readonly topics: TopicNames,
    private readonly gaps: PartitionGaps,
  ) {
    this.marks = new GapMarks(engine, gaps, () => engine.ids(partition));
  }

  /** Those of what changed since this was called last. */
  changed(): Outgoing[] {
    // Of what was evicted the last view was emitted.
    const views = [...this.engine.takeChangedIds(this.partition)].flatMap((id) => this.engine.view(id) ?? []);
    return views.flatMap((view) => this.toMessages(this.gaps.mark(view)));
  }

  /** Those that a gap touches which became known after they were written; a few at a time. `isSilent`: nothing is to be written now. */
  newlyTouched(isSilent: boolean): Outgoing[] {
    if (isSilent || !this.gaps.hasMore()) return [];
    const views = this.gaps.nextMarked(
      () => this.engine.ids(this.partition),
      (id) => this.engine.view(id),
    );
    return views.flatMap((view) => this.toMessages(view));
  }

  private toMessages(view: ConversationRecord): Outgoing[] {
    const numbers = this.marks.ofView(view).map((record) => numberMessage(this.topics, record));
    return [...numbers, viewMessage(this.topics, view)];
  }
}
