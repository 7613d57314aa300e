import type { Outputs } from "../engine/ports";
import { MEASUREMENTS } from "../measurements/definitions";
import type { Distribution, LogReport, ReportTotal, SlowConversation, VolumeBin } from "../models/log-report";
import { formatInstant, type Instant } from "../models/instant";
import { ownValue } from "../models/own-value";
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
/** More are kept than are shown: what is superseded leaves its place to others. */
const CANDIDATES = 100;
/** How long people of the centre worked in a conversation; a measurement, so that it is what all other outputs say. */
const HANDLING = "tHandle";

/** A collector that has seen nothing. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createReportCollector(): ReportCollector {
  const minutes = new Map<number, number>();
  const counts = new Map(SHOWN.map((name) => [name, EDGES_MS.map(() => 0)]));
  const handleMs = new Map<string, number>();
  let slowest: SlowConversation[] = [];

  function count(name: string, value: number | undefined, times: number): void {
    const bins = counts.get(name);
    if (bins === undefined || value === undefined) return;
    const bin = EDGES_MS.findLastIndex((edge) => value >= edge);
    bins[bin] = (bins[bin] ?? 0) + times;
  }

  function countStart({ startTime }: ConversationRecord, times: 1 | -1): void {
    const minute = Math.floor(Date.parse(startTime) / MINUTE_MS);
    minutes.set(minute, (minutes.get(minute) ?? 0) + times);
  }

  return {
    measurement({ name, value, conversationId }, before) {
      count(name, before?.value, -1);
      count(name, value, 1);
      if (name !== HANDLING) return;
      const sum = (handleMs.get(conversationId) ?? 0) + (value ?? 0) - (before?.value ?? 0);
      handleMs.set(conversationId, sum);
    },
    deadline: () => undefined,
    rejection: () => undefined,
    conversation(view) {
      countStart(view, 1);
      const slow = { handleMs: handleMs.get(view.id) ?? 0, view };
      const others = slowest.filter((one) => one.view.id !== view.id);
      if (slow.handleMs > 0)
        slowest = [...others, slow].sort((one, other) => other.handleMs - one.handleMs).slice(0, CANDIDATES);
    },
    superseded({ conversationId, measurements, view }) {
      for (const { name, value } of measurements) count(name, value, -1);
      handleMs.delete(conversationId);
      slowest = slowest.filter((one) => one.view.id !== conversationId);
      if (view !== undefined) countStart(view, -1);
    },
    report: (summary, until) => ({
      asOf: until === undefined ? (summary.to ?? "") : formatInstant(until),
      from: summary.from,
      to: summary.to,
      totals: totalsOf(summary),
      ...volumesOf(minutes),
      distributions: SHOWN.flatMap((name) => distributionOf(name, counts.get(name) ?? [], summary)),
      promises: Object.entries(summary.deadlines).map(([kind, byStatus]) => ({ kind, counts: byStatus })),
      rejections: summary.rejections,
      damagedFiles: summary.damagedFiles,
      slowest: slowest.slice(0, SLOWEST),
    }),
  };
}

/** Each total with its rule: two that are counted otherwise must not look alike. */
function totalsOf({ records, conversations, measurements }: Summary): ReportTotal[] {
  const measured = (name: string) => ownValue(measurements, name)?.count ?? 0;
  return [
    { name: "Records read", rule: "all records of the log", count: records.read },
    { name: "Records folded", rule: "they are in the numbers", count: records.folded },
    { name: "Records repeated", rule: "the same as one before; counted once", count: records.repeated },
    { name: "Records late", rule: "older than the lateness; in no number", count: records.late },
    { name: "Records ignored", rule: "no news of a conversation", count: records.ignored },
    { name: "Records rejected", rule: "could not be read; in no number", count: records.rejected },
    { name: "Conversations", rule: "with at least one folded record", count: conversations.all },
    { name: "Conversations ended", rule: "all of their communications ended", count: conversations.ended },
    { name: "Conversations open", rule: "not ended where the log ends", count: conversations.open },
    { name: "Conversations swept", rule: "never ended; closed after a long silence", count: conversations.swept },
    { name: "Conversations reopened", rule: "went on after they were over", count: conversations.reopened },
    { name: "Offered", rule: "waits in a queue, whatever their outcome (nOffered)", count: measured("nOffered") },
    { name: "Answered", rule: "waits in a queue that an agent ended (tAnswered)", count: measured("tAnswered") },
    { name: "Abandoned", rule: "waits in a queue that the customer ended (tAbandon)", count: measured("tAbandon") },
  ];
}

function distributionOf(name: string, bins: readonly number[], { measurements }: Summary): Distribution[] {
  const known = ownValue(measurements, name);
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
  const sorted = [...minutes].filter(([, times]) => times > 0).sort(([one], [other]) => one - other);
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
