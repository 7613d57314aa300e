import type { ParticipantState } from "../models/communication";
import type { ByteStore } from "../packing/byte-store";
import { Segment } from "../packing/segment";
import type { SavedPart } from "./saved";

/** A segment of the records with the states before it; undefined before the first: there the base stands. */
export interface Part {
  readonly segment: Segment;
  readonly before: Map<string, ParticipantState> | undefined;
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
  return { segment, before: before && new Map(before) };
}
