import type { HeldRecord } from "../models/held-record";
import type { Instant } from "../models/instant";
import type { ParticipantState } from "../models/communication";
import type { ByteStore } from "../packing/byte-store";
import { Segment } from "../packing/segment";
import { countBefore } from "./fold-records";
import type { Means } from "./means";
import type { SavedPart } from "./saved";
import type { Undo } from "./undo";

/** A segment of the records with the states before it; undefined before the first: there the base stands. */
export interface Part {
  readonly segment: Segment;
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
export function createPart(segment: Segment, before: Map<string, ParticipantState> | undefined): Part {
  return { segment, before, markedIn: 0 };
}

/** Which of some parts an instant belongs to. */
export function placeFor(parts: readonly Part[], at: Instant): number {
  return Math.max(
    0,
    parts.findLastIndex(({ segment }) => segment.firstAt <= at),
  );
}

/** How many records some parts have. */
export function countRecords(parts: readonly Part[]): number {
  return parts.reduce((sum, { segment }) => sum + segment.count, 0);
}

/** A part as plain data. */
export function savePart({ segment, before }: Part): SavedPart {
  const { count, firstAt, lastAt } = segment;
  return { bytes: segment.bytes(), count, firstAt, lastAt, before };
}

/** The part that was saved, with its records in a store. */
export function loadPart({ bytes, count, firstAt, lastAt, before }: SavedPart, store: ByteStore): Part {
  const segment = new Segment(store);
  segment.load(bytes, count, firstAt, lastAt);
  return createPart(segment, before && new Map(before));
}

/** Marks parts: they can be gone back to until the batch is settled. */
export function markParts(parts: readonly Part[], { batch }: Undo): MarkedParts {
  for (const part of parts) part.markedIn = batch;
  const full = parts.slice(0, -1);
  for (const { segment } of full) segment.markedIn = batch;
  const last = parts.at(-1);
  return { full, last: last && savePart(last) };
}

/** The parts that were marked. */
export function partsOf({ full, last }: MarkedParts, store: ByteStore): Part[] {
  return last === undefined ? [...full] : [...full, loadPart(last, store)];
}

/** Writes other records into the part at a place. One that is marked stays as it is, and another takes its place. */
export function rewritePart(parts: Part[], place: number, records: readonly HeldRecord[], means: Means): void {
  const part = parts[place];
  if (part === undefined) throw new RangeError("a history has no such part");
  if (!means.undo.protects(part.segment.markedIn)) return part.segment.replace(records);
  means.undo.release(part.segment);
  const segment = new Segment(means.store);
  segment.replace(records);
  parts[place] = { segment, before: part.before, markedIn: part.markedIn };
}

/** Takes the records before an instant out of the first part, where a fair share of it is older: not at every step. */
export function takeOlder(parts: Part[], horizon: Instant, means: Means): readonly HeldRecord[] {
  const segment = parts[0]?.segment;
  if (segment === undefined || segment.firstAt >= horizon) return [];
  if (horizon - segment.firstAt < (segment.lastAt - segment.firstAt) / 4) return [];
  const records = segment.records();
  const older = records.splice(0, countBefore(records, horizon));
  rewritePart(parts, 0, records, means);
  const [first] = parts;
  if (first !== undefined) parts[0] = createPart(first.segment, undefined);
  return older;
}

/** Writes the later half of some records into a part of its own, behind the one at a place, and the earlier half into that. */
export function splitPart(parts: Part[], place: number, records: readonly HeldRecord[], means: Means): void {
  const half = records.length >> 1;
  rewritePart(parts, place, records.slice(0, half), means);
  const later = new Segment(means.store);
  later.replace(records.slice(half));
  parts.splice(place + 1, 0, createPart(later, new Map()));
}

/** The part at a place, whose states may be changed. */
export function ownPart(parts: Part[], place: number, undo: Undo): Part | undefined {
  const part = parts[place];
  if (part === undefined || !undo.protects(part.markedIn)) return part;
  return (parts[place] = createPart(part.segment, part.before && new Map(part.before)));
}
