import { reportAsCsv } from "../answers/forms/csv";
import { reportAsHtml } from "../answers/forms/html";
import type { TableReport } from "../answers/report";
import { NO_NAMES } from "../app/board/no-names";
import { formatLength } from "../app/duration";
import { refusePicture } from "../app/pictures";
import type { TopicsOptions } from "../app/finals/topic-outputs";
import { formulasOf } from "../app/policy";
import { linesForTable, makeReport } from "../app/tables/make-report";
import { withNames } from "../app/tables/with-names";
import { writeWholeFile } from "../app/whole-file";
import { AppError } from "../models/app-error";
import type { ExitCode } from "./exit-code";
import { declaredGaps } from "./gap-options";
import { settingsOf } from "./log-options";
import { namesOf } from "./names-option";
import { describeReport } from "./print-report";
import type { Format, ReportArguments } from "./report-command";
import { putAnswer } from "./put-answer";
import { printBrokenChecks } from "./print-broken-checks";
import { printVerdict } from "./print-verdict";
import { withFinals } from "./with-finals";

/** Makes the tables that the options ask for. */
export async function runReport(sources: readonly string[], options: ReportArguments): Promise<ExitCode> {
  refuseWrongUse(sources, options);
  const names = (await namesOf(options.names)) ?? NO_NAMES;
  const { policy, document } = await settingsOf(options);
  const gaps = declaredGaps(options, options.zone);
  const { maxRecordBytes: recordBytesMax, until, offsetGaps, brokers, prefix } = options;
  const topics = brokers === undefined ? undefined : await topicsOf(brokers, prefix);
  const finalsOptions = { sources, topics, policy, recordBytesMax, until, gaps, offsetGaps };
  const reportOptions = {
    ...options,
    from: options.from,
    to: options.to,
    dayRule: options.callbacksBy,
    formulas: formulasOf(document),
    policy,
  };
  return withFinals(finalsOptions, options.quiet, async (finals) => {
    const { kind, summary } = finals;
    const report = await makeReport(
      { ...reportOptions, gaps: finals.gaps },
      {
        kind,
        names: brokers === undefined ? sources : [`${prefix} at ${brokers}`],
        conversations: finals.conversations({ wanted: linesForTable(finals.gaps) }),
      },
    );
    await write(withNames(report, names), options);
    const code = summary === undefined ? 0 : printVerdict(summary, sources, options);
    return code === 0 ? printBrokenChecks(report, brokers !== undefined) : code;
  });
}

/** What knows clusters is loaded only where there is one. */
async function topicsOf(brokers: string, prefix: string): Promise<TopicsOptions> {
  const { accessOf, shownLog } = await import("./kafka-access.js");
  return { access: accessOf({ brokers }), prefix, log: shownLog };
}

function refuseWrongUse(sources: readonly string[], options: ReportArguments): void {
  const { from, to, out, force = false, brokers, format } = options;
  if ((brokers === undefined) === (sources.length === 0)) {
    const advice = "Name a log, or a folder that `replay --out` wrote; or the brokers of a service, with --brokers.";
    throw new AppError("wrongUse", "One source of numbers is wanted.", advice);
  }
  if (format === "parquet" && out === undefined)
    throw new AppError("wrongUse", "--format parquet needs --out.", "Name the file that it is to be written into.");
  if (from !== undefined && to !== undefined && from >= to) {
    const advice = "Give a stretch such as --from 2026-03-02T00:00:00Z --to 2026-03-03T00:00:00Z.";
    throw new AppError("wrongUse", "--from is not before --to.", advice);
  }
  if (out !== undefined) refusePicture(out, force);
}

async function write(report: TableReport, { format, out, force = false }: ReportArguments): Promise<void> {
  if (format === "parquet" && out !== undefined) {
    const { writeReportAsParquet } = await import("../app/tables/write-report.js");
    await writeReportAsParquet(out, report);
  } else putAnswer(textOf(report, format), { out, force });
  if (out !== undefined && (format === "csv" || format === "parquet"))
    writeWholeFile(`${out}.manifest.json`, true, manifestText(report));
}

function textOf(report: TableReport, format: Format): string {
  if (format === "csv") return reportAsCsv(report);
  if (format === "html") return reportAsHtml(report, formatLength);
  return format === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : describeReport(report);
}

function manifestText({ manifest, checks }: TableReport): string {
  return `${JSON.stringify({ manifest, checks }, undefined, 2)}\n`;
}
