import type { EngineCounts, Outputs, RecordOutcome } from "../engine/ports";
import type { AnomalyCounts } from "../models/anomaly";
import type { Decoded } from "../models/decoded";
import { formatInstant, type Instant } from "../models/instant";
import { SCHEMA_VERSION } from "../models/measurement";
import { compareText } from "../models/position";
import type { DamagedFile } from "../consumers/files/log-source";
import { byName, inStatusOrder, sorted, summarise, type MeasurementSummary } from "./counted";
import { createHistogram, type SavedHistogram } from "./histogram";

/** What a run came to, for eyes and as JSON. Nothing in it depends on the machine or the hour. */
export interface Summary {
  readonly type: "summary";
  readonly schemaVersion: number;
  readonly records: Readonly<Record<"read" | RecordOutcome, number>>;
  readonly ignored: Readonly<Record<string, number>>;
  readonly rejections: Readonly<Record<string, number>>;
  readonly undated: number;
  readonly misrouted: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly conversations: Readonly<Record<"all" | "open" | "ended" | "abandoned" | "reopened" | "longEnded", number>>;
  /** Conversations that lie far ahead of all others, with nothing to confirm it; the first of them by name. */
  readonly timeSuspect: { readonly count: number; readonly conversations: readonly string[] };
  readonly measurements: Readonly<Record<string, MeasurementSummary>>;
  readonly deadlines: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly anomalies: Readonly<Record<string, number>>;
  readonly unknownValues: Readonly<Record<string, number>>;
  readonly damagedFiles: readonly DamagedFile[];
}

/** Sums up a run as it goes. */
export interface SummaryCollector extends Omit<Outputs, "measurement"> {
  readonly measurement: (
    record: { readonly name: string; readonly value?: number | undefined },
    before: { readonly value: number } | undefined,
  ) => void;
  readonly record: (decoded: Decoded, outcome: RecordOutcome) => void;
  readonly damage: (damage: DamagedFile) => void;
  /** A value of an enum that is not known, as `field=value`. */
  readonly unknown: (value: string) => void;
  readonly summary: (counts: EngineCounts) => Summary;
  readonly save: () => SavedSummary;
}

type Counts = readonly (readonly [string, number])[];

/** What a collector has counted, as plain data. */
export interface SavedSummary {
  readonly records: Readonly<Record<"read" | RecordOutcome, number>>;
  readonly ignored: Counts;
  readonly rejections: Counts;
  readonly anomalies: Counts;
  readonly unknownValues: Counts;
  readonly measurements: readonly (readonly [string, SavedHistogram])[];
  readonly deadlines: readonly (readonly [string, Counts])[];
  readonly states: Counts;
  readonly timeSuspects: readonly string[];
  readonly damagedFiles: readonly DamagedFile[];
  readonly from: Instant;
  readonly to: Instant;
}

const SUSPECTS_NAMED_MAX = 20;
const UNKNOWN_VALUES_MAX = 50;
const UNKNOWN_VALUE_LENGTH_MAX = 60;

/** A collector that has seen nothing, or goes on from what was saved. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createSummaryCollector(saved?: SavedSummary): SummaryCollector {
  const records = { ...(saved?.records ?? { read: 0, folded: 0, repeated: 0, late: 0, ignored: 0, rejected: 0 }) };
  const ignored = new Map<string, number>(saved?.ignored);
  const rejections = new Map<string, number>(saved?.rejections);
  const anomalies = new Map<string, number>(saved?.anomalies);
  const unknownValues = new Map<string, number>(saved?.unknownValues);
  const measurements = new Map(
    saved?.measurements.map(([name, histogram]) => [name, createHistogram(undefined, histogram)] as const),
  );
  const deadlines = new Map(saved?.deadlines.map(([kind, counts]) => [kind, new Map<string, number>(counts)] as const));
  const states = new Map<string, number>(saved?.states);
  const timeSuspects = [...(saved?.timeSuspects ?? [])];
  const damagedFiles: DamagedFile[] = [...(saved?.damagedFiles ?? [])];
  let from: Instant = saved?.from ?? Infinity;
  let to: Instant = saved?.to ?? -Infinity;

  function noteUnknown(value: string): void {
    const shown = value.slice(0, UNKNOWN_VALUE_LENGTH_MAX);
    const isKnown = unknownValues.has(shown) || unknownValues.size < UNKNOWN_VALUES_MAX;
    count(unknownValues, isKnown ? shown : "(others)");
  }

  return {
    record(decoded, outcome) {
      records.read += 1;
      records[outcome] += 1;
      if (decoded.kind === "ignored") count(ignored, decoded.what);
      if (decoded.kind !== "observations" || outcome === "late") return;
      for (const value of decoded.unknownValues) noteUnknown(value);
      if (decoded.at !== undefined) {
        from = Math.min(from, decoded.at);
        to = Math.max(to, decoded.at);
      }
    },
    damage: (damage) => damagedFiles.push(damage),
    unknown: noteUnknown,
    measurement({ name, value }: { readonly name: string; readonly value?: number | undefined }, before) {
      const histogram = measurements.get(name) ?? createHistogram();
      measurements.set(name, histogram);
      if (before !== undefined) histogram.add(before.value, -1);
      if (value !== undefined) histogram.add(value);
    },
    deadline({ kind, status }, before) {
      const byStatus = deadlines.get(kind) ?? new Map<string, number>();
      deadlines.set(kind, byStatus);
      if (before !== undefined) count(byStatus, before.status, -1);
      if (status !== undefined) count(byStatus, status);
    },
    conversation({ id, state, timeSuspect }, found: AnomalyCounts) {
      count(states, state);
      if (timeSuspect === true) timeSuspects.push(id);
      for (const [kind, times] of Object.entries(found)) count(anomalies, kind, times);
    },
    rejection: ({ reason }) => count(rejections, reason),
    save: () => ({
      records: { ...records },
      ignored: [...ignored],
      rejections: [...rejections],
      anomalies: [...anomalies],
      unknownValues: [...unknownValues],
      measurements: [...measurements].map(([name, histogram]) => [name, histogram.save()]),
      deadlines: [...deadlines].map(([kind, counts]) => [kind, [...counts]]),
      states: [...states],
      timeSuspects,
      damagedFiles,
      from,
      to,
    }),
    summary: (counts) => ({
      type: "summary",
      schemaVersion: SCHEMA_VERSION,
      records,
      ignored: sorted(ignored),
      rejections: sorted(rejections),
      undated: counts.undatedRecords,
      misrouted: counts.misroutedRecords,
      from: from < Infinity ? formatInstant(from) : undefined,
      to: to > -Infinity ? formatInstant(to) : undefined,
      conversations: {
        all: counts.conversations,
        open: (states.get("open") ?? 0) + (states.get("afterCallWork") ?? 0),
        ended: states.get("ended") ?? 0,
        abandoned: states.get("abandoned") ?? 0,
        reopened: counts.reopenedConversations,
        longEnded: counts.longEndedConversations,
      },
      timeSuspect: {
        count: counts.timeSuspects,
        conversations: timeSuspects.sort(compareText).slice(0, SUSPECTS_NAMED_MAX),
      },
      measurements: summarise(measurements),
      deadlines: Object.fromEntries(
        [...deadlines].sort(byName).map(([kind, byStatus]) => [kind, inStatusOrder(byStatus)]),
      ),
      anomalies: sorted(anomalies),
      unknownValues: sorted(unknownValues),
      damagedFiles,
    }),
  };
}

function count(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}
