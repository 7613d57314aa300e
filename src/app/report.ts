import { isStaff, partiesOf } from "../board/state/parties";
import type { Outputs } from "../engine/ports";
import { MEASUREMENTS } from "../measurements/definitions";
import type { Distribution, LogReport, SlowConversation, VolumeBin } from "../models/log-report";
import { formatInstant, type Instant } from "../models/instant";
import type { ConversationRecord } from "../models/view";
import type { Summary } from "./summary";

/** Gathers, while a log is replayed, what a report of it shows beside its summary. */
export interface ReportCollector extends Outputs {
  readonly report: (summary: Summary, until: Instant | undefined) => LogReport;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** The measurements whose lengths are shown. */
const SHOWN = ["tAcd", "tAnswered", "tAbandon", "tAlert", "tTalk", "tHeld", "tAcw", "tHandle"];
const EDGES_MS = [0, 5, 10, 20, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600].map((seconds) => seconds * SECOND_MS);
/** Volumes are shown in the narrowest of these steps that needs no more bars than this. */
const STEPS_MS = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 10_080].map((minutes) => minutes * MINUTE_MS);
const BARS_MAX = 96;
const SLOWEST = 8;

/** A collector that has seen nothing. */
export function createReportCollector(): ReportCollector {
  const minutes = new Map<number, number>();
  const counts = new Map(SHOWN.map((name) => [name, EDGES_MS.map(() => 0)]));
  let slowest: SlowConversation[] = [];

  function count(name: string, value: number | undefined, times: number): void {
    const bins = counts.get(name);
    if (bins === undefined || value === undefined) return;
    const bin = EDGES_MS.findLastIndex((edge) => value >= edge);
    bins[bin] = (bins[bin] ?? 0) + times;
  }

  return {
    measurement({ name, value }, before) {
      count(name, before?.value, -1);
      count(name, value, 1);
    },
    deadline: () => undefined,
    rejection: () => undefined,
    conversation(view) {
      const minute = Math.floor(Date.parse(view.startTime) / MINUTE_MS);
      minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
      const lengthMs = handlingMs(view);
      const least = slowest.length < SLOWEST ? 0 : (slowest.at(-1)?.lengthMs ?? 0);
      if (lengthMs <= least) return;
      slowest = [...slowest, { lengthMs, view }].sort((one, other) => other.lengthMs - one.lengthMs).slice(0, SLOWEST);
    },
    report: (summary, until) => ({
      asOf: until === undefined ? (summary.to ?? "") : formatInstant(until),
      from: summary.from,
      to: summary.to,
      records: summary.records,
      conversations: summary.conversations,
      ...volumesOf(minutes),
      distributions: SHOWN.flatMap((name) => distributionOf(name, counts.get(name) ?? [], summary)),
      promises: Object.entries(summary.deadlines).map(([kind, byStatus]) => ({ kind, counts: byStatus })),
      rejections: summary.rejections,
      damagedFiles: summary.damagedFiles,
      slowest,
    }),
  };
}

function distributionOf(name: string, bins: readonly number[], { measurements }: Summary): Distribution[] {
  const known = measurements[name];
  if (known === undefined) return [];
  const meaning = MEASUREMENTS.find((definition) => definition.name === name)?.meaning ?? "";
  const last = bins.findLastIndex((count) => count > 0);
  const shown = bins.slice(0, last + 1).map((times, index) => ({
    fromMs: EDGES_MS[index] ?? 0,
    untilMs: EDGES_MS[index + 1],
    count: times,
  }));
  return [{ name, meaning, count: known.count, medianMs: known.median, p95Ms: known.p95, bins: shown }];
}

function volumesOf(minutes: ReadonlyMap<number, number>): { readonly volumeMs: number; readonly volumes: VolumeBin[] } {
  const sorted = [...minutes].sort(([one], [other]) => one - other);
  const [first] = sorted[0] ?? [0];
  const [last] = sorted.at(-1) ?? [0];
  const spanMs = (last - first + 1) * MINUTE_MS;
  const volumeMs = STEPS_MS.find((step) => spanMs / step <= BARS_MAX) ?? Math.ceil(spanMs / BARS_MAX);
  const volumes: VolumeBin[] = [];
  for (const [minute, conversations] of sorted) {
    const fromAt = Math.floor((minute * MINUTE_MS) / volumeMs) * volumeMs;
    for (let next = (volumes.at(-1)?.fromAt ?? fromAt) + volumeMs; next < fromAt; next += volumeMs)
      volumes.push({ fromAt: next, conversations: 0 });
    const bin = volumes.at(-1);
    if (bin?.fromAt === fromAt)
      volumes[volumes.length - 1] = { fromAt, conversations: bin.conversations + conversations };
    else volumes.push({ fromAt, conversations });
  }
  return { volumeMs, volumes };
}

/** For how long people of the centre were connected to it, and worked after it. */
function handlingMs(view: ConversationRecord): number {
  let sum = 0;
  for (const { connectedTime, endTime, afterCallWork } of partiesOf(view)
    .filter(isStaff)
    .map(({ communication }) => communication)) {
    sum += lengthOf(connectedTime, endTime) + lengthOf(afterCallWork?.startTime, afterCallWork?.endTime);
  }
  return sum;
}

function lengthOf(from: string | undefined, until: string | undefined): number {
  return from === undefined || until === undefined ? 0 : Math.max(0, Date.parse(until) - Date.parse(from));
}
