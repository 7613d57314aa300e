import type { ParticipantState } from "../models/communication";
import type { Observation } from "../models/observation";
import type { ByteStore } from "./packing/byte-store";

/** One step of the fold. */
export type FoldParticipant = (participant: ParticipantState, observation: Observation) => ParticipantState;

/** What the conversations of an engine share: where their records lie, the fold, and how many a partition keeps awake. */
export interface Means {
  readonly store: ByteStore;
  readonly fold: FoldParticipant;
  readonly awakeMax: number;
  /** Whether somebody keeps what changes elsewhere, and will ask for it. */
  readonly tracksChanges: boolean;
}
