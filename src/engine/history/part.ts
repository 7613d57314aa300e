import type { AcceptedRecord } from "../../models/accepted-record";
import type { Instant } from "../../models/instant";
import type { ParticipantState } from "../../models/communication";
import type { ByteStore } from "../../packing/byte-store";
import { RecordBlock } from "../../packing/record-block";
import { countBefore } from "./fold-records";
import type { EngineContext } from "./context";
import type { SavedPart } from "./saved-history";
import type { Undo } from "./undo";

const RECORDS_PER_PART = 64;
/** Where participants are very many a part has more records, so that the states before it are no more than so many for each. */
const STATES_PER_RECORD = 4;

/** A block of the records with the states before it; undefined before the first: there the base stands. */
export interface Part {
  readonly block: RecordBlock;
  readonly before: Map<string, ParticipantState> | undefined;
  /** The batch at whose beginning the states were marked. */
  markedIn: number;
}

/** Parts as they stood when they were marked: those that are full are shared, the last is a copy. */
export interface MarkedParts {
  readonly full: readonly Part[];
  readonly last: SavedPart | undefined;
}

/** A part that nobody has marked. */
export function createPart(block: RecordBlock, before: Map<string, ParticipantState> | undefined): Part {
  return { block, before, markedIn: 0 };
}

/** How many records a part takes before the next begins. */
export function roomOf({ before }: Part): number {
  return Math.max(RECORDS_PER_PART, (before?.size ?? 0) / STATES_PER_RECORD);
}

/** Which of some parts an instant belongs to. */
export function placeFor(parts: readonly Part[], at: Instant): number {
  return Math.max(
    0,
    parts.findLastIndex(({ block }) => block.firstAt <= at),
  );
}

/** How many records some parts have. */
export function countRecords(parts: readonly Part[]): number {
  return parts.reduce((sum, { block }) => sum + block.count, 0);
}

/** A part as plain data. */
export function savePart({ block, before }: Part): SavedPart {
  const { count, firstAt, lastAt } = block;
  return { bytes: block.bytes(), count, firstAt, lastAt, before };
}

/** The part that was saved, with its records in a store. */
export function loadPart({ bytes, count, firstAt, lastAt, before }: SavedPart, store: ByteStore): Part {
  const block = new RecordBlock(store);
  block.load(bytes, count, firstAt, lastAt);
  return createPart(block, before && new Map(before));
}

/** Marks parts: they can be gone back to until the batch is settled. */
export function markParts(parts: readonly Part[], { batch }: Undo): MarkedParts {
  for (const part of parts) part.markedIn = batch;
  const full = parts.slice(0, -1);
  for (const { block } of full) block.markedIn = batch;
  const last = parts.at(-1);
  return { full, last: last && savePart(last) };
}

/** The parts that were marked. */
export function partsOf({ full, last }: MarkedParts, store: ByteStore): Part[] {
  return last === undefined ? [...full] : [...full, loadPart(last, store)];
}

/** Writes other records into the part at a place. One that is marked stays as it is, and another takes its place. */
export function rewritePart(
  parts: Part[],
  place: number,
  records: readonly AcceptedRecord[],
  context: EngineContext,
): void {
  const part = parts[place];
  if (part === undefined) throw new RangeError("a history has no such part");
  if (!context.undo.protects(part.block.markedIn)) return part.block.replace(records);
  context.undo.release(part.block);
  const block = new RecordBlock(context.store);
  block.replace(records);
  parts[place] = { block, before: part.before, markedIn: part.markedIn };
}

/** Takes the records before an instant out of the first part, where a fair share of it is older: not at every step. */
export function takeOlder(parts: Part[], horizon: Instant, context: EngineContext): readonly AcceptedRecord[] {
  const block = parts[0]?.block;
  if (block === undefined || block.firstAt >= horizon) return [];
  if (horizon - block.firstAt < (block.lastAt - block.firstAt) / 4) return [];
  const records = block.records();
  const older = records.splice(0, countBefore(records, horizon));
  rewritePart(parts, 0, records, context);
  const [first] = parts;
  if (first !== undefined) parts[0] = createPart(first.block, undefined);
  return older;
}

/** Writes the later half of some records into a part of its own, behind the one at a place, and the earlier half into that. */
export function splitPart(
  parts: Part[],
  place: number,
  records: readonly AcceptedRecord[],
  context: EngineContext,
): void {
  const half = records.length >> 1;
  rewritePart(parts, place, records.slice(0, half), context);
  const later = new RecordBlock(context.store);
  later.replace(records.slice(half));
  parts.splice(place + 1, 0, createPart(later, new Map()));
}

/** The part at a place, whose states may be changed. */
export function ownPart(parts: Part[], place: number, undo: Undo): Part | undefined {
  const part = parts[place];
  if (part === undefined || !undo.protects(part.markedIn)) return part;
  return (parts[place] = createPart(part.block, part.before && new Map(part.before)));
}
