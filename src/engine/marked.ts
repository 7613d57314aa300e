import type { ParticipantState } from "../models/communication";
import type { NewsIsland } from "../models/timeline";
import type { PackedRecords } from "../packing/packed-records";
import type { MarkedParts } from "./part";
import type { SavedHead } from "./saved";

/** A conversation as it stood when a batch began. Its full parts are shared with it. */
export interface MarkedConversation extends Omit<SavedHead, "id"> {
  readonly remindedDueAt: number;
  readonly remindedQuietAt: number;
  /** The ids of deadlines that were pending, and had been emitted as something else before. */
  readonly emittedPending: readonly string[];
  readonly chapters: readonly MarkedChapter[];
}

/** One of its chapters. */
export interface MarkedChapter {
  readonly news: readonly NewsIsland[];
  readonly settled: boolean | undefined;
  readonly pastBound: boolean;
  readonly history: MarkedHistory;
}

/** The records and states of a chapter. */
export interface MarkedHistory {
  readonly base: ReadonlyMap<string, ParticipantState>;
  readonly parts: MarkedParts;
}

/** All that there is to a chapter whose records say the rest. */
export interface BareChapter {
  /** They are one island of news, from the first to the last. */
  readonly records: PackedRecords;
  readonly isSettled: boolean;
}
