import { cellOf, gapMark, headsOf, NO_DATA, sectionsOf, type ColumnSection } from "../columns";
import type { ReportRow, TableReport } from "../report";

const STYLE = `body{font:14px/1.4 system-ui,sans-serif;margin:1.5rem;color:#1a1a1a;background:#fff}
h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:2rem}.wide{overflow-x:auto}
table{border-collapse:collapse}th,td{padding:.2rem .6rem;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}
th{position:sticky;top:0;background:#f2f2f2}th.name,td.name{text-align:left}tr.total{font-weight:600;background:#f7f7f7}
dt{font-weight:600}dd{margin:0 0 .3rem}.broken{color:#a40000;font-weight:600}
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}th{background:#262626}tr.total{background:#202020}th,td{border-color:#444}.broken{color:#ff8a80}}`;

/** A report as one page that needs nothing else: no script, nothing that is fetched. `formatMs` writes lengths as people read them. */
export function reportAsHtml(report: TableReport, formatMs: (ms: number) => string): string {
  const { manifest, rows, groupTotals, total } = report;
  const all = [...rows, ...groupTotals, total];
  const sections = sectionsOf(manifest.formulas.map(({ name }) => name));
  const title = `Interval table: ${manifest.interval}, ${manifest.zone}, by ${manifest.attribution}`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main><h1>${escaped(title)}</h1>`,
    manifestHtml(report),
    noDataHtml(report),
    ...sections.map((section) => sectionHtml(section, all, report, formatMs)),
    formulasHtml(report),
    checksHtml(report),
    "</main></body></html>\n",
  ].join("\n");
}

function manifestHtml({ manifest }: TableReport): string {
  const { source } = manifest;
  const facts: readonly (readonly [string, string])[] = [
    ["Made by", manifest.product],
    ["Read", `${source.names.join(", ")}: ${source.conversations.toLocaleString("en")} conversations (${source.kind})`],
    ["Data until", manifest.dataUntil ?? "—"],
    ["From, to", `${manifest.from ?? "the first record"}, ${manifest.to ?? "the last record"}`],
    ["Zone", `${manifest.zone}, time-zone data ${manifest.timeZoneData}`],
    ["Rule", `${manifest.attribution}: ${manifest.attributionMeaning}`],
    ["Callbacks", `by the day they were ${manifest.callbacksBy}`],
    ...manifest.notes.map((note) => ["Note", note] as const),
  ];
  return `<dl>${facts.map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`).join("")}</dl>`;
}

function sectionHtml(
  { title, columns }: ColumnSection,
  all: readonly ReportRow[],
  { manifest }: TableReport,
  formatMs: (ms: number) => string,
): string {
  const shown = columns.filter((column) => all.some((row) => column.valueOf(row) !== null));
  if (!shown.some((column) => all.some((row) => (column.valueOf(row) ?? 0) !== 0))) return "";
  const heads = ["interval", ...manifest.by].map((name) => `<th class="name" scope="col">${escaped(name)}</th>`);
  const numbers = shown.map(({ name }) => `<th scope="col">${escaped(name)}</th>`);
  const lines = all.map((row) => {
    const names = headsOf(row, manifest.by);
    const cells = shown.map((column) => `<td>${escaped(cellOf(column, column.valueOf(row), formatMs))}</td>`);
    const kind = row.from === null ? ' class="total"' : "";
    return `<tr${kind}>${names.map((name) => `<td class="name">${escaped(name)}</td>`).join("")}${cells.join("")}</tr>`;
  });
  const head = `<thead><tr>${heads.join("")}${numbers.join("")}</tr></thead>`;
  return `<h2>${escaped(title)}</h2><div class="wide" tabindex="0" role="region" aria-label="${escaped(title)}"><table>${head}<tbody>${lines.join("\n")}</tbody></table></div>`;
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

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? "");
}
