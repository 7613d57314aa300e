import type { Dimension } from "../../answers/dimensions";
import type { TableReport } from "../../answers/report";
import type { ReportRow } from "../../answers/report-row";
import type { NameBook } from "../../models/name-book";
import { ownValue } from "../../models/own-value";

const BOOKS: Readonly<Partial<Record<Dimension, keyof NameBook>>> = {
  queue: "queues",
  agent: "users",
  wrapup: "wrapupCodes",
};

/** A report with names in the place of the ids that a book knows. Groups stay apart, also where their names are the same. */
export function withNames(report: TableReport, names: NameBook): TableReport {
  const rename = (row: ReportRow): ReportRow => ({ ...row, group: namesOf(row.group, names) });
  const { rows, groupTotals } = report;
  return { ...report, rows: rows.map(rename), groupTotals: groupTotals.map(rename) };
}

function namesOf(group: ReportRow["group"], names: NameBook): ReportRow["group"] {
  const entries = Object.entries(group) as [Dimension, string | null][];
  return Object.fromEntries(
    entries.map(([dimension, id]) => {
      const book = BOOKS[dimension];
      const name = book === undefined || id === null ? undefined : ownValue(names[book], id.toLowerCase());
      return [dimension, name ?? id];
    }),
  );
}
