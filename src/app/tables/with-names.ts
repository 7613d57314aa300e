import type { Dimension } from "../../answers/dimensions";
import { compareGroups, type TableReport } from "../../answers/report";
import type { ReportRow } from "../../answers/report-row";
import type { NameBook } from "../../models/name-book";
import { ownValue } from "../../models/own-value";

const BOOKS: Readonly<Partial<Record<Dimension, keyof NameBook>>> = {
  queue: "queues",
  agent: "users",
  wrapup: "wrapupCodes",
};

/**
 * A report with names in the place of the ids that a book knows, and by these names within each interval. Groups stay apart, also where
 * their names are the same.
 */
export function withNames(report: TableReport, names: NameBook): TableReport {
  const renamed = (rows: readonly ReportRow[]) =>
    sortedByName(rows.map((row) => ({ ...row, group: namesOf(row.group, names) })));
  return { ...report, rows: renamed(report.rows), groupTotals: renamed(report.groupTotals) };
}

/** Rows by their groups, interval by interval as they come. */
function sortedByName(rows: readonly ReportRow[]): ReportRow[] {
  const byInterval = new Map<string | null, ReportRow[]>();
  for (const row of rows) {
    const its = byInterval.get(row.from) ?? [];
    its.push(row);
    byInterval.set(row.from, its);
  }
  const valuesOf = ({ group }: ReportRow) => Object.values(group);
  return [...byInterval.values()].flatMap((its) =>
    its.sort((one, other) => compareGroups(valuesOf(one), valuesOf(other))),
  );
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
