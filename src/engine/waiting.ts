import type { HeldRecord } from "../models/held-record";
import type { Instant } from "../models/instant";

/** The records that a conversation got in a batch, each with its step. */
export class Waiting {
  readonly records: HeldRecord[] = [];
  readonly steps: number[] = [];
  latestAt: Instant = -Infinity;

  add(record: HeldRecord, step: number): void {
    this.records.push(record);
    this.steps.push(step);
    this.latestAt = Math.max(this.latestAt, record.at);
  }
}
