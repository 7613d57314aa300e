import type { Engine } from "../../../engine/engine";
import type { ConversationMarks } from "../../../engine/gaps/marks";
import type { DeadlineRecord } from "../../../models/deadline";
import type { Instant } from "../../../models/instant";
import type { MeasurementRecord } from "../../../models/measurement";
import type { ConversationRecord } from "../../../models/view";
import type { PartitionGaps } from "./partition-gaps";

/** A number or deadline as it is written. */
export type NumberRecord = MeasurementRecord | DeadlineRecord;

/** A number as it was written last; whether it was marked is not known of those that another wrote. */
interface Written {
  readonly record: NumberRecord;
  readonly isMarked: boolean | undefined;
}

/** What is asked of an engine. */
type MarkedEngine = Pick<Engine, "view" | "standing">;

/**
 * Marks views, numbers and deadlines with the gaps in the input of a partition, as they are written. Where a number that was written before
 * has another mark now, as its conversation lasted longer or a gap became known, it is written again: under its revision, with that mark.
 * Memory grows with the numbers of resident conversations that a gap touches, and with the ids of the others.
 */
export class GapMarks {
  /** What stands of conversations that a gap touches or touched. */
  private readonly writtenById = new Map<string, Map<string, Written>>();
  /** Those that another may have written of: at first, after a restart, all. */
  private restored: Set<string> | "all" = new Set();
  /** Those that began when all gaps had ended, as far as their views said when they were made; gaps had ended at `lastEnd`. */
  private readonly untouched = new Set<string>();
  private lastEnd: Instant = -Infinity;

  /** `ids`: those of the resident conversations. */
  constructor(
    private readonly engine: MarkedEngine,
    private readonly gaps: Pick<PartitionGaps, "isAsked" | "isAnyKnown" | "lastEnd" | "marksOf" | "mark" | "mayTouch">,
    private readonly ids: () => Iterable<string>,
  ) {}

  /** Conversations that are there were written by another. */
  restore(): void {
    this.restored = "all";
  }

  /** A view with the gaps that may have touched its conversation, as far as they are known now. */
  ofLastView(view: ConversationRecord): ConversationRecord {
    return this.gaps.mark(view);
  }

  /** Records of a batch with their marks, in their order, and behind them those that are to be written again. `evicted` are the last views. */
  ofBatch(records: readonly NumberRecord[], evicted: ReadonlyMap<string, ConversationRecord>): readonly NumberRecord[] {
    this.noteRestored(records.length + evicted.size > 0, evicted.keys());
    if (!this.gaps.isAnyKnown()) return this.forget(evicted.keys(), records);
    const ids = new Set([...records.map(({ conversationId }) => conversationId), ...evicted.keys()]);
    const isLeftOut = (id: string) => !evicted.has(id) && this.isUntouched(id);
    const views = new Map([...ids].map((id) => [id, isLeftOut(id) ? undefined : this.engine.view(id)] as const));
    const gone = [...evicted.keys()].filter((id) => views.get(id) === undefined);
    const marksById = new Map([...views].map(([id, view]) => [id, this.touch(id, view ?? evicted.get(id))] as const));
    const marked = records.map((record) => this.note(record, marksById.get(record.conversationId)));
    const isIn = new Set(marked.map(({ id }) => id));
    const again = [...marksById].flatMap(([id, marks]) => this.changed(id, marks).filter((one) => !isIn.has(one.id)));
    return this.forget(gone, [...marked, ...again]);
  }

  /** Records of a conversation, by its view, that have another mark than they were written with. */
  ofView(view: ConversationRecord): readonly NumberRecord[] {
    return this.gaps.isAnyKnown() ? this.changed(view.id, this.touch(view.id, view)) : [];
  }

  /** What is there as the first batch after a restart is written was there before, but for what began with it. */
  private noteRestored(isWritten: boolean, evicted: Iterable<string>): void {
    if (this.restored !== "all" || !isWritten || !this.gaps.isAsked()) return;
    this.restored = new Set([...this.ids(), ...evicted]);
  }

  private isOfAnother(id: string): boolean {
    return this.restored === "all" || this.restored.has(id);
  }

  /** Whether no gap that is known can touch a conversation, so that its view need not be made. */
  private isUntouched(id: string): boolean {
    const lastEnd = this.gaps.lastEnd();
    if (lastEnd > this.lastEnd) this.untouched.clear();
    this.lastEnd = lastEnd;
    return this.untouched.has(id);
  }

  /** The marks of a conversation as it is now; what was written of it is known from then on, where there are any. */
  private touch(id: string, view: ConversationRecord | undefined): ConversationMarks | undefined {
    const marks = view && this.gaps.marksOf(view);
    if (this.writtenById.has(id) || view === undefined) return marks;
    const mayBeTouched = this.gaps.mayTouch(view);
    if (mayBeTouched) this.untouched.delete(id);
    else this.untouched.add(id);
    const isOfAnother = mayBeTouched && this.isOfAnother(id);
    if (marks === undefined && !isOfAnother) return undefined;
    const isMarked = isOfAnother ? undefined : false;
    const standing = this.engine.standing(id).map((record) => [record.id, { record, isMarked }] as const);
    this.writtenById.set(id, new Map(standing));
    return marks;
  }

  /** Forgets conversations that are gone; returns the records. */
  private forget(ids: Iterable<string>, records: readonly NumberRecord[]): readonly NumberRecord[] {
    for (const id of ids) {
      this.writtenById.delete(id);
      this.untouched.delete(id);
      if (this.restored !== "all") this.restored.delete(id);
    }
    return records;
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
