import { csvLine, textCell } from "../../models/csv";
import type { Difference } from "../reconcile/difference";
import type { Reconciliation } from "../reconcile/reconciliation";
import type { TallyRow } from "../reconcile/tally";

const COUNTS = ["matched", "withinTolerance", "different", "missing", "extra"] as const;
const HEADS = [
  "row",
  "day",
  "queue",
  "metric",
  ...COUNTS,
  "ours",
  "platform",
  "status",
  "oursAt",
  "platformAt",
  "cause",
  "why",
  "conversationId",
  "participantId",
  "sessionId",
  "mediaType",
  "records",
  "exportedAt",
];

/** A reconciliation as CSV: a row `count` for each day, queue and metric, then a row `difference` for each difference. */
export function reconciliationAsCsv({ rows, differences }: Reconciliation): string {
  return [HEADS, ...rows.map(countCells), ...differences.map(differenceCells)]
    .map((cells) => `${csvLine(cells)}\n`)
    .join("");
}

function countCells({ day, queue, metric, counts, ours, platform }: TallyRow): string[] {
  const known = [
    "count",
    day,
    textCell(queue ?? ""),
    textCell(metric),
    ...COUNTS.map((status) => String(counts[status])),
  ];
  return [...known, String(ours), String(platform), ...Array.from({ length: 10 }, () => "")];
}

function differenceCells(difference: Difference): string[] {
  const { day, queue, metric, status, ours, platform, cause, why, records, exportedAt } = difference;
  const { conversationId, participantId, sessionId, mediaType } = difference;
  const valueOf = (side: Difference["ours"]) => textCell(String(side?.value ?? ""));
  return [
    "difference",
    day ?? "",
    textCell(queue ?? ""),
    textCell(metric),
    ...COUNTS.map(() => ""),
    valueOf(ours),
    valueOf(platform),
    status,
    ours?.at ?? "",
    platform?.at ?? "",
    cause ?? "unexplained",
    textCell(why),
    ...[conversationId ?? "", participantId ?? "", sessionId ?? "", mediaType ?? ""].map(textCell),
    textCell(records.join("; ")),
    textCell(exportedAt ?? ""),
  ];
}
