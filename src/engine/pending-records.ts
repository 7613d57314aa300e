import type { AcceptedRecord } from "../models/accepted-record";
import type { Instant } from "../models/instant";

/** The records that a conversation got in a batch, each with its moment. */
export class PendingRecords {
  readonly records: AcceptedRecord[] = [];
  readonly moments: number[] = [];
  latestAt: Instant = -Infinity;

  add(record: AcceptedRecord, moment: number): void {
    this.records.push(record);
    this.moments.push(moment);
    this.latestAt = Math.max(this.latestAt, record.at);
  }
}
