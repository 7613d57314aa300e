import type { ParticipantState } from "../models/communication";
import type { HeldRecord } from "../models/held-record";
import type { Instant } from "../models/instant";
import { foldPartsAgain } from "./fold-parts";
import { countRecords, createPart, loadPart, markParts, partsOf, rewritePart, savePart, type Part } from "./part";
import { countBefore, countObservations, foldInto } from "./fold-records";
import type { Means } from "./means";
import type { MarkedHistory } from "./marked";
import type { PackedRecords } from "../packing/packed-records";
import { Segment } from "../packing/segment";
import type { SavedHistory } from "./saved";
import { isApart, isRepeatOf } from "./tied";
import { Tracks } from "./tracks";

/** What a record did to its conversation. `unchanged`: it is news, but the states stay as they are. */
export type Placement = "repeated" | "unchanged" | "changed";

type States = ReadonlyMap<string, ParticipantState>;

const RECORDS_PER_PART = 64;
/** Packed records are smaller than states up to here, about two kilobytes. */
const RECORD_BLOCKS_KEPT = 16;
/** One for all: most conversations are never sealed, and an empty map is large. */
const NO_STATES: States = new Map();

/**
 * The records of a conversation sorted by instant, packed, and the states of its participants: the fold over them. A
 * record in order costs one step; one out of order is inserted, and its participants are folded again from the start
 * of its part on.
 */
export class History {
  private parts: Part[] = [];
  private base = NO_STATES;
  private tracks: Tracks | undefined;
  count = 0;

  constructor(private readonly means: Means) {}

  place(record: HeldRecord): Placement {
    const last = this.parts.at(-1)?.segment;
    if (last === undefined || record.at > last.lastAt) return this.append(record);
    if (record.at < last.lastAt) return this.insert(record);
    const tied = last.lastTied();
    if (!isApart(record, tied)) return this.insert(record);
    const isChanged = this.current().fold(record);
    last.append(record);
    this.count += 1;
    return isChanged ? "changed" : "unchanged";
  }

  /** The state of every participant. */
  participants(): readonly ParticipantState[] {
    return this.current().all();
  }

  records(): HeldRecord[] {
    return this.parts.flatMap(({ segment }) => segment.records());
  }

  /** Lets go of the states; they are folded again when they are asked for. */
  rest(): void {
    this.tracks = undefined;
    for (const { segment } of this.parts) segment.rest();
  }

  /** Its records, where it is nothing else. */
  bare(): PackedRecords | undefined {
    return this.base.size === 0 && this.parts.length === 1 ? this.parts[0]?.segment.packed : undefined;
  }

  /** Becomes what some records are. */
  takeUp(packed: PackedRecords): void {
    this.parts = [createPart(new Segment(this.means.store, packed), undefined)];
    this.count = packed.count;
  }

  /** Gives back what it holds. */
  release(): void {
    for (const { segment } of this.parts) this.means.undo.release(segment);
  }

  /** Folds what is older than `horizon` into the base and lets go of it; returns how many observations that were. */
  seal(horizon: Instant): number {
    const first = this.parts[0]?.segment;
    if (first === undefined || first.firstAt >= horizon) return 0;
    return this.sealFirst(({ lastAt }) => lastAt < horizon) + this.sealPart(horizon);
  }

  /** Keeps its records, where there are few and nothing else; else the states alone. Nothing earlier may come after that. */
  compact(): void {
    const bare = this.bare();
    const isSmall = bare !== undefined && bare.blocks <= RECORD_BLOCKS_KEPT;
    if (isSmall || this.parts.length === 0) return;
    this.base = this.current().states();
    this.release();
    this.parts = [];
    this.count = 0;
  }

  /** Seals the oldest parts until no more than so many records are left, or one part. Returns how many observations that were. */
  sealBeyond(records: number): number {
    return this.sealFirst(() => this.count > records && this.parts.length > 1);
  }

  /** Lets go of parts as long as the first is to go. */
  private sealFirst(isToGo: (first: Segment) => boolean): number {
    let sealed = 0;
    for (let first = this.parts[0]; first !== undefined && isToGo(first.segment); first = this.parts[0]) {
      this.base = this.parts[1]?.before ?? this.current().states();
      sealed += countObservations(first.segment.records());
      this.count -= first.segment.count;
      this.means.undo.release(first.segment);
      this.parts.shift();
    }
    return sealed;
  }

  /** Takes a part apart once a fair share of it is older, not at every step. `base` is then what comes before the part. */
  private sealPart(horizon: Instant): number {
    const segment = this.parts[0]?.segment;
    if (segment === undefined || segment.firstAt >= horizon) return 0;
    if (horizon - segment.firstAt < (segment.lastAt - segment.firstAt) / 4) return 0;
    const records = segment.records();
    const older = records.splice(0, countBefore(records, horizon));
    const states = (this.base = new Map(this.base));
    foldInto(states, older, this.means.fold, undefined);
    rewritePart(this.parts, 0, records, this.means);
    const [first] = this.parts;
    if (first !== undefined) this.parts[0] = createPart(first.segment, undefined);
    this.count -= older.length;
    return countObservations(older);
  }

  save(): SavedHistory {
    return { base: this.base, parts: this.parts.map(savePart) };
  }

  /** As it stands, to go back to while the batch is not settled. */
  mark(): MarkedHistory {
    return { base: this.base, parts: markParts(this.parts, this.means.undo) };
  }

  /** Becomes what was marked; for one that is empty. */
  takeMark({ base, parts }: MarkedHistory): void {
    this.base = base;
    this.parts = partsOf(parts, this.means.store);
    this.count = countRecords(this.parts);
  }

  load({ base, parts }: SavedHistory): void {
    this.base = base.size === 0 ? NO_STATES : base;
    this.tracks = undefined;
    this.parts = parts.map((part) => loadPart(part, this.means.store));
    this.count = countRecords(this.parts);
  }

  private append(record: HeldRecord): Placement {
    let part = this.parts.at(-1);
    if (part === undefined || part.segment.count >= RECORDS_PER_PART) {
      const before = part === undefined ? undefined : this.current().states();
      part?.segment.rest();
      part = createPart(new Segment(this.means.store), before);
      this.parts.push(part);
    }
    const isChanged = this.current().fold(record);
    part.segment.append(record);
    this.count += 1;
    return isChanged ? "changed" : "unchanged";
  }

  /** Inserts a record among those held, and folds its participants again from its part on. */
  private insert(record: HeldRecord): Placement {
    const place = Math.max(
      0,
      this.parts.findLastIndex(({ segment }) => segment.firstAt <= record.at),
    );
    const part = this.parts[place];
    if (part === undefined) return this.append(record);
    const records = part.segment.records();
    let index = records.findIndex(({ at }) => at > record.at);
    if (index < 0) index = records.length;
    const tied = records.filter(({ at }) => at === record.at);
    if (tied.length > 0 && isRepeatOf(record, tied)) return "repeated";
    const tracks = this.current();
    records.splice(index, 0, record);
    this.count += 1;
    rewritePart(this.parts, place, records, this.means);
    const affected = new Set(record.sightings.map(({ participantId }) => participantId));
    tracks.take(foldPartsAgain(this.parts, place, records, this.base, affected, this.means));
    return "changed";
  }

  private current(): Tracks {
    if (this.tracks !== undefined) return this.tracks;
    const last = this.parts.at(-1);
    const states = new Map(last?.before ?? this.base);
    if (last !== undefined) foldInto(states, last.segment.records(), this.means.fold, undefined);
    return (this.tracks = new Tracks(states, this.means.fold));
  }
}
