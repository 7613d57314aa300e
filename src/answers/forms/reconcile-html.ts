import { formatCount as count } from "../../models/format-count";
import { CAUSE_MEANING } from "../reconcile/causes";
import type { Difference } from "../reconcile/difference";
import type { Reconciliation } from "../reconcile/reconciliation";
import type { TallyRow } from "../reconcile/tally";
import { factsHtml, pageOf, tableHtml, type HtmlRow } from "./page";

const COUNTS = ["matched", "withinTolerance", "different", "missing", "extra"] as const;
const NUMBERS = [...COUNTS, "ours", "platform"];

/** A reconciliation as a page that needs nothing else, with every difference; `facts`: what it was made of. */
export function reconciliationAsHtml(
  { conversations, causes, unexplained, metrics, rows, differences, fetchAgain, notCompared }: Reconciliation,
  facts: readonly (readonly [name: string, text: string])[],
): string {
  const sides = `${count(conversations.both)} on both sides, ${count(conversations.missing)} missing, ${count(conversations.extra)} extra`;
  const ofCauses = causes.map(({ cause, numbers }) => ({
    names: [cause, CAUSE_MEANING[cause]],
    numbers: [count(numbers)],
  }));
  const none =
    unexplained === 0 ? [] : [{ names: ["unexplained", "No rule shows why."], numbers: [count(unexplained)] }];
  const differing = differences.length === 0 ? "Nothing differs." : `${count(differences.length)}, listed below`;
  return pageOf("Reconciliation", [
    factsHtml([...facts, ["Conversations", sides], ["Differences", differing]]),
    listed("Causes", { names: ["cause", "meaning"], numbers: ["numbers"] }, [...ofCauses, ...none]),
    tableHtml(
      "By metric",
      { names: ["metric"], numbers: NUMBERS },
      metrics.map((row) => countRow([row.metric], row)),
    ),
    tableHtml(
      "By day and queue",
      { names: ["day", "queue", "metric"], numbers: NUMBERS },
      rows.map((row) => countRow([row.day, row.queue ?? "—", row.metric], row)),
    ),
    listed("Differences", { names: DIFFERENCE_HEADS, numbers: [] }, differences.map(differenceRow)),
    listed(
      "Fetch again",
      { names: ["what", "conversation", "causes"], numbers: [] },
      fetchAgain.map(({ what, conversationId, causes: its }) => ({
        names: [what, conversationId, its.join(", ")],
        numbers: [],
      })),
    ),
    tableHtml(
      "Not compared",
      { names: ["metric", "why"], numbers: ["ours", "platform"] },
      notCompared.map(({ metric, why, ours, platform }) => ({
        names: [metric, why],
        numbers: [count(ours), count(platform)],
      })),
    ),
  ]);
}

/** A table, or nothing where it would be empty. */
const listed: typeof tableHtml = (title, heads, rows) => (rows.length === 0 ? "" : tableHtml(title, heads, rows));

function countRow(names: readonly string[], { counts, ours, platform }: TallyRow): HtmlRow {
  return { names, numbers: [...COUNTS.map((status) => counts[status]), ours, platform].map(count) };
}

const DIFFERENCE_HEADS = [
  "day",
  "queue",
  "metric",
  "status",
  "ours",
  "platform",
  "cause",
  "why",
  "conversation",
  "session",
  "records",
  "export",
];

function differenceRow(difference: Difference): HtmlRow {
  const { day, queue, metric, status, ours, platform, cause, why, conversationId, sessionId, records, exportedAt } =
    difference;
  const sideOf = (side: Difference["ours"]) =>
    side === null ? "—" : [side.value ?? "—", ...(side.at === null ? [] : [side.at])].join(" at ");
  return {
    names: [
      ...[day ?? "—", queue ?? "—", metric, status, sideOf(ours), sideOf(platform)],
      ...[cause ?? "unexplained", why, conversationId ?? "—", sessionId ?? "—", records.join("; "), exportedAt ?? "—"],
    ],
    numbers: [],
  };
}
