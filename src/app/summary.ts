import { isKeptOut, type EngineCounts, type FinalEmission, type Outputs, type Stage } from "../engine/ports";
import type { AnomalyCounts } from "../models/anomaly";
import type { DeadlineRecord, DeadlineStatus } from "../models/deadline";
import { formatInstant, type Instant } from "../models/instant";
import { SCHEMA_VERSION } from "../models/schema-version";
import { compareText } from "../models/position";
import { summarise, type MeasurementSummary } from "./counted";
import { byName, count, inStatusOrder, sorted } from "./counts";
import type { GapOfRun } from "./gaps/mark-outputs";
import { createLogReading, type LogReading, type LogReadingCollector } from "./log-reading";
import { countedOf, type CountedEmission } from "./counted-emission";
import { createHistogram } from "./histogram";
import type { SavedSummary } from "./saved-summary";
import { UnknownValues } from "./unknown-values";

/** What a run came to, for eyes and as JSON. Nothing in it depends on the machine or the hour. */
export interface Summary extends LogReading {
  readonly type: "summary";
  readonly schemaVersion: number;
  readonly undated: number;
  readonly misrouted: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly conversations: Readonly<Record<"all" | "open" | "ended" | "swept" | "reopened" | "longEnded", number>>;
  /** Conversations that lie far ahead of all others, with nothing to confirm it; the first of them by name. */
  readonly timeSuspect: { readonly count: number; readonly conversations: readonly string[] };
  /** Conversations in the work on which a fault of our own came about; the first of them by name. */
  readonly faulted: { readonly count: number; readonly conversations: readonly string[] };
  /** Conversations that grew past their bound; the first of them by name. */
  readonly pastBound: { readonly count: number; readonly conversations: readonly string[] };
  /** How many conversations went by which policy, by its digest; none where policies have no names. */
  readonly policies: Readonly<Record<string, number>>;
  readonly measurements: Readonly<Record<string, MeasurementSummary>>;
  readonly deadlines: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly anomalies: Readonly<Record<string, number>>;
  readonly unknownValues: Readonly<Record<string, number>>;
  /** The gaps in what was read; missing where none is known. */
  readonly gaps?: readonly GapOfRun[];
}

/** Sums up a run as it goes. */
export interface SummaryCollector
  extends
    Omit<Outputs, "measurement" | "rejection" | "stage" | "superseded">,
    Omit<LogReadingCollector, "reading" | "save"> {
  readonly measurement: (
    record: { readonly name: string; readonly value?: number | undefined },
    before: { readonly value: number } | undefined,
  ) => void;
  readonly stage: Stage;
  readonly superseded: (emission: FinalEmission) => void;
  /** A value of an enum that is not known, as `field=value`. */
  readonly unknown: (value: string) => void;
  readonly summary: (counts: EngineCounts) => Omit<Summary, "skippedFiles">;
  readonly save: () => SavedSummary;
}

const NAMED_MAX = 20;
/** Counted beside the states of conversations. */
const REOPENED = "reopened";

/** A collector that has seen nothing, or goes on from what was saved. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createSummaryCollector(saved?: SavedSummary): SummaryCollector {
  const [log, anomalies] = [createLogReading(saved), new Map<string, number>(saved?.anomalies)];
  const unknownValues = new UnknownValues(saved?.unknownValues);
  const measurements = new Map(
    saved?.measurements.map(([name, histogram]) => [name, createHistogram(undefined, histogram)] as const),
  );
  const deadlines = new Map(saved?.deadlines.map(([kind, counts]) => [kind, new Map<string, number>(counts)] as const));
  const states = new Map<string, number>(saved?.states);
  const policies = new Map<string, number>(saved?.policies);
  const timeSuspects = new Set(saved?.timeSuspects);
  const faulted = new Set(saved?.faulted);
  const pastBound = new Set(saved?.pastBound);
  let from: Instant = saved?.from ?? Infinity;
  let to: Instant = saved?.to ?? -Infinity;

  function measurement(
    { name, value }: { readonly name: string; readonly value?: number | undefined },
    before: { readonly value: number } | undefined,
  ): void {
    const histogram = measurements.get(name) ?? createHistogram();
    measurements.set(name, histogram);
    if (before !== undefined) histogram.add(before.value, -1);
    if (value !== undefined) histogram.add(value);
  }

  function deadline(
    { kind, status }: Pick<DeadlineRecord, "kind"> & Partial<Pick<DeadlineRecord, "status">>,
    before: { readonly status: DeadlineStatus } | undefined,
  ): void {
    const byStatus = deadlines.get(kind) ?? new Map<string, number>();
    deadlines.set(kind, byStatus);
    if (before !== undefined) count(byStatus, before.status, -1);
    if (status !== undefined) count(byStatus, status);
  }

  /** Counts what stands of a conversation, or takes it out again. */
  function countEmission(
    { measurements: numbers, deadlines: promises, view, anomalies: found }: CountedEmission,
    times: 1 | -1,
  ) {
    const isGone = times === -1;
    for (const { name, value } of numbers) {
      if (value !== undefined) measurement(isGone ? { name } : { name, value }, isGone ? { value } : undefined);
    }
    for (const { kind, status } of promises) {
      if (status !== undefined) deadline(isGone ? { kind } : { kind, status }, isGone ? { status } : undefined);
    }
    if (view !== undefined) countView(view, found, times);
  }

  /** Counts a view, or takes it out again. */
  function countView(view: NonNullable<CountedEmission["view"]>, found: AnomalyCounts, times: 1 | -1): void {
    count(states, view.state, times);
    if (view.policy !== undefined) count(policies, view.policy, times);
    if (view.reopened === true) count(states, REOPENED, times);
    const note = (ids: Set<string>) => (times === 1 ? ids.add(view.id) : ids.delete(view.id));
    if (view.timeSuspect === true) note(timeSuspects);
    if (view.faulted === true) note(faulted);
    if (view.incomplete === true) note(pastBound);
    for (const [kind, often] of Object.entries(found)) count(anomalies, kind, often * times);
  }

  return {
    record(decoded, outcome) {
      log.record(decoded, outcome);
      if (decoded.kind !== "observations" || isKeptOut(outcome)) return;
      decoded.unknownValues.forEach((value) => unknownValues.note(value));
      if (decoded.at !== undefined) {
        from = Math.min(from, decoded.at);
        to = Math.max(to, decoded.at);
      }
    },
    damage: log.damage,
    foreign: log.foreign,
    unknown: (value) => unknownValues.note(value),
    measurement,
    deadline,
    conversation: (view, found) => countView(view, found, 1),
    stage: (emission) => {
      const kept = countedOf(emission);
      return () => countEmission(kept, 1);
    },
    superseded: (emission) => countEmission(emission, -1),
    rejection: log.rejection,
    save: () => ({
      ...log.save(),
      anomalies: [...anomalies],
      unknownValues: unknownValues.counts(),
      measurements: [...measurements].map(([name, histogram]) => [name, histogram.save()]),
      deadlines: [...deadlines].map(([kind, counts]) => [kind, [...counts]]),
      states: [...states],
      policies: [...policies],
      timeSuspects: [...timeSuspects],
      faulted: [...faulted],
      pastBound: [...pastBound],
      from,
      to,
    }),
    summary: (counts) => ({
      type: "summary",
      schemaVersion: SCHEMA_VERSION,
      ...log.reading(),
      undated: counts.undatedRecords,
      misrouted: counts.misroutedRecords,
      from: from < Infinity ? formatInstant(from) : undefined,
      to: to > -Infinity ? formatInstant(to) : undefined,
      conversations: {
        all: counts.conversations,
        open: (states.get("open") ?? 0) + (states.get("afterCallWork") ?? 0),
        ended: states.get("ended") ?? 0,
        swept: states.get("swept") ?? 0,
        reopened: states.get(REOPENED) ?? 0,
        longEnded: counts.longEndedConversations,
      },
      timeSuspect: {
        count: counts.timeSuspects,
        conversations: firstOf(timeSuspects),
      },
      pastBound: { count: counts.pastBoundConversations, conversations: firstOf(pastBound) },
      faulted: { count: counts.faultedConversations, conversations: firstOf(faulted) },
      policies: sorted(policies),
      measurements: summarise(measurements),
      deadlines: Object.fromEntries(
        [...deadlines].sort(byName).map(([kind, byStatus]) => [kind, inStatusOrder(byStatus)]),
      ),
      anomalies: sorted(anomalies),
      unknownValues: sorted(new Map(unknownValues.counts())),
    }),
  };
}

function firstOf(conversations: Iterable<string>): string[] {
  return [...conversations].sort(compareText).slice(0, NAMED_MAX);
}
