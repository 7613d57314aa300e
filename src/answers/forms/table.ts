import type { OutputColumn } from "../../models/output-columns";
import { sectionsOf } from "../columns";
import type { TableReport } from "../report";
import type { ReportRow } from "../report-row";

/** Columns and rows of a report, for files that have types: the same as in CSV, its intervals as instants. */
export interface ReportTable {
  readonly columns: readonly OutputColumn[];
  readonly rows: readonly (readonly unknown[])[];
}

const text = (name: string, meaning: string): OutputColumn => ({ name, type: "text", meaning });

/** A report as a table. What is not known is undefined. */
export function reportAsTable({ manifest, rows, groupTotals, total, noData = [] }: TableReport): ReportTable {
  const { by, attribution, zone } = manifest;
  const numbers = sectionsOf(manifest.formulas.map(({ name }) => name)).flatMap((section) => section.columns);
  const columns: readonly OutputColumn[] = [
    text("row", "interval, groupTotal, total, or noData: nothing was counted, and a gap lies in it."),
    { name: "from", type: "instant", meaning: "When the interval begins; missing on totals." },
    { name: "to", type: "instant", meaning: "When it ends, itself not in it." },
    text("zone", "The time zone of the intervals."),
    text("attribution", "To which interval a number belongs."),
    ...by.map((name) => text(name, "What the row is of.")),
    ...numbers.map(({ name, unit }): OutputColumn => ({
      ...{ name, unit, meaning: "As docs/report.md says." },
      type: unit === "count" ? "integer" : "number",
    })),
    text("gaps", "The gaps in the data that may have touched it, by number."),
  ];
  const rowOf = (kind: string, row: ReportRow) => [
    ...[kind, row.from, row.to, zone, attribution],
    ...by.map((name) => row.group[name]),
    ...numbers.map((column) => column.valueOf(row)),
    row.gaps?.join(" "),
  ];
  const unknown = [...by, ...numbers].map(() => undefined);
  return {
    columns,
    rows: [
      ...rows.map((row) => rowOf("interval", row)),
      ...noData.map(({ from, to, gaps }) => ["noData", from, to, zone, attribution, ...unknown, gaps.join(" ")]),
      ...groupTotals.map((row) => rowOf("groupTotal", row)),
      rowOf("total", total),
    ],
  };
}
