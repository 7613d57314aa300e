import type { ParticipantState } from "../models/communication";
import type { Bounds } from "../models/bounds";
import type { Observation } from "../models/observation";
import type { ByteStore } from "../packing/byte-store";
import type { Emits } from "./emitted";
import type { Undo } from "./undo";

/** One step of the fold. */
export type FoldParticipant = (participant: ParticipantState, observation: Observation) => ParticipantState;

/** What the conversations of an engine share: where their records lie, and the fold. */
export interface Means {
  readonly store: ByteStore;
  readonly undo: Undo;
  readonly fold: FoldParticipant;
  /** Whether somebody keeps what changes elsewhere, and will ask for it. */
  readonly tracksChanges: boolean;
  readonly bounds: Bounds;
  /** Whether what stands of a conversation is emitted at once when it rests, or every change at its record. */
  readonly emits: Emits;
}
