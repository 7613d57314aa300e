import { csvLine, textCell } from "../../models/csv";
import { sectionsOf } from "../columns";
import type { TableReport } from "../report";
import type { ReportRow } from "../report-row";

/**
 * A report as CSV: one row for each group and interval, then totals (with no interval). An empty cell is not known. Where gaps in the data
 * are known, the last column names them by number, and intervals without data have rows of their own.
 */
export function reportAsCsv({ manifest, rows, groupTotals, total, noData = [] }: TableReport): string {
  const { by, attribution, zone } = manifest;
  const columns = sectionsOf(manifest.formulas.map(({ name }) => name)).flatMap((section) => section.columns);
  const hasGaps = manifest.gaps !== undefined;
  const gapsCell = (gaps: readonly number[] = []) => (hasGaps ? [gaps.join(" ")] : []);
  const heads = ["row", "from", "to", "zone", "attribution", ...by, ...columns.map(({ name }) => name)];
  const empty = [...by, ...columns].map(() => "");
  const lineOf = (kind: string, row: ReportRow) => [
    kind,
    row.from ?? "",
    row.to ?? "",
    zone,
    attribution,
    ...by.map((name) => textCell(row.group[name] ?? "")),
    ...columns.map((column) => numberCell(column.valueOf(row))),
    ...gapsCell(row.gaps),
  ];
  const lines = [
    [...heads, ...(hasGaps ? ["gaps"] : [])],
    ...rows.map((row) => lineOf("interval", row)),
    ...noData.map(({ from, to, gaps }) => ["noData", from, to, zone, attribution, ...empty, ...gapsCell(gaps)]),
    ...groupTotals.map((row) => lineOf("groupTotal", row)),
    lineOf("total", total),
  ];
  return lines.map((cells) => `${csvLine(cells)}\n`).join("");
}

function numberCell(value: number | null): string {
  return value === null ? "" : String(value);
}
