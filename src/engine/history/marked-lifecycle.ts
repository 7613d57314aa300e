import type { ParticipantState } from "../../models/communication";
import type { NewsIsland } from "../../models/timeline";
import type { PackedRecords } from "../../packing/packed-records";
import type { MarkedParts } from "./part";

/** A lifecycle of a conversation as it stood when a batch began. Its full parts are shared with it. */
export interface MarkedLifecycle {
  readonly news: readonly NewsIsland[];
  readonly settled: boolean | undefined;
  readonly pastBound: boolean;
  readonly history: MarkedHistory;
}

/** The records and states of a lifecycle. */
export interface MarkedHistory {
  readonly base: ReadonlyMap<string, ParticipantState>;
  readonly parts: MarkedParts;
}

/** A lifecycle of which there are only its records: all else follows from them. */
export interface LifecycleValue {
  /** They are one island of activity, from the first to the last. */
  readonly records: PackedRecords;
  readonly isSettled: boolean;
}
