import {
  cellOf,
  gapMark,
  headOf,
  headsOf,
  NO_DATA,
  sectionsOf,
  type Column,
  type ColumnSection,
} from "../answers/columns";
import type { Level } from "../answers/service-levels";
import type { TableReport } from "../answers/report";
import type { ReportRow } from "../answers/report-row";
import { formatLength } from "../app/duration";
import { countOf, formatCount } from "../models/format-count";
import { formatTenths } from "../models/share";
import { alignRows, visible } from "./print";

/** A report as tables of a terminal: one for each kind of numbers, without what is empty throughout. */
export function describeReport(report: TableReport): string {
  const { rows, groupTotals, total } = report;
  const all = [...rows, ...groupTotals, total];
  const sections = sectionsOf([]).flatMap((section) => describeSection(section, all, report));
  const levels = describeLevels(all, report);
  return [
    ...describeManifest(report),
    ...describeNoData(report),
    ...sections,
    ...levels,
    ...describeChecks(report),
    "",
  ].join("\n");
}

function describeManifest({ manifest }: TableReport): string[] {
  const { product, source, zone, timeZoneData, interval, attribution, attributionMeaning, from, to, dataUntil } =
    manifest;
  const bounds = [from === null ? "" : ` from ${from}`, to === null ? "" : ` to ${to}`].join("");
  return [
    `${product}: ${countOf(source.conversations, "conversation")} of ${source.names.map(visible).join(", ")}, until ${dataUntil ?? "—"}`,
    `Intervals: ${interval} in ${zone} (time-zone data ${timeZoneData})${bounds}`,
    `Rule: ${attribution} — ${attributionMeaning}`,
    `Callbacks by the day they were ${manifest.callbacksBy}`,
    ...manifest.notes,
  ];
}

function describeNoData({ noData = [] }: TableReport): string[] {
  if (noData.length === 0) return [];
  return ["", NO_DATA, ...noData.map(({ from, to, gaps }) => `  ${from} to ${to}${gapMark(gaps)}`)];
}

function describeSection(section: ColumnSection, all: readonly ReportRow[], { manifest }: TableReport): string[] {
  const isKnown = (column: Column) => all.some((row) => (column.valueOf(row) ?? 0) !== 0);
  if (!section.columns.some(isKnown)) return [];
  const columns = section.columns.filter((column) => all.some((row) => column.valueOf(row) !== null));
  const heads = ["interval", ...manifest.by, ...columns.map(headOf)];
  const rows = all.flatMap((row) => {
    const isTotal = row.from === null;
    if (!isTotal && columns.every((column) => (column.valueOf(row) ?? 0) === 0)) return [];
    const cells = columns.map((column) => cellOf(column, column.valueOf(row), formatLength));
    return [[...headsOf(row, manifest.by).map(visible), ...cells]];
  });
  return ["", section.title, ...alignRows([heads, ...rows], (column) => column < 1 + manifest.by.length)];
}

/** Each service level with its numerator, its denominator, and behind a minus what it leaves out. */
function describeLevels(all: readonly ReportRow[], { manifest }: TableReport): string[] {
  const { formulas, by } = manifest;
  const counted = all.filter(({ serviceLevels }) => serviceLevels.some(({ denominator }) => denominator > 0));
  if (counted.length === 0) return [];
  const heads = ["interval", ...by, ...formulas.map(({ name }) => visible(name))];
  const rows = counted.map((row) => [...headsOf(row, by).map(visible), ...row.serviceLevels.map(describeLevel)]);
  const spelled = formulas.map(({ name, formula }) => `  ${visible(name)} = ${formula}`);
  return ["", "Service levels", ...alignRows([heads, ...rows], (column) => column < 1 + by.length), ...spelled];
}

function describeLevel({ value, numerator, denominator, excluded }: Level): string {
  const left = Object.values(excluded).reduce((sum, count) => sum + count, 0);
  const share = value === null ? "—" : formatTenths(value);
  return `${share} ${String(numerator)}/${String(denominator)}${left > 0 ? ` −${String(left)}` : ""}`;
}

const SHOWN_MAX = 10;

function describeChecks({ checks }: TableReport): string[] {
  const lines = checks.flatMap(({ name, meaning, violations }) => {
    if (violations.length === 0) return [`  ${name}: holds. ${meaning}`];
    const more = violations.length - SHOWN_MAX;
    return [
      `! ${name}: DOES NOT HOLD in ${formatCount(violations.length)} places. ${meaning}`,
      ...violations.slice(0, SHOWN_MAX).map((violation) => `    ${visible(violation)}`),
      ...(more > 0 ? [`    and ${formatCount(more)} more`] : []),
    ];
  });
  return ["", "Checks", ...lines];
}
