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

/** Everything that a run emitted, in order. */
export interface Emitted {
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

/** An in-memory sink: keeps what is emitted. */
export function createMemoryOutputs(): {
  readonly outputs: Outputs;
  readonly emitted: Omit<Emitted, "counts" | "outcomes">;
} {
  const emitted = { measurements: [], deadlines: [], conversations: [], rejections: [], anomalies: [] } as Omit<
    Emitted,
    "counts" | "outcomes"
  >;
  return {
    emitted,
    outputs: {
      measurement: (record) => emitted.measurements.push(record),
      deadline: (record) => emitted.deadlines.push(record),
      conversation: (record, anomalies) => {
        emitted.conversations.push(record);
        emitted.anomalies.push(anomalies);
      },
      rejection: (rejection) => emitted.rejections.push(rejection),
    },
  };
}

/** Folds decoded records. */
export function foldDecoded(records: readonly Decoded[], settings: RunSettings = {}): Emitted {
  const { outputs, emitted } = createMemoryOutputs();
  const overrides = settings.latenessMs === undefined ? {} : { lateness: settings.latenessMs };
  const engine = createEngine(compilePolicy(settings.policy ?? EMPTY_POLICY, overrides), outputs);
  const outcomes = records.map((record) => engine.accept(record));
  const counts = engine.counts();
  if (settings.unfinished !== true) engine.finish(settings.until);
  return { ...emitted, outcomes, counts };
}

/** Decodes documents as the lines of one file and folds them. */
export function foldDocuments(documents: readonly unknown[], settings: RunSettings = {}): Emitted {
  return foldDecoded(decodeAll(documents), settings);
}

/** Decodes documents as the lines of one file. */
export function decodeAll(documents: readonly unknown[]): Decoded[] {
  return documents.map((document, index) => decodeDocument(document, { file: "log.ndjson", line: index + 1 }));
}

/** The last emitted of each id, retracted ones left out. */
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
 * deadline is emitted only where something else was emitted of it before, so it counts in the views alone.
 */
export function finalTruth(emitted: Pick<Emitted, "measurements" | "deadlines" | "conversations">): unknown {
  const without = (item: object, ...keys: string[]) =>
    Object.fromEntries(Object.entries(item).filter(([key]) => !keys.includes(key)));
  return {
    measurements: finalOf(emitted.measurements).map((item) => without(item, "revision", "evidence")),
    deadlines: finalOf(emitted.deadlines)
      .filter(({ status }) => status !== "pending")
      .map((item) => without(item, "revision", "evidence", "asOf")),
    conversations: finalOf(emitted.conversations).map((item) => without(item, "revision")),
  };
}
