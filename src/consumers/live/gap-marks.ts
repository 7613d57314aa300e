import type { Engine } from "../../engine/engine";
import type { ConversationMarks } from "../../engine/gaps/marks";
import type { DeadlineRecord } from "../../models/deadline";
import type { MeasurementRecord } from "../../models/measurement";
import type { ConversationRecord } from "../../models/view";
import type { PartitionGaps } from "./partition-gaps";

/** A number or deadline as it is written. */
export type NumberRecord = MeasurementRecord | DeadlineRecord;

/** A number as it was written last; whether it was marked is not known of those that another wrote. */
interface Written {
  readonly record: NumberRecord;
  readonly isMarked: boolean | undefined;
}

/**
 * Marks numbers and deadlines with the gaps in the input of a partition, as they are written. Where one that was written before
 * has another mark now, as its conversation lasted longer or a gap became known, it is written again: under its revision, with that mark.
 * Memory grows with the numbers of resident conversations that a gap touches.
 */
export class GapMarks {
  /** What stands of conversations that a gap touches or touched. */
  private readonly writtenById = new Map<string, Map<string, Written>>();
  private isRestored = false;

  constructor(
    private readonly engine: Pick<Engine, "view" | "standing">,
    private readonly gaps: Pick<PartitionGaps, "isAnyKnown" | "marksOf" | "mayTouch">,
  ) {}

  /** Conversations that are there were written by another. */
  restore(): void {
    this.isRestored = true;
  }

  /** Records of a batch with their marks, in their order, and behind them those that are to be written again. `evicted` are the last views. */
  ofBatch(records: readonly NumberRecord[], evicted: ReadonlyMap<string, ConversationRecord>): readonly NumberRecord[] {
    if (!this.gaps.isAnyKnown()) return records;
    const ids = new Set([...records.map(({ conversationId }) => conversationId), ...evicted.keys()]);
    const marksById = new Map([...ids].map((id) => [id, this.touch(id, evicted.get(id))] as const));
    const marked = records.map((record) => this.note(record, marksById.get(record.conversationId)));
    const isIn = new Set(marked.map(({ id }) => id));
    const again = [...marksById].flatMap(([id, marks]) => this.changed(id, marks).filter((one) => !isIn.has(one.id)));
    for (const id of evicted.keys()) this.writtenById.delete(id);
    return [...marked, ...again];
  }

  /** Records of a conversation, by its view, that have another mark than they were written with. */
  ofView(view: ConversationRecord): readonly NumberRecord[] {
    return this.gaps.isAnyKnown() ? this.changed(view.id, this.touch(view.id, view)) : [];
  }

  /** The marks of a conversation as it is now; what was written of it is known from then on, where there are any. */
  private touch(id: string, last: ConversationRecord | undefined): ConversationMarks | undefined {
    const view = last ?? this.engine.view(id);
    const marks = view && this.gaps.marksOf(view);
    if (this.writtenById.has(id) || view === undefined) return marks;
    const mayBeMarked = this.isRestored && this.gaps.mayTouch(view);
    if (marks === undefined && !mayBeMarked) return undefined;
    const isMarked = mayBeMarked ? undefined : false;
    const standing = this.engine.standing(id).map((record) => [record.id, { record, isMarked }] as const);
    this.writtenById.set(id, new Map(standing));
    return marks;
  }

  private note(record: NumberRecord, marks: ConversationMarks | undefined): NumberRecord {
    const isMarked = isTouched(record, marks);
    const written = this.writtenById.get(record.conversationId);
    if (record.retracted === true) written?.delete(record.id);
    else written?.set(record.id, { record, isMarked });
    return withMark(record, isMarked);
  }

  private changed(id: string, marks: ConversationMarks | undefined): readonly NumberRecord[] {
    const written = this.writtenById.get(id);
    return [...(written?.values() ?? [])].flatMap(({ record, isMarked }) => {
      const isNow = isTouched(record, marks);
      if (isNow === isMarked) return [];
      written?.set(record.id, { record, isMarked: isNow });
      return [withMark(record, isNow)];
    });
  }
}

function isTouched(record: NumberRecord, marks: ConversationMarks | undefined): boolean {
  return marks !== undefined && marks.gapsOfRecord(record).length > 0;
}

function withMark(record: NumberRecord, isMarked: boolean): NumberRecord {
  return isMarked ? { ...record, gap: true } : record;
}
