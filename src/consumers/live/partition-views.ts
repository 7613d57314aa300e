import type { Engine } from "../../engine/engine";
import type { ConversationRecord } from "../../models/view";
import type { PartitionGaps } from "./partition-gaps";
import type { Outgoing } from "./port";

/** The views of a partition as messages, marked with the gaps in its input. */
export class PartitionViews {
  constructor(
    private readonly engine: Pick<Engine, "view" | "ids" | "takeChangedIds">,
    private readonly partition: number,
    private readonly topic: string,
    private readonly gaps: PartitionGaps,
  ) {}

  /** Those of what changed since this was called last. */
  changed(): Outgoing[] {
    // Of what was let go the last view was told.
    const views = [...this.engine.takeChangedIds(this.partition)].flatMap((id) => this.engine.view(id) ?? []);
    return views.map((view) => this.toMessage(this.gaps.mark(view)));
  }

  /** Those that a gap touches which became known after they were written; a few at a time. `isSilent`: nothing is to be written now. */
  newlyTouched(isSilent: boolean): Outgoing[] {
    if (isSilent || !this.gaps.hasMore()) return [];
    const views = this.gaps.nextMarked(
      () => this.engine.ids(this.partition),
      (id) => this.engine.view(id),
    );
    return views.map((view) => this.toMessage(view));
  }

  private toMessage(view: ConversationRecord): Outgoing {
    return { topic: this.topic, key: view.id, value: Buffer.from(JSON.stringify(view)) };
  }
}
