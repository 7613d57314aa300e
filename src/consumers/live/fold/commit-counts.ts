import type { RecordOutcome } from "../../../engine/ports";
import type { DeadlineRecord } from "../../../models/deadline";
import type { Fault } from "../../../models/fault";
import type { MeasurementRecord } from "../../../models/measurement";
import type { Rejection } from "../../../models/rejection";
import type { FoldListener, Stage } from "./fold-options";

/**
 * Keeps back what is counted of a batch until its transaction is committed: what one that failed came to is folded again, and would
 * count twice.
 */
export class CommitCounts implements FoldListener {
  private readonly records = new Map<RecordOutcome, number>();
  private behind: number[] = [];
  private stages: (readonly [Stage, number])[] = [];
  private measured: MeasurementRecord[] = [];
  private corrected: MeasurementRecord[] = [];
  private deadlines: DeadlineRecord[] = [];
  private rejections: Rejection[] = [];
  private faults: Fault[] = [];

  constructor(private readonly listener: FoldListener) {}

  onRecords(outcome: RecordOutcome, count: number): void {
    this.records.set(outcome, (this.records.get(outcome) ?? 0) + count);
  }

  onBehind(ms: number): void {
    this.behind.push(ms);
  }

  onStage(stage: Stage, ms: number): void {
    this.stages.push([stage, ms]);
  }

  onMeasured(record: MeasurementRecord): void {
    this.measured.push(record);
  }

  onCorrected(record: MeasurementRecord): void {
    this.corrected.push(record);
  }

  onDeadline(record: DeadlineRecord): void {
    this.deadlines.push(record);
  }

  onRejected(rejection: Rejection): void {
    this.rejections.push(rejection);
  }

  onFault(fault: Fault): void {
    this.faults.push(fault);
  }

  /** Tells all that was kept back. */
  commit(): void {
    const { listener } = this;
    for (const [outcome, count] of this.records) listener.onRecords(outcome, count);
    for (const ms of this.behind) listener.onBehind(ms);
    for (const [stage, ms] of this.stages) listener.onStage(stage, ms);
    for (const record of this.firstMeasured()) listener.onMeasured(record);
    for (const record of this.corrected) listener.onCorrected(record);
    for (const record of this.deadlines) listener.onDeadline(record);
    for (const rejection of this.rejections) listener.onRejected(rejection);
    for (const fault of this.faults) listener.onFault(fault);
    this.records.clear();
    [this.behind, this.stages, this.measured, this.corrected] = [[], [], [], []];
    [this.deadlines, this.rejections, this.faults] = [[], [], []];
  }

  /** Numbers that were not emitted before under another id either: what takes the place of one is a correction of it. */
  private firstMeasured(): readonly MeasurementRecord[] {
    const successors = new Set(this.corrected.map(({ replacedBy }) => replacedBy));
    return this.measured.filter(({ id }) => !successors.has(id));
  }
}
