import { CAUSE_MEANING } from "../answers/reconcile/causes";
import type { Difference, DifferenceSide } from "../answers/reconcile/difference";
import type { TallyRow } from "../answers/reconcile/tally";
import type { ReconcileReport } from "../app/reconcile/reconcile";
import { formatSpan } from "../app/duration";
import { describeGap } from "../app/gaps/describe-gap";
import { formatCount } from "../models/format-count";
import { fromGapRecord } from "../models/gap";
import { formatInstant } from "../models/instant";
import { LISTED_MAX, moreThanListed } from "./listed";
import { alignRows, visible } from "./print";

const COUNTS = ["matched", "withinTolerance", "different", "missing", "extra"] as const;
/** A reconciliation as tables of a terminal, with the first of its differences. */
export function describeReconciliation(report: ReconcileReport): string {
  return [
    ...describeSides(report),
    ...describeMetrics(report),
    ...describeDays(report),
    ...describeCauses(report),
    ...describeDifferences(report),
    ...describeFetchAgain(report),
    ...describeLeftOut(report),
    "",
  ].join("\n");
}

function describeSides({ manifest, conversations }: ReconcileReport): string[] {
  const { product, source, analytics, toleranceMs, zone, timeZoneData, gaps = [] } = manifest;
  const span = (from: string | null, to: string | null) => `${from ?? "—"} to ${to ?? "—"}`;
  const repeated = analytics.repeated > 0 ? `, ${formatCount(analytics.repeated)} of them again on another page` : "";
  return [
    `${product}: ${source.names.map(visible).join(", ")}, ${span(source.from, source.to)}`,
    `Analytics: ${analytics.names.map(visible).join(", ")}, ${formatCount(analytics.conversations)} conversations${repeated}, begun ${span(analytics.from, analytics.to)}, latest instant ${analytics.until ?? "—"}`,
    `Tolerance ${formatSpan(toleranceMs)}, days in ${zone} (time-zone data ${timeZoneData})`,
    `Conversations: ${formatCount(conversations.both)} on both sides, ${formatCount(conversations.missing)} missing (the platform alone has them), ${formatCount(conversations.extra)} extra (convofold alone)`,
    ...gaps.map((gap, index) => visible(describeGap(fromGapRecord(gap), index + 1, formatInstant))),
  ];
}

const HEADS = [...COUNTS, "ours", "platform"];

function countsOf({ counts, ours, platform }: TallyRow): string[] {
  return [...COUNTS.map((status) => formatCount(counts[status])), formatCount(ours), formatCount(platform)];
}

function describeMetrics({ metrics }: ReconcileReport): string[] {
  if (metrics.length === 0) return ["", "There are no numbers to compare."];
  const rows = metrics.map((row) => [visible(row.metric), ...countsOf(row)]);
  return ["", "By metric", ...alignRows([["metric", ...HEADS], ...rows], (column) => column < 1)];
}

function describeDays({ rows, differences }: ReconcileReport): string[] {
  const unstated = new Set(differences.filter(({ cause }) => cause === "notStated").map(({ metric }) => metric));
  const differing = rows.filter(
    ({ metric, counts }) => !unstated.has(metric) && counts.different + counts.missing + counts.extra > 0,
  );
  if (differing.length === 0) return [];
  const cells = differing
    .slice(0, LISTED_MAX)
    .map((row) => [row.day, visible(row.queue ?? "—"), visible(row.metric), ...countsOf(row)]);
  const table = alignRows([["day", "queue", "metric", ...HEADS], ...cells], (column) => column < 3);
  return ["", "By day and queue, where they differ", ...table, ...moreThanListed(differing.length)];
}

function describeCauses({ causes, unexplained }: ReconcileReport): string[] {
  const rows = causes.map(({ cause, numbers }) => [cause, formatCount(numbers), CAUSE_MEANING[cause]]);
  const all = unexplained > 0 ? [...rows, ["unexplained", formatCount(unexplained), "No rule shows why."]] : rows;
  if (all.length === 0) return ["", "Nothing differs."];
  return ["", "Causes", ...alignRows([["cause", "numbers", ""], ...all], (column) => column !== 1)];
}

function describeDifferences({ differences }: ReconcileReport): string[] {
  if (differences.length === 0) return [];
  const sorted = [...differences].sort((left, right) => Number(left.cause !== null) - Number(right.cause !== null));
  const listed = sorted.slice(0, LISTED_MAX).flatMap(describeDifference);
  return ["", "Differences, unexplained ones first", ...listed, ...moreThanListed(differences.length)];
}

function describeDifference(difference: Difference): string[] {
  const { metric, status, conversationId, sessionId, ours, platform, cause, why, records, exportedAt } = difference;
  const { numbers } = difference;
  const ofConversation = [
    `conversation ${conversationId ?? ""}`,
    ...(sessionId === null ? [] : [`session ${sessionId}`]),
  ];
  const where = conversationId === null ? `${formatCount(numbers)} numbers` : ofConversation.join(", ");
  const sides =
    ours === null && platform === null ? [] : [`    ours ${describeSide(ours)}; platform ${describeSide(platform)}`];
  const places = [
    ...(records.length > 0 ? [`records ${records.join(", ")}`] : []),
    ...(exportedAt === null ? [] : [`export ${exportedAt}`]),
  ];
  return [
    visible(`  ${metric} ${status}: ${where}`),
    ...sides.map(visible),
    visible(`    ${cause ?? "unexplained"}: ${why}`),
    ...(places.length > 0 ? [visible(`    ${places.join("; ")}`)] : []),
  ];
}

function describeSide(side: DifferenceSide | null): string {
  if (side === null) return "—";
  return `${String(side.value ?? "—")}${side.at === null ? "" : ` at ${side.at}`}`;
}

function describeFetchAgain({ fetchAgain }: ReconcileReport): string[] {
  if (fetchAgain.length === 0) return [];
  const lineOf = ({ what, conversationId, causes }: (typeof fetchAgain)[number]) =>
    visible(`  ${what.padEnd(7)}  ${conversationId}  ${causes.join(", ")}`);
  return [
    "",
    "Fetch again (records: GET /api/v2/conversations/ID or its analytics details, appended to the log; export: the analytics details)",
    ...fetchAgain.slice(0, LISTED_MAX).map(lineOf),
    ...moreThanListed(fetchAgain.length),
  ];
}

function describeLeftOut({ notCompared }: ReconcileReport): string[] {
  if (notCompared.length === 0) return [];
  const rows = notCompared.map(({ metric, ours, platform, why }) => [
    `  ${visible(metric)}`,
    formatCount(ours),
    formatCount(platform),
    why,
  ]);
  return [
    "",
    "Not compared",
    ...alignRows([["  metric", "ours", "platform", ""], ...rows], (column) => column % 3 === 0),
  ];
}
