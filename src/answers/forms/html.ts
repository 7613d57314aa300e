import { formatCount } from "../../models/format-count";
import { cellOf, gapMark, headOf, headsOf, NO_DATA, sectionsOf, type ColumnSection } from "../columns";
import type { TableReport } from "../report";
import type { ReportRow } from "../report-row";
import { escaped, factsHtml, pageOf, tableHtml } from "./page";

/** A report as one page that needs nothing else: no script, nothing that is fetched. `formatMs` writes lengths as people read them. */
export function reportAsHtml(report: TableReport, formatMs: (ms: number) => string): string {
  const { manifest, rows, groupTotals, total } = report;
  const all = [...rows, ...groupTotals, total];
  const sections = sectionsOf(manifest.formulas.map(({ name }) => name));
  const title = `Interval table: ${manifest.interval}, ${manifest.zone}, by ${manifest.attribution}`;
  return pageOf(title, [
    manifestHtml(report),
    noDataHtml(report),
    ...sections.map((section) => sectionHtml(section, all, report, formatMs)),
    formulasHtml(report),
    checksHtml(report),
  ]);
}

function manifestHtml({ manifest }: TableReport): string {
  const { source } = manifest;
  const facts: readonly (readonly [string, string])[] = [
    ["Made by", manifest.product],
    ["Read", `${source.names.join(", ")}: ${formatCount(source.conversations)} conversations (${source.kind})`],
    ["Data until", manifest.dataUntil ?? "—"],
    ["From, to", `${manifest.from ?? "the first record"}, ${manifest.to ?? "the last record"}`],
    ["Zone", `${manifest.zone}, time-zone data ${manifest.timeZoneData}`],
    ["Rule", `${manifest.attribution}: ${manifest.attributionMeaning}`],
    ["Callbacks", `by the day they were ${manifest.callbacksBy}`],
    ...manifest.notes.map((note) => ["Note", note] as const),
  ];
  return factsHtml(facts);
}

function sectionHtml(
  { title, columns }: ColumnSection,
  all: readonly ReportRow[],
  { manifest }: TableReport,
  formatMs: (ms: number) => string,
): string {
  const shown = columns.filter((column) => all.some((row) => column.valueOf(row) !== null));
  if (!shown.some((column) => all.some((row) => (column.valueOf(row) ?? 0) !== 0))) return "";
  const lines = all.map((row) => ({
    names: headsOf(row, manifest.by),
    numbers: shown.map((column) => cellOf(column, column.valueOf(row), formatMs)),
    isTotal: row.from === null,
  }));
  return tableHtml(title, { names: ["interval", ...manifest.by], numbers: shown.map(headOf) }, lines);
}

function noDataHtml({ noData = [] }: TableReport): string {
  if (noData.length === 0) return "";
  const items = noData.map(({ from, to, gaps }) => `<li>${escaped(`${from} to ${to}${gapMark(gaps)}`)}</li>`);
  return `<h2>${NO_DATA}</h2><ul>${items.join("")}</ul>`;
}

function formulasHtml({ manifest }: TableReport): string {
  const items = manifest.formulas.map(({ name, formula }) => `<dt>${escaped(name)}</dt><dd>${escaped(formula)}</dd>`);
  return `<h2>Formulas</h2><dl>${items.join("")}</dl>`;
}

function checksHtml({ checks }: TableReport): string {
  const items = checks.map(({ name, meaning, violations }) => {
    if (violations.length === 0) return `<dt>${escaped(name)}: holds</dt><dd>${escaped(meaning)}</dd>`;
    const broken = violations.map((violation) => `<li>${escaped(violation)}</li>`).join("");
    return `<dt class="broken">${escaped(name)}: does not hold</dt><dd>${escaped(meaning)}<ul>${broken}</ul></dd>`;
  });
  return `<h2>Checks</h2><dl>${items.join("")}</dl>`;
}
