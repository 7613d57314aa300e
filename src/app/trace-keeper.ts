import type { ConversationMarks } from "../engine/gaps/marks";
import type { RecordOutcome } from "../engine/ports";
import { AppError } from "../models/app-error";
import type { Decoded } from "../models/decoded";
import type { DeadlineRecord } from "../models/deadline";
import type { Instant } from "../models/instant";
import type { MeasurementRecord } from "../models/measurement";
import type { Position } from "../models/position";
import type { ConversationTimeline } from "../models/timeline";
import type { ConversationRecord } from "../models/view";

/** A record that was folded, as it was decoded. */
export type ObservedRecord = Extract<Decoded, { readonly kind: "observations" }>;

/** A record of the conversation that is followed, as it lies in the log. */
export interface TracedRecord {
  readonly position: Position;
  readonly at: Instant | undefined;
  readonly outcome: RecordOutcome;
  readonly document: unknown;
  readonly decoded: ObservedRecord;
  /** How far it lies behind the newest record of the conversation before it; 0 where it is in order. */
  readonly behindMs: number;
}

/** What was emitted, and the record at which it was; undefined at the end of the log. */
export interface TracedChange<Record> {
  readonly record: Record;
  readonly cause: TracedRecord | undefined;
}

/** All that a log says of one conversation, and all that was emitted of it. */
export interface Trace {
  readonly conversationId: string;
  readonly records: readonly TracedRecord[];
  readonly measurements: readonly TracedChange<MeasurementRecord>[];
  readonly deadlines: readonly TracedChange<DeadlineRecord>[];
  /** Its last view. */
  readonly view: ConversationRecord;
  /** It laid out in time, once for each of its lifecycles. */
  readonly timelines: readonly ConversationTimeline[];
  /** The instant that all of it holds for. */
  readonly asOf: Instant;
  /** What gaps in the log say of it; undefined where none may have touched it. */
  readonly marks?: ConversationMarks | undefined;
}

/** Keeps what an engine is given of one conversation, and what it emits of it. */
export function createKeeper(conversationId: string) {
  const records: TracedRecord[] = [];
  const measurements: TracedChange<MeasurementRecord>[] = [];
  const deadlines: TracedChange<DeadlineRecord>[] = [];
  let view: ConversationRecord | undefined;
  let cause: TracedRecord | undefined;
  let newestAt = -Infinity;

  return {
    records: () => records,
    /** What is emitted from now on is caused by a record: undefined where that is of another conversation. */
    begin(decoded: Decoded, outcome: RecordOutcome, document: unknown): void {
      cause = undefined;
      if (decoded.kind !== "observations" || decoded.conversationId !== conversationId) return;
      const { at, position } = decoded;
      const behindMs = at === undefined || newestAt === -Infinity ? 0 : Math.max(0, newestAt - at);
      newestAt = Math.max(newestAt, at ?? -Infinity);
      cause = { position, at, document, decoded, behindMs, outcome };
      records.push(cause);
    },
    endLog(): void {
      cause = undefined;
    },
    outputs: {
      measurement(record: MeasurementRecord): void {
        if (record.conversationId === conversationId) measurements.push({ record, cause });
      },
      deadline(record: DeadlineRecord): void {
        if (record.conversationId === conversationId) deadlines.push({ record, cause });
      },
      conversation(record: ConversationRecord): void {
        if (record.id === conversationId) view = record.retracted === true ? undefined : record;
      },
      rejection: () => undefined,
    },
    trace(timelines: readonly ConversationTimeline[], asOf: Instant): Trace {
      if (view === undefined) {
        throw new AppError(
          "notFound",
          `The log says nothing of a conversation "${conversationId}".`,
          "Check the id: UUIDs are lower case; `convofold inspect LOG` shows some that are there.",
        );
      }
      return { conversationId, records, measurements, deadlines, view, timelines, asOf };
    },
  };
}
