import type { AnomalyCounts } from "./anomaly";
import type { Dated, Span } from "./dated";
import type { Flows } from "./flow";
import type { Instant } from "./instant";
import type { MediaType } from "./media-type";
import type { SessionTotals } from "./fact-kinds";
import type { Facts, Profile } from "./facts";
import type { Phase } from "./phase";
import type { PlatformSegment } from "./platform-segment";
import type { Position } from "./position";

/** The phases that a communication went through before it connected, and its connect and end. */
export interface PhaseHistory {
  readonly phase: Phase;
  /** Entered one after the other; each lasts until the next begins, or the connect, or the end. */
  readonly entered: readonly { readonly phase: Phase; readonly start: Dated }[];
  readonly connected: Dated | undefined;
  readonly ended: Dated | undefined;
  /** The record that first showed the end: its instant may be later than the end. */
  readonly endSeenAt: Instant | undefined;
}

/** One hold. `startHoldTime` identifies it, where the platform gave one. */
export interface Hold extends Span {
  readonly reportedStart: Instant | undefined;
}

/** An instant at which a parked communication was to come back. `replaced`: another one was reported instead. */
export interface ResumePlan {
  readonly dueAt: Instant;
  readonly made: Dated;
  readonly replaced: Dated | undefined;
}

/** One parking. `parkTime` identifies it, where the platform gave one. */
export interface Parking extends Span {
  readonly reportedStart: Instant | undefined;
  /** It was over at `end` at the latest: when it was resumed nobody saw. */
  readonly endUnknown: boolean;
  /** The last instant at which it was seen parked. */
  readonly seenAt: Instant;
  readonly resumes: readonly ResumePlan[];
}

/** A segment that the platform listed, when it did, and the record in which it did. */
export interface ListedSegment extends PlatformSegment {
  readonly seenAt: Instant;
  readonly by: Position;
}

/** The first snapshot of a communication. */
export interface FirstSnapshot {
  readonly seen: Dated;
  readonly phase: Phase;
}

/** After-call work of one communication. `completion` is the first one in event time. */
export interface AfterCallWork {
  readonly start: Dated | undefined;
  readonly pending: boolean;
  readonly completion: Dated | undefined;
  readonly skipped: boolean;
  readonly editedTo: Instant | undefined;
  /** When the need for it was first seen, and when its completion was. */
  readonly openSeenAt: Instant | undefined;
  readonly closeSeenAt: Instant | undefined;
}

/** What a supervisor does on this communication, and since when. Who watches a screen, or whose screen is watched, talks to nobody there. */
export interface Supervision {
  readonly role: "screenMonitoring" | "monitoring" | "coaching" | "barging";
  readonly start: Dated;
}

/** A promise to call back at an instant. */
export interface CallbackPromise {
  readonly scheduledAt: Instant;
  readonly made: Dated;
}

/** A state that lasted: what it was, and since when. */
export interface Lasting {
  readonly state: string;
  readonly start: Dated;
}

/**
 * Everything that the observations of one communication say, folded in order. Immutable: an observation that changes
 * nothing leaves the very same object.
 */
export interface CommunicationState {
  readonly participantId: string;
  /** Undefined while only records without communication ids have shown it. */
  readonly communicationId: string | undefined;
  readonly mediaType: MediaType;
  /** 0 for the first life of the communication, 1 for the one that a later connect opened, … */
  readonly episode: number;
  /** Whether it is the first communication of its participant: only that one is dated by `startTime`. */
  readonly isFirst: boolean;
  readonly firstSeen: Dated;
  /** First seen already ended: what happened in it is unknown. */
  readonly incomplete: boolean;
  /** Whether a snapshot, not only detail events, has shown it. */
  readonly inSnapshot: boolean;
  /** Its first snapshot: what was before it, only the platform's own dates and sums can show. */
  readonly shown: FirstSnapshot | undefined;
  /** The segments that the platform listed, by start. */
  readonly listed: readonly ListedSegment[];
  /** What the last observation said: one that says the same again changes nothing. */
  readonly lastFacts: Facts;
  readonly profile: Profile;
  readonly started: Dated | undefined;
  readonly alertingReported: Dated | undefined;
  readonly phases: PhaseHistory;
  readonly holds: readonly Hold[];
  readonly afterCallWork: AfterCallWork;
  readonly parkings: readonly Parking[];
  readonly securePauses: readonly Span[];
  readonly recordings: readonly Lasting[];
  readonly supervision: readonly Supervision[];
  readonly promises: readonly CallbackPromise[];
  readonly totals: { readonly values: SessionTotals; readonly by: Position } | undefined;
  readonly flows: Flows;
  readonly anomalies: AnomalyCounts;
}

/** One participant: its communications in the order in which they were first seen. */
export interface ParticipantState {
  readonly participantId: string;
  readonly communications: readonly CommunicationState[];
  /** Observations that could not be given to one communication. */
  readonly anomalies: AnomalyCounts;
}
