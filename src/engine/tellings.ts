import type { Instant } from "../models/instant";
import { compareText } from "../models/position";
import type { Rejection } from "../models/rejection";
import type { Fault } from "../models/fault";
import type { ConversationRecord } from "../models/view";
import { sortDeadlines, sortMeasurements, type DeadlineEmission, type MeasurementEmission } from "./emissions";
import type { FinalEmission, Outputs, RecordOutcome } from "./ports";

/** A conversation that is let go; `remindedAt` and `id` give the order among several. */
export interface Farewell {
  readonly remindedAt: Instant;
  readonly id: string;
  readonly tell: (outputs: Outputs) => void;
}

/** What one record of a batch causes to be told. */
export interface Told {
  outcome: RecordOutcome;
  rejections: readonly Rejection[] | undefined;
  measurements: MeasurementEmission[] | undefined;
  /** Those of its conversation, and those of others that it made overdue. */
  deadlines: DeadlineEmission[] | undefined;
  /** Takes back the views of its conversation. */
  retractedView: ConversationRecord | undefined;
  farewells: Farewell[] | undefined;
  /** What was emitted of conversations and no longer stands, for an engine that emits finals. */
  superseded: FinalEmission[] | undefined;
  finals: FinalEmission[] | undefined;
  faults: Fault[] | undefined;
}

/**
 * What a batch of records causes to be told: gathered conversation by conversation, told record by record, so that it
 * comes out as if each record had been folded by itself.
 */
export class Tellings {
  private readonly told: Told[] = [];
  private from = 0;
  /** How many conversations are let go. */
  farewells = 0;

  /** Begins the next record; returns its place in the batch. */
  begin(outcome: RecordOutcome): number {
    const told: Told = {
      outcome,
      rejections: undefined,
      measurements: undefined,
      deadlines: undefined,
      retractedView: undefined,
      farewells: undefined,
      superseded: undefined,
      finals: undefined,
      faults: undefined,
    };
    return this.told.push(told) - 1;
  }

  /** How many records were begun. */
  count(): number {
    return this.told.length;
  }

  /** The first record that nothing was told of yet. */
  firstUntold(): number {
    return this.from;
  }

  /** Takes back what has not been told. */
  rollBack(): void {
    this.told.length = this.from;
  }

  at(index: number): Told {
    const told = this.told[index];
    if (told === undefined) throw new RangeError("a batch has no such record");
    return told;
  }

  /** Notes that the record at a place lets a conversation go. */
  addFarewell(index: number, farewell: Farewell): void {
    (this.at(index).farewells ??= []).push(farewell);
    this.farewells += 1;
  }

  /** Notes a fault that came about as the record at a place let time pass. */
  addFault(index: number, fault: Fault): void {
    (this.at(index).faults ??= []).push(fault);
  }

  /** Tells what has not been told yet. `onRecord` is called before what a record causes. */
  tell(outputs: Outputs, onRecord: (index: number, outcome: RecordOutcome) => void): void {
    for (; this.from < this.told.length; this.from += 1) {
      const told = this.at(this.from);
      onRecord(this.from, told.outcome);
      tellRecord(told, outputs);
    }
  }
}

/** Notes that a record is not folded. */
export function refuse(told: Told, outcome: RecordOutcome, rejections: readonly Rejection[]): void {
  told.outcome = outcome;
  told.rejections = rejections;
}

function tellRecord(told: Told, outputs: Outputs): void {
  const { rejections, measurements, deadlines, retractedView, farewells, superseded, finals, faults } = told;
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
  if (farewells !== undefined) {
    farewells.sort((left, right) => left.remindedAt - right.remindedAt || compareText(left.id, right.id));
    for (const { tell } of farewells) tell(outputs);
  }
  if (faults !== undefined) for (const fault of faults) outputs.fault?.(fault);
}

/** Takes back what no longer stands, and emits what stands of some conversations, each kind of record by id. */
export function emitFinals(
  { superseded = [], finals = [] }: Pick<Told, "superseded" | "finals">,
  outputs: Outputs,
): void {
  for (const emission of superseded) outputs.superseded?.(emission);
  const byId = (left: { readonly id: string }, right: { readonly id: string }) => compareText(left.id, right.id);
  for (const one of finals.flatMap(({ measurements }) => measurements).sort(byId)) outputs.measurement(one, undefined);
  for (const one of finals.flatMap(({ deadlines }) => deadlines).sort(byId)) outputs.deadline(one, undefined);
  const sorted = [...finals].sort((left, right) => compareText(left.conversationId, right.conversationId));
  for (const { view, anomalies } of sorted) if (view !== undefined) outputs.conversation(view, anomalies);
}
