import type { Instant } from "../../models/instant";
import { compareText } from "../../models/position";
import type { Rejection } from "../../models/rejection";
import type { Fault } from "../../models/fault";
import type { ConversationRecord } from "../../models/view";
import { sortDeadlines, sortMeasurements, type DeadlineEmission, type MeasurementEmission } from "./emissions";
import type { FinalEmission, Outputs, RecordOutcome } from "../ports";

/** A conversation that is evicted; `remindedAt` and `id` give the order among several. */
export interface PendingEviction {
  readonly remindedAt: Instant;
  readonly id: string;
  readonly emit: (outputs: Outputs) => void;
}

/** What stands of a conversation, staged: taken by the outputs already, and emitted when it is its turn. */
export interface StagedFinal extends Pick<FinalEmission, "conversationId" | "revision"> {
  readonly emit: () => void;
}

/** What one record of a batch causes to be emitted. */
export interface PendingEmissions {
  outcome: RecordOutcome;
  rejections: readonly Rejection[] | undefined;
  measurements: MeasurementEmission[] | undefined;
  /** Those of its conversation, and those of others that it made overdue. */
  deadlines: DeadlineEmission[] | undefined;
  /** Takes back the views of its conversation. */
  retractedView: ConversationRecord | undefined;
  evictions: PendingEviction[] | undefined;
  /** What was emitted of conversations and no longer stands, for an engine that emits finals. */
  superseded: FinalEmission[] | undefined;
  finals: StagedFinal[] | undefined;
  faults: Fault[] | undefined;
}

/**
 * What a batch of records causes to be emitted: gathered conversation by conversation, emitted record by record, so that it
 * comes out as if each record had been folded by itself.
 */
export class PendingOutputs {
  private readonly byRecord: PendingEmissions[] = [];
  private from = 0;
  /** How many conversations are evicted. */
  evictions = 0;

  /** Begins the next record; returns its place in the batch. */
  begin(outcome: RecordOutcome): number {
    const pending: PendingEmissions = {
      outcome,
      rejections: undefined,
      measurements: undefined,
      deadlines: undefined,
      retractedView: undefined,
      evictions: undefined,
      superseded: undefined,
      finals: undefined,
      faults: undefined,
    };
    return this.byRecord.push(pending) - 1;
  }

  /** How many records were begun. */
  count(): number {
    return this.byRecord.length;
  }

  /** The first record of which nothing was emitted yet. */
  firstPending(): number {
    return this.from;
  }

  /** Takes back what has not been emitted. */
  rollBack(): void {
    this.byRecord.length = this.from;
  }

  at(index: number): PendingEmissions {
    const pending = this.byRecord[index];
    if (pending === undefined) throw new RangeError("a batch has no such record");
    return pending;
  }

  /** Notes that the record at a place evicts a conversation. */
  addEviction(index: number, eviction: PendingEviction): void {
    (this.at(index).evictions ??= []).push(eviction);
    this.evictions += 1;
  }

  /** Notes a fault that came about as the record at a place let time pass. */
  addFault(index: number, fault: Fault): void {
    (this.at(index).faults ??= []).push(fault);
  }

  /** Emits what has not been emitted yet. `onRecord` is called before what a record causes. */
  emit(outputs: Outputs, onRecord: (index: number, outcome: RecordOutcome) => void): void {
    for (; this.from < this.byRecord.length; this.from += 1) {
      const pending = this.at(this.from);
      onRecord(this.from, pending.outcome);
      emitRecord(pending, outputs);
    }
    outputs.settled?.();
  }
}

/** Notes that a record is not folded. */
export function refuse(pending: PendingEmissions, outcome: RecordOutcome, rejections: readonly Rejection[]): void {
  pending.outcome = outcome;
  pending.rejections = rejections;
}

function emitRecord(pending: PendingEmissions, outputs: Outputs): void {
  const { rejections, measurements, deadlines, retractedView, evictions, superseded, finals, faults } = pending;
  if (rejections !== undefined) for (const rejection of rejections) outputs.rejection(rejection);
  if (superseded !== undefined || finals !== undefined) emitFinals({ superseded, finals }, outputs);
  if (measurements !== undefined) {
    sortMeasurements(measurements);
    for (const { record, before } of measurements) outputs.measurement(record, before);
  }
  if (deadlines !== undefined) {
    sortDeadlines(deadlines);
    for (const { record, before } of deadlines) outputs.deadline(record, before);
  }
  if (retractedView !== undefined) outputs.conversation(retractedView, {});
  if (evictions !== undefined) {
    evictions.sort((left, right) => left.remindedAt - right.remindedAt || compareText(left.id, right.id));
    for (const { emit } of evictions) emit(outputs);
  }
  if (faults !== undefined) for (const fault of faults) outputs.fault?.(fault);
}

/** Takes back what no longer stands, and emits what stands of some conversations, by id. */
export function emitFinals(
  { superseded = [], finals = [] }: Pick<PendingEmissions, "superseded" | "finals">,
  outputs: Outputs,
): void {
  for (const emission of superseded) outputs.superseded?.(emission);
  const sorted = [...finals].sort((left, right) => compareText(left.conversationId, right.conversationId));
  for (const { emit } of sorted) emit();
}
