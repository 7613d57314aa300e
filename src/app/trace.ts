import { readLog } from "../consumers/files/log-source";
import { findInputs } from "../consumers/files/inputs";
import { canonicalId } from "../decoding/spellings";
import { Batcher } from "../engine/batcher";
import { createEngine } from "../engine/engine";
import type { RecordOutcome } from "../engine/ports";
import { AppError } from "../models/app-error";
import type { Decoded } from "../models/decoded";
import type { DeadlineRecord } from "../models/deadline";
import type { Instant } from "../models/instant";
import type { MeasurementRecord } from "../models/measurement";
import type { Policy } from "../models/policy";
import type { Position } from "../models/position";
import type { ConversationTimeline } from "../models/timeline";
import type { ConversationRecord } from "../models/view";
import type { ReplayProgress } from "./replay";

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

/** What was told, and the record at which it was; undefined at the end of the log. */
export interface TracedChange<Record> {
  readonly record: Record;
  readonly cause: TracedRecord | undefined;
}

/** All that a log says of one conversation, and all that was told of it. */
export interface Trace {
  readonly conversationId: string;
  readonly records: readonly TracedRecord[];
  readonly measurements: readonly TracedChange<MeasurementRecord>[];
  readonly deadlines: readonly TracedChange<DeadlineRecord>[];
  /** Its last view. */
  readonly view: ConversationRecord;
  /** It laid out in time, once for each of its chapters. */
  readonly timelines: readonly ConversationTimeline[];
}

/** What to follow. */
export interface TraceOrder {
  readonly logs: readonly string[];
  readonly conversationId: string;
  readonly policy: Policy;
  readonly recordBytesMax: number;
  readonly until: Instant | undefined;
}

/** Replays a whole log and keeps what concerns one conversation. Throws `AppError` where the log does not have it. */
export async function traceConversation(
  order: TraceOrder,
  onProgress: (progress: ReplayProgress) => void,
): Promise<Trace> {
  const { policy } = order;
  const conversationId = canonicalId(order.conversationId) ?? "";
  const kept = createKeeper(conversationId);
  const engine = createEngine(policy, kept.outputs);
  const files = findInputs(order.logs);
  const bytesAll = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let bytesRead = 0;
  let records = 0;
  const documents = new Map<Decoded, unknown>();
  const news = {
    onBytes: (bytes: number) => (bytesRead += bytes),
    onDamage: () => undefined,
    onDecoded: (decoded: Decoded, raw: () => string) => {
      const isOfIt = decoded.kind === "observations" && decoded.conversationId === conversationId;
      if (isOfIt) documents.set(decoded, JSON.parse(raw()));
    },
  };
  const batcher = new Batcher(engine, (decoded, outcome) => {
    kept.begin(decoded, outcome, documents.get(decoded));
    documents.delete(decoded);
  });
  for await (const batch of readLog(files, order.recordBytesMax, news)) {
    for (const decoded of batch) batcher.take(decoded, undefined);
    records += batch.length;
    onProgress({ bytesRead, bytesAll, records });
  }
  batcher.flush();
  kept.endLog();
  const timelines = engine.timelines(conversationId);
  engine.finish(order.until);
  return kept.trace(timelines ?? replayAlone(kept.records(), policy, conversationId));
}

/** A conversation that was let go is folded again by itself: nothing else bears on how it is laid out. */
function replayAlone(
  records: readonly TracedRecord[],
  policy: Policy,
  conversationId: string,
): readonly ConversationTimeline[] {
  const silent = () => undefined;
  const engine = createEngine(policy, {
    measurement: silent,
    deadline: silent,
    conversation: silent,
    rejection: silent,
  });
  engine.acceptAll(records.filter(({ outcome }) => outcome !== "late").map(({ decoded }) => decoded));
  return engine.timelines(conversationId) ?? [];
}

function createKeeper(conversationId: string) {
  const records: TracedRecord[] = [];
  const measurements: TracedChange<MeasurementRecord>[] = [];
  const deadlines: TracedChange<DeadlineRecord>[] = [];
  let view: ConversationRecord | undefined;
  let cause: TracedRecord | undefined;
  let newestAt = -Infinity;

  return {
    records: () => records,
    /** What is told from now on is caused by a record: undefined where that is of another conversation. */
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
        if (record.id === conversationId) view = record;
      },
      rejection: () => undefined,
    },
    trace(timelines: readonly ConversationTimeline[]): Trace {
      if (view === undefined) {
        throw new AppError(
          "notFound",
          `The log says nothing of a conversation "${conversationId}".`,
          "Check the id: UUIDs are lower case; `convofold inspect LOG` shows some that are there.",
        );
      }
      return { conversationId, records, measurements, deadlines, view, timelines };
    },
  };
}
