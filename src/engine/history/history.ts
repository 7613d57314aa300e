import type { AcceptedRecord } from "../../models/accepted-record";
import type { Instant } from "../../models/instant";
import {
  countRecords,
  createPart,
  loadPart,
  markParts,
  partsOf,
  placeFor,
  rewritePart,
  roomOf,
  savePart,
  splitPart,
  takeOlder,
  type Part,
} from "./part";
import { countObservations, foldInto } from "./fold-records";
import type { EngineContext } from "./context";
import type { MarkedHistory } from "./marked-lifecycle";
import type { PackedRecords } from "../../packing/packed-records";
import { RecordBlock } from "../../packing/record-block";
import type { SavedHistory } from "./saved-history";
import { NO_STATES, States } from "./states";
import type { Tracks } from "./tracks";
import { isApart, isRepeatOf } from "./same-instant";

/** What a record did to its conversation. `unchanged`: it is new, but the states stay as they are. */
export type Placement = "repeated" | "unchanged" | "changed";

/** Packed records are smaller than states up to here, about two kilobytes. */
const RECORD_BLOCKS_KEPT = 16;

/** The records of a conversation sorted by instant, packed, and the states of its participants: the fold over them. */
export class History {
  private parts: Part[] = [];
  private readonly states: States;
  count = 0;

  constructor(private readonly context: EngineContext) {
    this.states = new States(context);
  }

  place(record: AcceptedRecord): Placement {
    const last = this.parts.at(-1)?.block;
    if (last === undefined || record.at > last.lastAt) return this.append(record);
    if (record.at < last.lastAt) return this.insert(record);
    if (!isApart(record, last.lastAtSameInstant())) return this.insert(record);
    return this.addTo(last, record);
  }

  isStale(): boolean {
    return this.states.isStale();
  }

  /** Folds in what came out of order. */
  catchUp(): void {
    this.states.catchUp(this.parts);
  }

  /** The states of its participants, with all folded in. */
  tracks(): Tracks {
    return this.states.tracksOf(this.parts);
  }

  records(): AcceptedRecord[] {
    return this.parts.flatMap(({ block }) => block.records());
  }

  /** Releases the states; they are folded again when they are asked for. */
  hibernate(): void {
    this.states.hibernate();
    for (const { block } of this.parts) block.hibernate();
  }

  /** Its records, where it is nothing else. */
  packedRecords(): PackedRecords | undefined {
    return this.states.base.size === 0 && this.parts.length === 1 ? this.parts[0]?.block.packed : undefined;
  }

  /** Becomes what some records are. */
  takeRecords(packed: PackedRecords): void {
    this.parts = [createPart(new RecordBlock(this.context.store, packed), undefined)];
    this.count = packed.count;
  }

  /** Gives back its memory. */
  release(): void {
    for (const { block } of this.parts) this.context.undo.release(block);
  }

  /** Folds what is older than `horizon` into the base and releases it; returns how many observations that were. */
  seal(horizon: Instant): number {
    const first = this.parts[0]?.block;
    if (first === undefined || first.firstAt >= horizon) return 0;
    this.catchUp();
    return this.sealFirst(({ lastAt }) => lastAt < horizon) + this.sealPart(horizon);
  }

  /** Keeps its records, where there are few and nothing else; else the states alone. Nothing earlier may come after that. */
  compact(): void {
    const blocks = this.packedRecords()?.blocks ?? Infinity;
    if (blocks <= RECORD_BLOCKS_KEPT || this.parts.length === 0) return;
    this.catchUp();
    this.states.base = this.states.states(this.parts);
    this.release();
    this.parts = [];
    this.count = 0;
  }

  /** Seals the oldest parts until no more than so many records are left, or one part. Returns how many observations that were. */
  sealBeyond(records: number): number {
    this.catchUp();
    return this.sealFirst(() => this.count > records && this.parts.length > 1);
  }

  /** Releases parts as long as the first is to go. */
  private sealFirst(isToGo: (first: RecordBlock) => boolean): number {
    let sealed = 0;
    for (let first = this.parts[0]; first !== undefined && isToGo(first.block); first = this.parts[0]) {
      this.states.base = this.parts[1]?.before ?? this.states.states(this.parts);
      sealed += countObservations(first.block.records());
      this.count -= first.block.count;
      this.context.undo.release(first.block);
      this.parts.shift();
    }
    return sealed;
  }

  /** Seals what is older in the first part. The base is what comes before that. */
  private sealPart(horizon: Instant): number {
    const older = takeOlder(this.parts, horizon, this.context);
    if (older.length === 0) return 0;
    const states = (this.states.base = new Map(this.states.base));
    foldInto(states, older, this.context.fold, undefined);
    this.count -= older.length;
    return countObservations(older);
  }

  save(): SavedHistory {
    this.catchUp();
    return { base: this.states.base, parts: this.parts.map(savePart) };
  }

  /** As it stands, to go back to while the batch is not settled. */
  mark(): MarkedHistory {
    this.catchUp();
    return { base: this.states.base, parts: markParts(this.parts, this.context.undo) };
  }

  /** Becomes what was marked; for one that is empty. */
  takeMark({ base, parts }: MarkedHistory): void {
    this.states.base = base;
    this.parts = partsOf(parts, this.context.store);
    this.count = countRecords(this.parts);
  }

  load({ base, parts }: SavedHistory): void {
    this.states.base = base.size === 0 ? NO_STATES : base;
    this.states.hibernate();
    this.parts = parts.map((part) => loadPart(part, this.context.store));
    this.count = countRecords(this.parts);
  }

  private append(record: AcceptedRecord): Placement {
    let part = this.parts.at(-1);
    if (part === undefined || part.block.count >= roomOf(part)) {
      const before = part === undefined ? undefined : this.states.beforeNext(this.parts);
      part?.block.hibernate();
      part = createPart(new RecordBlock(this.context.store), before);
      this.parts.push(part);
    }
    return this.addTo(part.block, record);
  }

  /** Adds a record to the last block, behind or beside all others. */
  private addTo(last: RecordBlock, record: AcceptedRecord): Placement {
    const isChanged = this.states.fold(record, this.parts);
    last.append(record);
    this.count += 1;
    return isChanged ? "changed" : "unchanged";
  }

  /** Inserts a record among the others. Its participants are to be folded again from its part on. */
  private insert(record: AcceptedRecord): Placement {
    const place = placeFor(this.parts, record.at);
    const part = this.parts[place];
    if (part === undefined) return this.append(record);
    const records = part.block.records();
    const index = records.findLastIndex(({ at }) => at <= record.at) + 1;
    const sameInstant = records.filter(({ at }) => at === record.at);
    if (sameInstant.length > 0 && isRepeatOf(record, sameInstant)) return "repeated";
    records.splice(index, 0, record);
    this.count += 1;
    const isSplit = records.length > roomOf(part) * 2;
    (isSplit ? splitPart : rewritePart)(this.parts, place, records, this.context);
    this.states.noteInserted(record, place, isSplit);
    return "changed";
  }
}
