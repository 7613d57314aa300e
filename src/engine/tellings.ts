import type { Instant } from "../models/instant";
import { compareText } from "../models/position";
import type { Rejection } from "../models/rejection";
import { sortDeadlines, sortMeasurements, type DeadlineChange, type MeasurementChange } from "./changes";
import { toDeadlineRecord, toMeasurementRecord } from "./emissions";
import type { Outputs, RecordOutcome } from "./ports";

/** A conversation that is let go; `remindedAt` and `id` give the order among several. */
export interface Farewell {
  readonly remindedAt: Instant;
  readonly id: string;
  readonly tell: (outputs: Outputs) => void;
}

/** What one record of a batch causes to be told. */
export interface Told {
  outcome: RecordOutcome;
  asOf: Instant;
  /** The revision of the record's conversation. */
  revision: number;
  rejections: readonly Rejection[] | undefined;
  measurements: MeasurementChange[] | undefined;
  /** Those of its conversation, and those of others that it made overdue. */
  deadlines: DeadlineChange[] | undefined;
  farewells: Farewell[] | undefined;
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
      asOf: -Infinity,
      revision: 0,
      rejections: undefined,
      measurements: undefined,
      deadlines: undefined,
      farewells: undefined,
    };
    return this.told.push(told) - 1;
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

function tellRecord({ asOf, revision, rejections, measurements, deadlines, farewells }: Told, outputs: Outputs): void {
  if (rejections !== undefined) for (const rejection of rejections) outputs.rejection(rejection);
  if (measurements !== undefined) {
    sortMeasurements(measurements);
    for (const change of measurements) {
      outputs.measurement(toMeasurementRecord(change, revision), change.before?.value);
    }
  }
  if (deadlines !== undefined) {
    sortDeadlines(deadlines);
    for (const change of deadlines) outputs.deadline(toDeadlineRecord(change, asOf), change.before);
  }
  if (farewells !== undefined) {
    farewells.sort((left, right) => left.remindedAt - right.remindedAt || compareText(left.id, right.id));
    for (const { tell } of farewells) tell(outputs);
  }
}
