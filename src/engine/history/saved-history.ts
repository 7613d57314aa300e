import type { ParticipantState } from "../../models/communication";
import type { Instant } from "../../models/instant";
import type { NewsIsland } from "../../models/timeline";

/** A lifecycle of a conversation. */
export interface SavedLifecycle {
  readonly news: readonly NewsIsland[];
  readonly settled: boolean;
  /** It grew past its bound. */
  readonly pastBound?: boolean;
  readonly history: SavedHistory;
}

/** The records of a lifecycle, packed, in their parts. */
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
