import { compilePolicy, EMPTY_POLICY, type PolicyDocument } from "../../src/app/policy";
import { decodeDocument } from "../../src/decoding/decode";
import { createEngine } from "../../src/engine/engine";
import type { EngineCounts, Outputs, RecordOutcome } from "../../src/engine/ports";
import type { Decoded } from "../../src/models/decoded";
import type { DeadlineRecord } from "../../src/models/deadline";
import type { MeasurementRecord } from "../../src/models/measurement";
import type { Rejection } from "../../src/models/rejection";
import type { ConversationRecord } from "../../src/models/view";
import type { AnomalyCounts } from "../../src/models/anomaly";

/** Everything that a run told, in order. */
export interface Told {
  readonly measurements: MeasurementRecord[];
  readonly deadlines: DeadlineRecord[];
  readonly conversations: ConversationRecord[];
  readonly rejections: Rejection[];
  readonly outcomes: RecordOutcome[];
  readonly anomalies: AnomalyCounts[];
  counts: EngineCounts;
}

/** How a run is set up. */
export interface RunSettings {
  readonly policy?: PolicyDocument;
  readonly latenessMs?: number;
  readonly until?: number;
  /** Leaves the run open: no as-of, no views. */
  readonly unfinished?: boolean;
}

/** An in-memory sink: keeps what it is told. */
export function createMemoryOutputs(): { readonly outputs: Outputs; readonly told: Omit<Told, "counts" | "outcomes"> } {
  const told = { measurements: [], deadlines: [], conversations: [], rejections: [], anomalies: [] } as Omit<
    Told,
    "counts" | "outcomes"
  >;
  return {
    told,
    outputs: {
      measurement: (record) => told.measurements.push(record),
      deadline: (record) => told.deadlines.push(record),
      conversation: (record, anomalies) => {
        told.conversations.push(record);
        told.anomalies.push(anomalies);
      },
      rejection: (rejection) => told.rejections.push(rejection),
    },
  };
}

/** Folds decoded records. */
export function foldDecoded(records: readonly Decoded[], settings: RunSettings = {}): Told {
  const { outputs, told } = createMemoryOutputs();
  const overrides = settings.latenessMs === undefined ? {} : { lateness: settings.latenessMs };
  const engine = createEngine(compilePolicy(settings.policy ?? EMPTY_POLICY, overrides), outputs);
  const outcomes = records.map((record) => engine.accept(record));
  const counts = engine.counts();
  if (settings.unfinished !== true) engine.finish(settings.until);
  return { ...told, outcomes, counts };
}

/** Decodes documents as the lines of one file and folds them. */
export function foldDocuments(documents: readonly unknown[], settings: RunSettings = {}): Told {
  return foldDecoded(decodeAll(documents), settings);
}

/** Decodes documents as the lines of one file. */
export function decodeAll(documents: readonly unknown[]): Decoded[] {
  return documents.map((document, index) => decodeDocument(document, { file: "log.ndjson", line: index + 1 }));
}

/** The last told of each id, retracted ones left out. */
export function finalOf<Item extends { readonly id: string; readonly retracted?: true | undefined }>(
  items: readonly Item[],
): Item[] {
  const last = new Map(items.map((item) => [item.id, item]));
  return [...last.values()]
    .filter((item) => item.retracted !== true)
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

/**
 * What must not depend on the order and repetition of records: final values, without what arrival decides. A pending
 * deadline is told only where something else was told of it before, so it counts in the views alone.
 */
export function finalTruth(told: Pick<Told, "measurements" | "deadlines" | "conversations">): unknown {
  const without = (item: object, ...keys: string[]) =>
    Object.fromEntries(Object.entries(item).filter(([key]) => !keys.includes(key)));
  return {
    measurements: finalOf(told.measurements).map((item) => without(item, "revision", "evidence")),
    deadlines: finalOf(told.deadlines)
      .filter(({ status }) => status !== "pending")
      .map((item) => without(item, "revision", "evidence", "asOf")),
    conversations: finalOf(told.conversations).map((item) => without(item, "revision")),
  };
}
