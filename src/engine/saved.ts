import type { ParticipantState } from "../models/communication";
import type { Instant } from "../models/instant";
import type { PolicySwitch } from "../models/policy-switch";
import type { NewsIsland } from "../models/timeline";
import { PACKED_FORMAT } from "../packing/format";
import type { EmittedFinal } from "./emitted";
import type { Leap, Reach } from "./leaps";
import type { EvictionRecord } from "./eviction-records";
import type { ChangedFaults, SavedFaults } from "./faults";

/** The version of what is saved beside what is packed. */
const LAYOUT = 2;

/** Stands for the form in which an engine packs what is saved of it: what was packed in another is not read. */
export const SAVED_FORMAT = `${PACKED_FORMAT}.${String(LAYOUT)}`;

/**
 * What an engine must know to go on where it was: plain data, for whoever keeps it. All else follows from it: states from
 * the records, what was told from what is derived as of the same instant.
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
  /** The policies that it was told to go by. */
  readonly policies?: readonly PolicySwitch[];
  readonly conversations: readonly Conversation[];
  readonly evicted: readonly (readonly [string, EvictionRecord])[];
}

/** A partition that can be taken up whole. */
export type SavedPartition = PartitionOf<SavedConversation>;

/** A partition whose conversations are read when there is news of them. */
export type StoredPartition = PartitionOf<StoredConversation>;

/**
 * What changed in a partition since it was last asked, with conversations in whatever form whoever keeps them has them. What is
 * undefined is no longer held; `unsaved` is held, but a fault came about as it was to be kept.
 */
export interface SavedChanges<Kept> {
  readonly time: SavedTime;
  readonly counts: SavedPartition["counts"];
  readonly faults: ChangedFaults;
  readonly conversations: readonly (readonly [string, Kept | "unsaved" | undefined])[];
  readonly evicted: readonly (readonly [string, EvictionRecord | undefined])[];
}

/** The time of a partition. */
export interface SavedTime {
  readonly stream: Instant;
  readonly asOf: Instant;
  /** Every conversation begins above this revision. */
  readonly floor: number;
  readonly hasDated: boolean;
  /** The first dated record, while it is the only one. */
  readonly first: { readonly conversationId: string; readonly reach: Reach } | undefined;
  /** What is ahead of stream time, and not confirmed. */
  readonly leaps: readonly Leap[];
}

/** What must be known of a conversation though nothing comes. */
export interface SavedHead {
  readonly id: string;
  readonly revision: number;
  readonly dueAt: Instant;
  readonly quietAt: Instant;
  /** As of when its deadlines were told. */
  readonly judgedAt: Instant;
  /** The number of the policy that it goes by; not said of the first. */
  readonly policyNumber?: number | undefined;
  /** Whether all that stands of it was emitted, for an engine that emits finals. */
  readonly emitted?: EmittedFinal;
}

/** What need not be known of a conversation before there is news of it. */
export interface SavedContents {
  readonly chapters: readonly SavedChapter[];
  /** Ids of deadlines that were told as something else before and are pending again: that does not follow. */
  readonly toldPending: readonly string[];
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

/** A chapter of a conversation. */
export interface SavedChapter {
  readonly news: readonly NewsIsland[];
  readonly settled: boolean;
  /** It grew past its bound. */
  readonly pastBound?: boolean;
  readonly history: SavedHistory;
}

/** The records of a chapter, packed, in their parts. */
export interface SavedHistory {
  readonly base: ReadonlyMap<string, ParticipantState>;
  readonly parts: readonly SavedPart[];
}

/** A part of the records, with the states before it. */
export interface SavedPart {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly before: ReadonlyMap<string, ParticipantState> | undefined;
}
