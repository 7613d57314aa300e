import { NO_NAMES } from "../app/board/no-names";
import { namesOf } from "./names-option";
import { formatSpan } from "../app/duration";
import { formatCount } from "../models/format-count";
import { refusePicture } from "../app/pictures";
import { KeptOutRecords, reconcile, type ReconcileReport } from "../app/reconcile/reconcile";
import { withQueueNames } from "../app/reconcile/with-queue-names";
import { spellGapRecord } from "../models/gap";
import type { ExitCode } from "./exit-code";
import { declaredGaps } from "./gap-options";
import { policyOf } from "./log-options";
import { printError } from "./print";
import { describeReconciliation } from "./print-reconciliation";
import { putAnswer } from "./put-answer";
import { printUnread, printVerdict } from "./print-verdict";
import { withFinals } from "./with-finals";
import type { ReconcileArguments } from "./reconcile-command";

/** Lays the numbers beside the export that the options name. */
export async function runReconcile(sources: readonly string[], options: ReconcileArguments): Promise<ExitCode> {
  const { analytics, tolerance: toleranceMs, zone, out, force = false } = options;
  if (out !== undefined) refusePicture(out, force);
  const names = (await namesOf(options.names)) ?? NO_NAMES;
  const keptOut = new KeptOutRecords();
  const { onRecord } = keptOut;
  const { offsetGaps } = options;
  const gaps = declaredGaps(options, zone);
  const limits = {
    gaps,
    offsetGaps,
    policy: await policyOf(options),
    recordBytesMax: options.maxRecordBytes,
    until: options.until,
  };
  return withFinals({ sources, ...limits, onRecord }, options.quiet, async (finals) => {
    const report = await reconcile(finals, { sources, analytics, toleranceMs, zone, onUnread: printUnread }, keptOut);
    putAnswer(await textOf(withQueueNames(report, names.queues), options.format), options);
    const { summary } = finals;
    const code = summary === undefined ? 0 : printVerdict(summary, sources, options);
    return code === 0 ? exitCodeOf(report, options) : code;
  });
}

/** The report in a form, of which only what is wanted is loaded. */
async function textOf(report: ReconcileReport, format: ReconcileArguments["format"]): Promise<string> {
  if (format === "csv") return (await import("../answers/forms/reconcile-csv.js")).reconciliationAsCsv(report);
  if (format === "html") {
    const { reconciliationAsHtml } = await import("../answers/forms/reconcile-html.js");
    return reconciliationAsHtml(report, factsOf(report));
  }
  return format === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : describeReconciliation(report);
}

/** What a page says of what it was made of. */
function factsOf({ manifest }: ReconcileReport): (readonly [string, string])[] {
  const { product, source, analytics, toleranceMs, zone, timeZoneData, gaps = [] } = manifest;
  return [
    ["Made by", product],
    ["Read", `${source.names.join(", ")}: ${source.from ?? "—"} to ${source.to ?? "—"}`],
    ["Analytics", `${analytics.names.join(", ")}: ${formatCount(analytics.conversations)} conversations`],
    ["Tolerance", formatSpan(toleranceMs)],
    ["Days", `${zone}, time-zone data ${timeZoneData}`],
    ...gaps.map((gap) => ["Gap", spellGapRecord(gap)] as const),
  ];
}

/** Says why it is 1, and what could not be compared, where whoever reads only the numbers would not see it. */
function exitCodeOf(report: ReconcileReport, { failOn }: ReconcileArguments): ExitCode {
  const { unexplained, differences, conversations, manifest } = report;
  if (conversations.both === 0) {
    const what =
      manifest.analytics.conversations === 0 ? "The export holds no conversation" : "No conversation is on both sides";
    printError(`${what}: nothing was compared. Export the conversations of the time that the log covers.\n`);
    return 1;
  }
  if (manifest.analytics.metrics === 0) {
    printError("The export states none of the numbers that are compared. Export the sessions with their metrics[].\n");
    return 1;
  }
  const unstated = differences.filter(({ cause }) => cause === "notStated");
  if (unstated.length > 0) {
    const names = unstated.map(({ metric }) => metric).join(", ");
    printError(`Not compared, as the export states none in any session: ${names}.\n`);
  }
  const count = failOn === "different" ? differences.length : unexplained;
  if (count === 0) return 0;
  const what = failOn === "different" ? "differences" : "numbers differ, and no rule shows why";
  printError(`${formatCount(count)} ${what}.\n`);
  return 1;
}
