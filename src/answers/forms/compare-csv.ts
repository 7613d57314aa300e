import { csvLine, textCell } from "../../models/csv";
import type { Comparison } from "../compare/comparison";

const HEADS = [
  "row",
  "from",
  "kind",
  "name",
  "aCount",
  "aSum",
  "bCount",
  "bSum",
  "conversationId",
  "id",
  "status",
  "fields",
  "reason",
];

/** A comparison as CSV: a row `count` for each interval and name, then a row `change` for each record that is not the same. */
export function comparisonAsCsv({ rows, changes }: Comparison): string {
  const counts = rows.map(({ from, kind, name, a, b }) => [
    ...["count", from, kind, textCell(name), ...[a.count, a.sum, b.count, b.sum].map(String)],
    ...["", "", "", "", ""],
  ]);
  const moved = changes.map(({ kind, name, conversationId, id, status, fields, reason }) => [
    ...["change", "", kind, textCell(name), "", "", "", ""],
    ...[conversationId, id].map(textCell),
    status,
    textCell(fields.map(({ field, a, b }) => `${field}: ${JSON.stringify(a)} → ${JSON.stringify(b)}`).join("; ")),
    textCell(reason),
  ]);
  return [HEADS, ...counts, ...moved].map((cells) => `${csvLine(cells)}\n`).join("");
}
