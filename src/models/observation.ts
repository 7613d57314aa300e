import type { Facts } from "./facts";
import type { Instant } from "./instant";
import type { MediaType } from "./media-type";
import type { Position } from "./position";

/**
 * One communication of one participant, as seen at one instant. `named` observations carry the communication's own id;
 * the others are known by participant and medium.
 */
export interface Observation {
  readonly participantId: string;
  readonly communicationId: string | undefined;
  readonly mediaType: MediaType;
  /** Which kind of document said it; a detail event dates what it says, a snapshot does not. */
  readonly shape: "snapshot" | "event";
  readonly at: Instant;
  /** The record carried no instant; `at` is then its place in the conversation's history. */
  readonly undated: boolean;
  readonly position: Position;
  readonly facts: Facts;
}
