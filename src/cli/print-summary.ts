import { formatLength } from "../app/duration";
import { countOf, formatCount } from "../models/format-count";
import type { Summary } from "../app/summary";
import { spellGapRecord } from "../models/gap";
import { anomalyMeaning, type AnomalyKind } from "../models/anomaly";
import { rejectionMeaning, type RejectionReason } from "../models/rejection";
import { formatTenths } from "../models/share";
import { visible } from "./print";

/** The summary of a run as a person reads it. */
export function describeSummary(summary: Summary): string {
  const sections = [
    describeRecords(summary),
    describeConversations(summary),
    describeMeasurements(summary),
    describeDeadlines(summary),
    describeAnomalies(summary),
    describeDamage(summary),
    describeGaps(summary),
    describeSkipped(summary),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const number = formatCount;
const share = (part: number, all: number) => (all === 0 ? "—" : formatTenths(part / all));

function describeRecords({
  records,
  rejections,
  ignored,
  unknownValues,
  misrouted,
  undated,
  from,
  to,
}: Summary): string[] {
  const lines = [
    "Records",
    `  read ${number(records.read)}: folded ${number(records.folded)}, repeated ${number(records.repeated)}, late ${number(records.late)}, ignored ${number(records.ignored)}, rejected ${number(records.rejected)}`,
  ];
  if (from !== undefined && to !== undefined) lines.push(`  from ${from} to ${to}`);
  for (const [reason, times] of Object.entries(rejections)) {
    // Late records are counted beside the rejected ones, not among them.
    const name = reason === "late" ? reason : `rejected as ${reason}`;
    lines.push(`  ${name}: ${number(times)}. ${rejectionMeaning[reason as RejectionReason]}`);
  }
  const kinds = Object.entries(ignored).map(([what, times]) => `${what} ${number(times)}`);
  if (kinds.length > 0) lines.push(`  ignored: ${kinds.join(", ")}`);
  if (undated > 0)
    lines.push(`  without any instant of their own: ${number(undated)} (folded in the order of the log)`);
  if (misrouted > 0) lines.push(`  found in another partition than their conversation: ${number(misrouted)}`);
  const unknown = Object.entries(unknownValues).map(([value, times]) => `${visible(value)} (${number(times)})`);
  if (unknown.length > 0) lines.push(`  enum values that are not known: ${unknown.join(", ")}`);
  return lines;
}

function describeConversations({ conversations, timeSuspect, faulted, pastBound, policies }: Summary): string[] {
  const { all, open, ended, swept, reopened, longEnded } = conversations;
  const byPolicy = Object.entries(policies).map(([digest, times]) => `${digest} ${number(times)}`);
  return [
    "Conversations",
    `  ${number(all)}: ended ${number(ended)}, still open ${number(open)}, swept ${number(swept)}${reopened > 0 ? `, reopened ${number(reopened)}` : ""}`,
    ...(byPolicy.length > 1 ? [`  by policy: ${byPolicy.join(", ")}`] : []),
    ...(longEnded > 0
      ? [
          `  ended longer ago than the lateness when first seen: ${number(longEnded)}. Nothing is measured of them; to take in history, replay with a larger --lateness.`,
        ]
      : []),
    ...(timeSuspect.count > 0
      ? [
          `  far ahead of all others, with nothing to confirm it: ${number(timeSuspect.count)} (${named(timeSuspect)}). Time did not follow them; their dates may be wrong.`,
        ]
      : []),
    ...(pastBound.count > 0
      ? [
          `! grown past their bound: ${number(pastBound.count)} (${named(pastBound)}). Their records count, but no sum of them is given; look at whoever writes them.`,
        ]
      : []),
    ...(faulted.count > 0
      ? [
          `! met by a fault of convofold itself: ${number(faulted.count)} (${named(faulted)}). Records that caused one are in no number; please report it with what was logged.`,
        ]
      : []),
  ];
}

/** The first of some conversations. */
function named({ count, conversations }: Summary["faulted"]): string {
  return [...conversations.map(visible), ...(count > conversations.length ? ["…"] : [])].join(", ");
}

function describeMeasurements({ measurements }: Summary): string[] {
  const rows = Object.entries(measurements);
  if (rows.length === 0) return [];
  const lines = [`Measurements${" ".repeat(20)}count        median      95th percentile`];
  for (const [name, { count, median, p95, approximate }] of rows) {
    const times = name.startsWith("t") ? `${formatLength(median).padStart(14)}${formatLength(p95).padStart(21)}` : "";
    const mark = approximate === true && times !== "" ? "  (±0.1 %)" : "";
    lines.push(`  ${name.padEnd(24)}${number(count).padStart(11)}${times}${mark}`.trimEnd());
  }
  return lines;
}

function describeDeadlines({ deadlines }: Summary): string[] {
  const rows = Object.entries(deadlines);
  if (rows.length === 0) return [];
  const lines = [`Deadlines${" ".repeat(19)}kept      of judged    late  missed overdue cancelled`];
  for (const [kind, counts] of rows) {
    const { met = 0, late = 0, missed = 0, overdue = 0, cancelled = 0 } = counts;
    const judged = met + late + missed + overdue;
    const cells = [late, missed, overdue].map((count) => number(count).padStart(8)).join("");
    lines.push(
      `  ${kind.padEnd(20)}${number(met).padStart(10)}${(kind === "stuck" ? "—" : share(met, judged)).padStart(15)}${cells}${number(cancelled).padStart(10)}`,
    );
  }
  return lines;
}

function describeAnomalies({ anomalies }: Summary): string[] {
  const rows = Object.entries(anomalies);
  if (rows.length === 0) return [];
  return [
    "Anomalies",
    ...rows.map(([kind, count]) => `  ${kind} ${number(count)}. ${anomalyMeaning[kind as AnomalyKind]}`),
  ];
}

function describeDamage({ damagedFiles }: Summary): string[] {
  if (damagedFiles.length === 0) return [];
  const files = damagedFiles.map(({ file, problem }) => `  ${visible(file)} ${problem}`);
  return ["Files that could not be read to their end (what could be read of them was)", ...files];
}

const GAPS_SHOWN = 10;

function describeGaps({ gaps = [] }: Summary): string[] {
  if (gaps.length === 0) return [];
  const more = gaps.length - GAPS_SHOWN;
  const lines = gaps.slice(0, GAPS_SHOWN).map(({ conversations, ...gap }) => {
    const touched = conversations === undefined ? "" : `; ${countOf(conversations, "conversation")} marked`;
    return `  ${visible(spellGapRecord(gap))}${touched}`;
  });
  return [
    "Gaps: what they may have touched is marked",
    ...lines,
    ...(more > 0 ? [`  … and ${number(more)} more`] : []),
  ];
}

function describeSkipped({ skippedFiles }: Summary): string[] {
  if (skippedFiles.length === 0) return [];
  return ["Skipped in the log's folders", ...skippedFiles.map(({ file, why }) => `  ${visible(file)}: ${why}`)];
}
