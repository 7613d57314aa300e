import type { Instant } from "../../models/instant";
import { compareText } from "../../models/position";
import { itemAt } from "../../models/item-at";
import type { Rejection } from "../../models/rejection";
import type { Fault } from "../../models/fault";
import type { ConversationRecord } from "../../models/view";
import {
  netEmissions,
  sortDeadlines,
  sortMeasurements,
  type DeadlineEmission,
  type MeasurementEmission,
} from "./emissions";
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
  private readonly outcomes: RecordOutcome[] = [];
  /** Of the records that cause something: most do not. */
  private readonly byRecord: (PendingEmissions | undefined)[] = [];
  private from = 0;
  /** How many conversations are evicted. */
  evictions = 0;

  /** Begins the next record; returns its place in the batch. */
  begin(outcome: RecordOutcome): number {
    this.outcomes.push(outcome);
    return this.byRecord.push(undefined) - 1;
  }

  /** How many records were begun. */
  count(): number {
    return this.outcomes.length;
  }

  /** The first record of which nothing was emitted yet. */
  firstPending(): number {
    return this.from;
  }

  /** Takes back what has not been emitted. */
  rollBack(): void {
    this.outcomes.length = this.from;
    this.byRecord.length = this.from;
  }

  /** Notes what became of the record at a place. */
  setOutcome(index: number, outcome: RecordOutcome): void {
    this.outcomes[index] = outcome;
  }

  /** Notes that the record at a place is not folded. */
  refuse(index: number, outcome: RecordOutcome, rejections: readonly Rejection[]): void {
    this.setOutcome(index, outcome);
    this.addRejections(index, rejections);
  }

  /** Notes what of the record at a place cannot be read. */
  addRejections(index: number, rejections: readonly Rejection[]): void {
    if (rejections.length > 0) this.at(index).rejections = rejections;
  }

  /** What the record at a place causes. */
  at(index: number): PendingEmissions {
    if (index >= this.outcomes.length) throw new RangeError("a batch has no such record");
    return (this.byRecord[index] ??= {
      rejections: undefined,
      measurements: undefined,
      deadlines: undefined,
      retractedView: undefined,
      evictions: undefined,
      superseded: undefined,
      finals: undefined,
      faults: undefined,
    });
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
    for (; this.from < this.outcomes.length; this.from += 1) {
      const pending = this.byRecord[this.from];
      onRecord(this.from, itemAt(this.outcomes, this.from));
      if (pending !== undefined) emitRecord(pending, outputs);
    }
    outputs.settled?.();
  }
}

function emitRecord(pending: PendingEmissions, outputs: Outputs): void {
  const { rejections, measurements, deadlines, retractedView, evictions, superseded, finals, faults } = pending;
  if (rejections !== undefined) for (const rejection of rejections) outputs.rejection(rejection);
  if (superseded !== undefined || finals !== undefined) emitFinals({ superseded, finals }, outputs);
  if (measurements !== undefined) {
    const net = netEmissions(measurements);
    sortMeasurements(net);
    for (const { record, before } of net) outputs.measurement(record, before);
  }
  if (deadlines !== undefined) {
    const net = netEmissions(deadlines);
    sortDeadlines(net);
    for (const { record, before } of net) outputs.deadline(record, before);
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
