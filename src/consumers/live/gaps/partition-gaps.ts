import type { Decoded } from "../../../models/decoded";
import { sortGaps, toGapRecord, type Gap } from "../../../models/gap";
import type { Instant } from "../../../models/instant";
import { lifeOf, withGaps } from "../../../models/life";
import type { ConversationRecord } from "../../../models/view";
import { instantOf, refuseTooMany, type GapOptions } from "../../../engine/gaps/log-gaps";
import { marksOf, type ConversationMarks } from "../../../engine/gaps/marks";
import { OffsetHoles, type OffsetRange } from "../../../engine/gaps/offset-holes";

/** What of the gaps of a partition does not follow from the records after a checkpoint. */
export interface SavedGaps {
  readonly ranges: readonly OffsetRange[];
  /** Those of each topic, where there are several. */
  readonly rangesOf?: readonly (readonly [string, readonly OffsetRange[]])[];
  /** The gaps with which all views that they touch are marked. */
  readonly marked: readonly string[];
}

/** So many conversations are looked at for each batch, so that those who wait for it hardly notice. */
const LOOKS = 100;

/** The gaps in the input of one partition, in each of its topics, and the views that are still to be marked with them. */
export class PartitionGaps {
  private readonly holes = new OffsetHoles();
  private known: readonly Gap[];
  private marked: readonly string[] = [];
  /** Those that may have to be marked. */
  private due: string[] = [];
  private isDue = false;

  constructor(
    private readonly topics: readonly string[],
    private readonly partition: number,
    private readonly options: GapOptions,
  ) {
    this.known = sortGaps(options.gaps ?? []);
    this.isDue = this.known.length > 0;
  }

  /** Whether there is anything to be known of gaps at all. */
  isAsked(): boolean {
    return this.known.length > 0 || this.options.offsetGaps === true;
  }

  restore({ ranges, rangesOf, marked }: SavedGaps): void {
    const [first = ""] = this.topics;
    for (const [topic, known] of rangesOf ?? [[first, ranges] as const])
      this.holes.restore(topic, this.partition, known);
    this.marked = marked;
    this.isDue = false;
    this.look();
  }

  /** What a checkpoint keeps; undefined where nothing is asked. */
  save(): SavedGaps | undefined {
    if (!this.isAsked()) return undefined;
    const rangesOf = this.topics.map((topic) => [topic, [...this.holes.ranges(topic, this.partition)]] as const);
    const { marked } = this;
    return rangesOf.length > 1 ? { ranges: [], rangesOf, marked } : { ranges: rangesOf[0]?.[1] ?? [], marked };
  }

  /** Takes records as they come. Throws `AppError` where holes are too many to be lost records. */
  take(records: readonly Decoded[]): void {
    if (this.options.offsetGaps !== true) return;
    for (const record of records)
      if ("partition" in record.position) this.holes.take(record.position, instantOf(record));
    refuseTooMany(this.holes.count());
    this.look();
  }

  /** Whether any gap is known by now. */
  isAnyKnown(): boolean {
    return this.known.length > 0;
  }

  /** What the gaps say of the numbers of a conversation, by its view: all its records are of this partition. */
  marksOf(view: ConversationRecord): ConversationMarks | undefined {
    return marksOf({ id: view.id, views: [view], measurements: [], deadlines: [] }, this.known);
  }

  /** Whether a gap would touch a conversation that has no end, as this one may have had none. */
  mayTouch(view: ConversationRecord): boolean {
    return this.lastEnd() > lifeOf(view).from;
  }

  /** When the last of the known gaps ends; -Infinity where none is known. */
  lastEnd(): Instant {
    return Math.max(-Infinity, ...this.known.map(({ to }) => to));
  }

  /** A view with the gaps that may have touched its conversation. */
  mark(view: ConversationRecord): ConversationRecord {
    return withGaps(view, this.known);
  }

  /** The views that a gap touches which was not known when they were written; of the next few conversations among all. */
  nextMarked(
    all: () => Iterable<string>,
    viewOf: (id: string) => ConversationRecord | undefined,
  ): ConversationRecord[] {
    if (this.isDue) this.due = [...all()];
    this.isDue = false;
    const looked = this.due.splice(-LOOKS);
    const views = looked.flatMap((id) => viewOf(id) ?? []).map((view) => this.mark(view));
    if (this.due.length === 0) this.marked = this.keys();
    return views.filter(({ gaps }) => gaps !== undefined);
  }

  /** Whether there are conversations to be looked at. */
  hasMore(): boolean {
    return this.isDue || this.due.length > 0;
  }

  private look(): void {
    this.known = sortGaps([...(this.options.gaps ?? []), ...this.holes.gaps()]);
    const marked = new Set(this.marked);
    const keys = this.keys();
    if (keys.length !== marked.size || keys.some((key) => !marked.has(key))) this.isDue = true;
  }

  private keys(): string[] {
    return this.known.map((gap) => JSON.stringify(toGapRecord(gap)));
  }
}
