import type { AnomalyCounts } from "./anomaly";
import type { CommunicationState } from "./communication";
import type { ClosedSpan, Dated, Span } from "./dated";
import type { Position } from "./position";

/** What a piece of a communication's life was spent on. */
export type SegmentType =
  | "scheduled"
  | "offering"
  | "contacting"
  | "dialing"
  | "alert"
  | "transmitting"
  | "interact"
  | "ivr"
  | "acd"
  | "voicemail"
  | "hold"
  | "parked"
  | "monitoring"
  | "coaching"
  | "barging"
  | "wrapup";

/** A piece of a communication's life. Segments up to the end do not overlap; `wrapup` lies after it. */
export interface Segment extends Span {
  readonly type: SegmentType;
  /** It may hide what nobody saw: its length is not reported. */
  readonly hidden?: boolean;
}

/** A segment that is over. */
export type ClosedSegment = Segment & ClosedSpan;

/** After-call work as it is measured. `skipped`: none was done. */
export interface WrapupTimeline extends Span {
  readonly skipped: boolean;
  readonly timedOut: boolean;
}

/** Talk and hold as the platform's own totals give them, in ms; `by` is the record that holds them. */
export interface SessionSums {
  readonly talkMs: number;
  readonly heldMs: number;
  readonly talkEnd: Dated;
  readonly ended: Dated;
  readonly by: Position;
}

/**
 * How well handled time is known. `known`: by the dates of its connect, end and parkings. `inferred`: what was not seen may
 * change it. `byTotals`: parked time is unknown, but the platform's totals of talk and hold are there. `unknown`: not reported.
 */
export type HandleCertainty = "known" | "inferred" | "byTotals" | "unknown";

/** One communication laid out in time. `key` is its part in ids. */
export interface CommunicationTimeline {
  readonly key: string;
  readonly state: CommunicationState;
  /** The earliest instant at which it is known to have been there. */
  readonly appeared: Dated;
  /** Up to the end of the communication, by start. */
  readonly segments: readonly Segment[];
  /** From the first connect to the end. */
  readonly connection: Span | undefined;
  readonly wrapup: WrapupTimeline | undefined;
  readonly securePauses: readonly Span[];
  /** Talk and hold by the platform's totals, where what was seen does not come to them. */
  readonly sums: SessionSums | undefined;
  readonly handle: HandleCertainty;
  /** First seen already ended, and nothing shows what happened in it. */
  readonly incomplete: boolean;
  /** First seen this long after its connect: holds before that are unknown. */
  readonly seenFrom: Dated | undefined;
  readonly anomalies: AnomalyCounts;
}

/** How a communication in a queue left it. `cancelled`: a callback withdrawn before an answer. */
export type QueueOutcome = "waiting" | "answered" | "abandoned" | "flowOut" | "cancelled";

/** A queue wait, and the agent's communication that ended it. */
export interface QueueTimeline {
  readonly outcome: QueueOutcome;
  readonly answeredBy: CommunicationTimeline | undefined;
}

/** How an agent gave a conversation on. */
export interface TransferTimeline {
  readonly kind: "blind" | "consult" | "conference" | "other";
  readonly at: Dated;
}

/** A promise to call back and what came of it. */
export interface PromiseTimeline {
  readonly dueAt: number;
  readonly made: Dated;
  readonly supersededAt: Dated | undefined;
  readonly attempt: Dated | undefined;
}

/** The customer's side of a callback, with all that belongs to it. */
export interface CallbackTimeline {
  /** Its communications of medium callback, the customer's, the queues' and the agents', by appearance. */
  readonly communications: readonly CommunicationTimeline[];
  readonly requested: Dated;
  /** Stated on any of its communications. */
  readonly promises: readonly PromiseTimeline[];
  /** The starts of the calls that were dialled for it, by instant. */
  readonly dials: readonly Dated[];
  /** An agent's connects to the callback and the calls that were dialled for it, by instant. */
  readonly attempts: readonly Dated[];
  /** The first connect of a call to the customer that was dialled for it. */
  readonly contact: Dated | undefined;
  /** The queue whose limits hold for it: the customer's own, else that of its queue or agent. */
  readonly queueId: string | undefined;
}

/** The agent's side of a callback. */
export interface AgentCallbackTimeline {
  /** The first call that the agent, or the platform for the agent, dialled for it after the agent's connect. */
  readonly dialled: Dated | undefined;
  /** After how many seconds it is dialled by itself, as any of its communications says; 0 is never. */
  readonly timeoutSeconds: number | undefined;
  /** The queue whose limits hold for it. */
  readonly queueId: string | undefined;
}

/** A conversation laid out in time, with what ties its communications together. */
export interface ConversationTimeline {
  readonly conversationId: string;
  /** By appearance. */
  readonly communications: readonly CommunicationTimeline[];
  readonly queues: ReadonlyMap<CommunicationTimeline, QueueTimeline>;
  /** An agent's communication to the queue communication that offered it. */
  readonly offers: ReadonlyMap<CommunicationTimeline, CommunicationTimeline>;
  readonly transfers: ReadonlyMap<CommunicationTimeline, TransferTimeline>;
  /** An agent's communication to the instants at which those whom it consulted appeared. */
  readonly consults: ReadonlyMap<CommunicationTimeline, readonly Dated[]>;
  /** By the customers' communications of medium callback. */
  readonly callbacks: ReadonlyMap<CommunicationTimeline, CallbackTimeline>;
  /** By the agents' communications of medium callback. */
  readonly agentCallbacks: ReadonlyMap<CommunicationTimeline, AgentCallbackTimeline>;
  /** Its life, once all of its communications have ended, and the communication that appeared first. */
  readonly life: ConversationLife | undefined;
  /** Stretches in which news came without a longer pause than the shortest `stuck` limit, by instant. */
  readonly news: readonly NewsIsland[];
  /** It grew past its bound: no sum of it is emitted. */
  readonly isPastBound?: true;
}

/** From the first appearance of a communication to the last end of all. */
export interface ConversationLife extends ClosedSpan {
  readonly first: CommunicationTimeline;
}

/** News from `from` to `to`, with no pause between them that could be called stuck. */
export interface NewsIsland {
  readonly from: number;
  readonly to: number;
}

/** How far what was seen and what the platform sums up may lie apart, and how late a first sight may be. Milliseconds. */
export interface EvidenceLimits {
  readonly firstSightMs: number;
  readonly totalsToleranceMs: number;
}

/** Purposes of people who work for the centre. */
export const STAFF: readonly string[] = ["agent", "user"];

/** Purposes of the person whom the centre serves. */
export const CUSTOMERS: readonly string[] = ["customer", "external"];

/** Whether it is a communication of somebody who works for the centre. */
export function isStaff(communication: CommunicationTimeline): boolean {
  return STAFF.includes(communication.state.profile.purpose ?? "");
}

/** Whether it is one of the person whom the centre serves. */
export function isCustomer(communication: CommunicationTimeline): boolean {
  return CUSTOMERS.includes(communication.state.profile.purpose ?? "");
}
