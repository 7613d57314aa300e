import type { FlowEvent } from "./flow";
import type { Instant } from "./instant";
import type { PlatformSegment } from "./platform-segment";

/**
 * What a fact is, and how it is read from the wire. `instant`: ISO-8601 text. `planned`: the same, of something still to come.
 * `presence`: whether there is a text. `segments`: a list of `{type, startTime, endTime, disconnectType}`. `zones`: a list
 * of numbers, of which only the time zones are kept. `roles`: a list of names, of which only the supervising ones are kept. The others are read
 * from detail events, or come about while a record is decoded.
 */
export type FactKind =
  | "id"
  | "text"
  | "presence"
  | "flag"
  | "integer"
  | "instant"
  | "planned"
  | "enum"
  | "segments"
  | "zones"
  | "roles"
  | "totals"
  | "flow"
  | "set"
  | "mark";

/**
 * Which facts of its participant a communication takes over where it does not say them itself, by what they are of. `shared`
 * where none is given.
 */
export type FactScope =
  "person" | "queue" | "shared" | "dates" | "connect" | "end" | "workStart" | "workEnd" | "wrapup" | "none";

/** The sums that `user.end`, `acd.end`, `customer.end`, `voicemail.end` and `acw` carry. Milliseconds. */
export interface SessionTotals {
  readonly alertingMs?: number;
  readonly contactingMs?: number;
  readonly dialingMs?: number;
  readonly interactingMs?: number;
  readonly heldMs?: number;
  readonly connectedMs?: number;
  readonly callbackMs?: number;
  readonly acdOutcome?: string;
}

/** The total of talk. On a callback the time with the callback itself comes beside that of the calls. */
export function talkTotal({ interactingMs, callbackMs }: SessionTotals): number | undefined {
  if (interactingMs === undefined && callbackMs === undefined) return undefined;
  return (interactingMs ?? 0) + (callbackMs ?? 0);
}

/** The type of a fact by its kind. Instants are epoch ms; a set is one of `models/plain-facts`. */
export interface FactTypes {
  readonly id: string;
  readonly text: string;
  readonly presence: boolean;
  readonly flag: boolean;
  readonly integer: number;
  readonly instant: Instant;
  readonly planned: Instant;
  readonly enum: string;
  /** The pieces of a life as the platform lists them, by start. Never empty. */
  readonly segments: readonly PlatformSegment[];
  /** In which zones numbers may be, by IANA names with spaces between; `models/callee-zones` takes them apart. */
  readonly zones: string;
  /** The supervising roles (`monitoring`, `coaching`, `barging`) that it has had, with spaces between, the furthest last. */
  readonly roles: string;
  /** What an analytics detail event sums up at the end of a session. */
  readonly totals: SessionTotals;
  /** What a detail event says of a flow. */
  readonly flow: FlowEvent;
  readonly set: number;
  readonly mark: boolean;
}
