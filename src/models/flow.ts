import type { Dated } from "./dated";
import type { Instant } from "./instant";

/** What a detail event says of a flow that runs inside a communication. */
export interface FlowEvent {
  readonly kind: "start" | "end" | "outcome";
  /** Absent where the event does not name the flow. */
  readonly flowId?: string;
  /** How long the flow ran, in ms, as its end states it. */
  readonly durationMs?: number;
  /** The platform's own word for how it ended, upper case, such as `TRANSFER`. */
  readonly exitReason?: string;
  readonly outcomeId?: string;
  /** `SUCCESS`, `FAILURE`, or what else the platform says. */
  readonly outcomeValue?: string;
  readonly outcomeStartedAt?: Instant;
  readonly outcomeEndedAt?: Instant;
}

/** One run of a flow. */
export interface FlowRun {
  readonly flowId: string | undefined;
  /** Undefined while only its end was seen, and that states no duration. */
  readonly start: Dated | undefined;
  readonly end: Dated | undefined;
  readonly exitReason: string | undefined;
}

/** An outcome that a flow reached. */
export interface FlowOutcome {
  readonly outcomeId: string | undefined;
  readonly value: string | undefined;
  readonly start: Dated | undefined;
  readonly end: Dated;
}

/** The flows of a communication and their outcomes, by instant. */
export interface Flows {
  readonly runs: readonly FlowRun[];
  readonly outcomes: readonly FlowOutcome[];
}
