import type { ObservationBody } from "./decoded";
import type { Instant } from "./instant";
import type { Position } from "./position";

/** A record as its conversation keeps it: one observation for each body. */
export interface AcceptedRecord {
  readonly at: Instant;
  /** The record carried no instant; `at` is then its place in the conversation. */
  readonly undated: boolean;
  readonly position: Position;
  readonly bodies: readonly ObservationBody[];
}
