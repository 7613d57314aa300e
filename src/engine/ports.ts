import type { AnomalyCounts } from "../models/anomaly";
import type { DeadlineRecord, DeadlineStatus } from "../models/deadline";
import type { Fault } from "../models/fault";
import type { MeasurementRecord } from "../models/measurement";
import type { Rejection } from "../models/rejection";
import type { ConversationRecord } from "../models/view";

/**
 * Where the engine emits its answers, in an order that depends on the log alone. `before` is what the record replaces
 * or retracts, so that whoever sums up can take it out again.
 */
export interface Outputs {
  readonly measurement: (record: MeasurementRecord, before: { readonly value: number } | undefined) => void;
  readonly deadline: (
    record: DeadlineRecord,
    before: { readonly kind: string; readonly status: DeadlineStatus } | undefined,
  ) => void;
  /** The view of a conversation as it is evicted, or at the end of a run; with what in it contradicted itself. */
  readonly conversation: (record: ConversationRecord, anomalies: AnomalyCounts) => void;
  /**
   * An emission of a conversation that no longer stands, for an engine that emits finals: a record of the conversation came
   * after it. What stands is emitted later, under a higher revision.
   */
  readonly superseded?: (emission: FinalEmission) => void;
  /**
   * Takes what stands of a conversation as soon as it is found, for an engine that emits finals; what it returns is called when it is
   * its turn to be emitted, and not at all where the batch is undone. So only what is made of it has to be kept till then.
   * Where it throws, that is a fault in the work on the conversation. Without it the records are kept, and given one by one, by id, when it is their turn.
   */
  readonly stage?: Stage;
  /** Nothing that was staged waits for its turn any more: what was kept for it may be used again. */
  readonly settled?: () => void;
  readonly rejection: (rejection: Rejection) => void;
  /** A fault of our own, once; for whoever logs it. The engine went on without what it came about in. */
  readonly fault?: (fault: Fault) => void;
}

/** All that stands of a conversation, emitted at once: its records by id, all of its revision. */
export interface FinalEmission {
  readonly conversationId: string;
  readonly revision: number;
  readonly measurements: readonly MeasurementRecord[];
  readonly deadlines: readonly DeadlineRecord[];
  /** Undefined where nothing of it is to be shown. */
  readonly view: ConversationRecord | undefined;
  readonly anomalies: AnomalyCounts;
}

/** Takes an emission before it is emitted; what it returns emits it. */
export type Stage = (emission: FinalEmission) => () => void;

/** What became of a record. Each record is counted once. */
export type RecordOutcome = "folded" | "repeated" | "late" | "ignored" | "rejected";

/** Whether a record that speaks of a conversation was kept out of it. */
export function isKeptOut(outcome: RecordOutcome): boolean {
  return outcome === "late" || outcome === "rejected";
}

/** What the engine counted that is not in its outputs. */
export interface EngineCounts {
  readonly openConversations: number;
  readonly conversations: number;
  readonly sealedObservations: number;
  readonly evictedConversations: number;
  readonly abandonedConversations: number;
  readonly reopenedConversations: number;
  readonly longEndedConversations: number;
  readonly evictionRecords: number;
  readonly undatedRecords: number;
  readonly misroutedRecords: number;
  /** Conversations that are ahead of stream time, with nothing to confirm them. */
  readonly timeSuspects: number;
  /** Conversations in the work on which a fault of our own came about. */
  readonly faultedConversations: number;
  /** Conversations that grew past their bound. */
  readonly pastBoundConversations: number;
}

/** What a partition counted. */
export interface PartitionCounts {
  readonly open: number;
  readonly conversations: number;
  readonly sealed: number;
  readonly reopened: number;
  readonly undated: number;
  readonly evicted: number;
  readonly abandoned: number;
  readonly longEnded: number;
  readonly evictionRecords: number;
  readonly timeSuspects: number;
  readonly faulted: number;
  readonly pastBound: number;
}
