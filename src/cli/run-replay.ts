import { existsSync } from "node:fs";
import path from "node:path";

import { formatLength } from "../app/duration";
import { effectivePolicy } from "../app/effective-policy";
import { countOf, formatCount } from "../models/format-count";
import { formulasOf } from "../app/policy";
import { replay } from "../app/replay";
import type { ReplayOptions, ReplayProgress, ReplayResult } from "../app/replay-options";
import type { ReportPicture } from "../app/report-picture";
import type { ExitCode } from "./exit-code";
import { declaredGaps } from "./gap-options";
import { INTERVAL_USUAL } from "./interval-option";
import { documentOf, overridesOf, settingsOf, type PolicySettings } from "./log-options";
import { namesOf } from "./names-option";
import { printError, printOut } from "./print";
import { createFaultPrinter } from "./print-fault";
import { describeSummary } from "./print-summary";
import { withProgress } from "./progress";
import { refuseWrongUse, tablesOf, zoneOf, type ReplayArguments } from "./replay-options";
import { withStop } from "./stop-signals";
import { printBrokenChecks } from "./print-broken-checks";
import { printVerdict } from "./print-verdict";

/** Replays a log as the options say. */
export async function runReplay(logs: readonly string[], options: ReplayArguments): Promise<ExitCode> {
  refuseWrongUse(options);
  const [settings, zone] = [await settingsOf(options), await zoneOf(options.zone)];
  const gaps = declaredGaps(options, zone);
  const picture = await pictureOf(logs, options, settings);
  try {
    return await replayAndReport(logs, options, picture, {
      logs,
      out: picture?.out ?? options.out,
      replaceOut: options.force ?? false,
      policy: settings.policy,
      recordBytesMax: options.maxRecordBytes,
      until: options.until,
      settings: {
        ...effectivePolicy(settings.document, overridesOf(options)),
        ...(settings.policy.isFixed === true && { isFixed: true }),
      },
      resume: options.resume === true,
      onFault: createFaultPrinter(),
      checkpointRecords: options.checkpointEvery,
      revisions: options.revisions === true,
      tables: await tablesOf(options),
      gaps,
      offsetGaps: options.offsetGaps === true,
      ...(picture !== undefined && { alsoTo: picture.collector }),
    });
  } finally {
    picture?.close();
  }
}

async function replayAndReport(
  logs: readonly string[],
  options: ReplayArguments,
  picture: ReportPicture | undefined,
  replayOptions: ReplayOptions,
): Promise<ExitCode> {
  const startedAt = performance.now();
  return withStop(logs, async ({ signal, code }) => {
    const result = await withProgress(options.quiet, (show) => replayOn(options, replayOptions, show, signal));
    if (result.isStopped) return reportStop(result, options, code());
    const tables = await picture?.write(result.summary);
    const verdict = reportResult(result, logs, options, performance.now() - startedAt);
    return verdict === 0 && tables !== undefined ? printBrokenChecks(tables.byQueue) : verdict;
  });
}

/** The picture of the log that the options ask for. What draws it is loaded only where one is asked for. */
async function pictureOf(
  logs: readonly string[],
  options: ReplayArguments,
  { policy, document }: PolicySettings,
): Promise<ReportPicture | undefined> {
  const { report: file, out, until, interval = INTERVAL_USUAL, force: mayReplace = false } = options;
  if (file === undefined) return undefined;
  const { openReportPicture } = await import("../app/report-picture.js");
  const zone = await zoneOf(options.zone ?? "UTC");
  if (zone === undefined) throw new RangeError("there is no zone of a name that was checked");
  const [names, formulas] = [await namesOf(options.names), formulasOf(document)];
  return openReportPicture({ file, mayReplace, logs, out, until, policy, zone, interval, names, formulas });
}

/** On one thread or several; a log that cannot be divided is folded on one. */
async function replayOn(
  options: ReplayArguments,
  replayOptions: ReplayOptions,
  show: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  if (options.workers === 1 || options.resume === true) return replay(replayOptions, show, signal);
  const { replaySharded } = await import("../app/sharding/replay-sharded.js");
  const { workers } = options;
  const sharded = { ...replayOptions, workers, policy: await documentOf(options), overrides: overridesOf(options) };
  const result = await replaySharded(sharded, show, signal);
  if (result !== undefined) return result;
  printError("The log has conversations in partitions of several workers: it is folded on one thread.\n");
  return replay({ ...replayOptions, replaceOut: true }, show, signal);
}

function adviceFor(partial: string): string {
  return existsSync(path.join(partial, "checkpoint")) ? " --resume goes on from there." : "";
}

function reportStop({ summary, partial }: ReplayResult, { out }: ReplayArguments, code: ExitCode): ExitCode {
  const left =
    partial === undefined || out === undefined
      ? ""
      : ` What was written so far, and is not whole, lies in ${partial}.${adviceFor(partial)}`;
  printError(`Stopped after ${countOf(summary.records.read, "record")}.${left}\n`);
  return code;
}

function reportResult(
  result: ReplayResult,
  logs: readonly string[],
  options: ReplayArguments,
  elapsedMs: number,
): ExitCode {
  const { out, report, json } = options;
  const { summary } = result;
  printOut(json === true ? `${JSON.stringify(summary, undefined, 2)}\n` : describeSummary(summary));
  const seconds = Math.max(elapsedMs / 1000, 0.001);
  const rate = formatCount(Math.round(summary.records.read / seconds));
  const written = [out, report].filter((one) => one !== undefined).join(" and ");
  const where = written === "" ? "Nothing was written; --out FOLDER writes the numbers." : `Written to ${written}.`;
  if (json !== true) printOut(`\n${where} Took ${formatLength(Math.round(elapsedMs))}, ${rate} records a second.\n`);
  return printVerdict(summary, logs, options);
}
