import type { Bounds } from "../models/bounds";
import type { Emits } from "./history/context";
import type { FoldParticipant } from "./history/context";
import type { RecordOutcome } from "./ports";

/** Called for each record of a batch, by its place there, with what became of it. */
export type OnRecord = (index: number, outcome: RecordOutcome) => void;

/** How an engine is to work. */
export interface EngineOptions {
  /** The fold; another one is for those who want to see it proved wrong. */
  readonly fold?: FoldParticipant | undefined;
  /** How large a conversation may grow. */
  readonly bounds?: Bounds;
  /** Whether `takeChanges` will be asked. */
  readonly tracksChanges?: boolean;
  /** When it emits; every change at its record where nothing is said. */
  readonly emits?: Emits;
}
