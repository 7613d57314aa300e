import type { DeadlineRecord } from "../models/deadline";
import type { MeasurementRecord } from "../models/measurement";
import type { Position } from "../models/position";
import type { TracedChange, TracedRecord } from "./trace-keeper";

/** A measurement or a deadline. */
export type AnyRecord = MeasurementRecord | DeadlineRecord;

/** One change of what was emitted, and why it came. */
export interface ExplainedRevision {
  readonly revision: number;
  readonly emitted: string;
  readonly why: string;
  readonly cause: Position | undefined;
}

/** What was emitted, and why it came. */
export function explainChange(
  { record, cause }: TracedChange<AnyRecord>,
  before: AnyRecord | undefined,
): ExplainedRevision {
  return {
    revision: record.revision,
    emitted: describeRecord(record),
    why: [whatChanged(record, before), howItCame(cause)].filter((text) => text !== "").join("; "),
    cause: cause?.position,
  };
}

function describeRecord(record: AnyRecord): string {
  if (record.retracted === true) {
    return `taken back${record.replacedBy === undefined ? "" : `, replaced by ${record.replacedBy}`}`;
  }
  if (record.type === "measurement") {
    return `${String(record.value)} at ${record.emitDate ?? "?"} (${record.origin ?? "?"})`;
  }
  return `${record.status ?? "?"}, due ${record.dueAt ?? "?"}${record.metAt === undefined ? "" : `, met ${record.metAt}`}`;
}

const COMPARED = [
  ["value", "the value"],
  ["emitDate", "its date"],
  ["origin", "how it is known"],
  ["status", "the status"],
  ["dueAt", "the due instant"],
  ["warnFrom", "from when on it is due soon"],
  ["metAt", "when it was met"],
  ["evidence", "the records behind it"],
  ["disconnectType", "how the communication ended"],
  ["communicationId", "the communication's name"],
  ["userId", "the agent"],
  ["queueId", "the queue"],
  ["direction", "the direction"],
  ["purpose", "the purpose"],
] as const;

function whatChanged(record: AnyRecord, before: AnyRecord | undefined): string {
  if (record.retracted === true) return "it is no longer derived";
  if (before === undefined || before.retracted === true) return "it was derived for the first time";
  const fields = record as unknown as Record<string, unknown>;
  const earlier = before as unknown as Record<string, unknown>;
  const changed = COMPARED.filter(([name]) => JSON.stringify(fields[name]) !== JSON.stringify(earlier[name]));
  return `changed: ${changed.map(([, words]) => words).join(", ")}`;
}

function howItCame(cause: TracedRecord | undefined): string {
  if (cause === undefined) return "by the passing of time, at another conversation's record or the end of the log";
  if (cause.behindMs === 0) return "";
  return `late news: its record is ${String(cause.behindMs)} ms older than the newest before it`;
}
