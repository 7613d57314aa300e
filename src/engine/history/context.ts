import type { ParticipantState } from "../../models/communication";
import type { Bounds } from "../../models/bounds";
import type { Observation } from "../../models/observation";
import type { ByteStore } from "../../packing/byte-store";
import type { Stage } from "../ports";
import type { Undo } from "./undo";

/** One step of the fold. */
export type FoldParticipant = (participant: ParticipantState, observation: Observation) => ParticipantState;

/**
 * When an engine emits. `finals`: what stands of a conversation, at once, when it is quiet; `changes`: every change, at the
 * record that makes it.
 */
export type Emits = "finals" | "changes";

/** What the conversations of an engine share: where their records lie, and the fold. */
export interface EngineContext {
  readonly store: ByteStore;
  readonly undo: Undo;
  readonly fold: FoldParticipant;
  /** Whether somebody keeps what changes elsewhere, and will ask for it. */
  readonly tracksChanges: boolean;
  readonly bounds: Bounds;
  /** Whether what stands of a conversation is emitted at once when it is quiet, or every change at its record. */
  readonly emits: Emits;
  /** How the outputs take what stands of a conversation before it is emitted. */
  readonly stage: Stage;
}
