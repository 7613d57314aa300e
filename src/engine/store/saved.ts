import type { Instant } from "../../models/instant";
import type { PolicySwitch } from "../../models/policy-switch";
import { PACKED_FORMAT } from "../../packing/format";
import type { EmittedFinal } from "./emitted";
import type { EvictionRecord } from "./eviction-records";
import type { ChangedFaults, SavedFaults } from "./faults";
import type { SavedLifecycle } from "../history/saved-history";
import type { SavedTime } from "../time/saved-time";

/** The version of what is saved beside what is packed. */
const LAYOUT = 2;

/** Stands for the form in which an engine packs what is saved of it: what was packed in another is not read. */
export const SAVED_FORMAT = `${PACKED_FORMAT}.${String(LAYOUT)}`;

/**
 * What an engine must know to go on where it was: plain data, for whoever keeps it. All else follows from it: states from
 * the records, what was emitted from what is derived as of the same instant.
 */
export interface SavedEngine {
  readonly misrouted: number;
  readonly partitions: readonly (readonly [number, SavedPartition])[];
}

/** A partition: its time, its conversations in their order, and what it remembers of those it evicted. */
export interface PartitionOf<Conversation> {
  readonly time: SavedTime;
  readonly counts: Readonly<
    Record<"conversations" | "sealed" | "reopened" | "longEnded" | "undated" | "evicted" | "abandoned", number> & {
      readonly pastBound?: number;
    }
  >;
  /** Not in what was saved by earlier versions. */
  readonly faults?: SavedFaults;
  /** The policies that it goes by, in their order. */
  readonly policies?: readonly PolicySwitch[];
  readonly conversations: readonly Conversation[];
  readonly evicted: readonly (readonly [string, EvictionRecord])[];
}

/** A partition that can be restored whole. */
export type SavedPartition = PartitionOf<SavedConversation>;

/** A partition whose conversations are read when a record of them comes. */
export type StoredPartition = PartitionOf<StoredConversation>;

/**
 * What changed in a partition since it was last asked, with conversations in whatever form whoever keeps them has them. What is
 * undefined is no longer resident; `unsaved` is, but a fault came about as it was to be kept.
 */
export interface SavedChanges<Kept> {
  readonly time: SavedTime;
  readonly counts: SavedPartition["counts"];
  readonly faults: ChangedFaults;
  readonly conversations: readonly (readonly [string, Kept | "unsaved" | undefined])[];
  readonly evicted: readonly (readonly [string, EvictionRecord | undefined])[];
}

/** What must be known of a conversation though nothing comes. */
export interface SavedHead {
  readonly id: string;
  readonly revision: number;
  readonly dueAt: Instant;
  readonly quietAt: Instant;
  /** As of when its deadlines were emitted. */
  readonly evaluatedAt: Instant;
  /** The number of the policy that it goes by; not said of the first. */
  readonly policyNumber?: number | undefined;
  /** Whether all that stands of it was emitted, for an engine that emits finals. */
  readonly emitted?: EmittedFinal;
}

/** What need not be known of a conversation before its next record. */
export interface SavedContents {
  readonly lifecycles: readonly SavedLifecycle[];
  /** Ids of deadlines that were emitted as something else before and are pending again: that does not follow. */
  readonly emittedPending: readonly string[];
}

/** A conversation. */
export interface SavedConversation extends SavedHead, SavedContents {}

/** A conversation, with its contents in whatever form whoever keeps them has them. */
export interface StoredConversation extends SavedHead {
  readonly contents: Uint8Array;
}

/** Brings a conversation into the form in which it is kept. */
export type KeepConversation<Kept> = (id: string, saved: SavedConversation) => Kept;

/** Reads the contents of a conversation that were stored. */
export type ReadContents = (contents: Uint8Array) => SavedContents;
