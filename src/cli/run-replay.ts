import { existsSync } from "node:fs";
import path from "node:path";

import { formatLength } from "../app/duration";
import { effectivePolicy } from "../app/effective-policy";
import { formatCount } from "../app/format-count";
import { replay } from "../app/replay";
import type { ReplayOrder, ReplayProgress, ReplayResult } from "../app/replay-order";
import type { Summary } from "../app/summary";
import type { ExitCode } from "./exit-code";
import { declaredGaps } from "./gap-options";
import { documentOf, overridesOf, settingsOf } from "./log-options";
import { printError, printOut } from "./print";
import { createFaultPrinter } from "./print-fault";
import { describeSummary } from "./print-summary";
import { withProgress } from "./progress";
import { refuseWrongUse, tablesOf, type ReplayOptions } from "./replay-options";
import { withStop } from "./stop-signals";
import { tellVerdict } from "./tell-verdict";

/** Replays a log as the options say. */
export async function runReplay(logs: readonly string[], options: ReplayOptions): Promise<ExitCode> {
  refuseWrongUse(options);
  const picture = options.report === undefined ? undefined : await pictureAt(options.report, options.force ?? false);
  const { policy, document } = await settingsOf(options);
  const order: ReplayOrder = {
    logs,
    out: options.out,
    replaceOut: options.force ?? false,
    policy,
    recordBytesMax: options.maxRecordBytes,
    until: options.until,
    settings: effectivePolicy(document, overridesOf(options)),
    resume: options.resume === true,
    onFault: createFaultPrinter(),
    checkpointRecords: options.checkpointEvery,
    revisions: options.revisions === true,
    tables: await tablesOf(options),
    gaps: declaredGaps(options),
    offsetGaps: options.offsetGaps === true,
    ...(picture !== undefined && { alsoTo: picture.collector }),
  };
  const startedAt = performance.now();
  return withStop(logs, async ({ signal, code }) => {
    const result = await withProgress(options.quiet, (show) => replayOn(options, order, show, signal));
    if (result.isStopped) return tellStopped(result, code());
    picture?.write(result.summary, options.until);
    return tell(result, logs, options, performance.now() - startedAt);
  });
}

/** What the picture of the log is made of, and how it is written. What draws it is loaded only where one is asked for. */
async function pictureAt(file: string, mayReplace: boolean) {
  const { refusePicture, writeReport } = await import("../app/pictures.js");
  refusePicture(file, mayReplace);
  const { createReportCollector } = await import("../app/report.js");
  const collector = createReportCollector();
  const write = (summary: Summary, until: number | undefined) =>
    writeReport(file, mayReplace, collector.report(summary, until));
  return { collector, write };
}

/** On one thread or several; a log that cannot be dealt out is folded on one. */
async function replayOn(
  options: ReplayOptions,
  order: ReplayOrder,
  show: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  if (options.workers === 1 || options.resume === true) return replay(order, show, signal);
  const { replaySharded } = await import("../app/sharding/replay-sharded.js");
  const { workers } = options;
  const sharded = { ...order, workers, policy: await documentOf(options), overrides: overridesOf(options) };
  const result = await replaySharded(sharded, show, signal);
  if (result !== undefined) return result;
  printError("The log has conversations in partitions of several workers: it is folded on one thread.\n");
  return replay({ ...order, replaceOut: true }, show, signal);
}

function adviceFor(partial: string): string {
  return existsSync(path.join(partial, "checkpoint")) ? " --resume goes on from there." : "";
}

function tellStopped({ summary, partial }: ReplayResult, code: ExitCode): ExitCode {
  const left =
    partial === undefined ? "" : ` What was written so far, and is not whole, lies in ${partial}.${adviceFor(partial)}`;
  printError(`Stopped after ${formatCount(summary.records.read)} records.${left}\n`);
  return code;
}

function tell(result: ReplayResult, logs: readonly string[], options: ReplayOptions, elapsedMs: number): ExitCode {
  const { out, report, json } = options;
  const { summary } = result;
  printOut(json === true ? `${JSON.stringify(summary, undefined, 2)}\n` : describeSummary(summary));
  const seconds = Math.max(elapsedMs / 1000, 0.001);
  const rate = formatCount(Math.round(summary.records.read / seconds));
  const written = [out, report].filter((one) => one !== undefined).join(" and ");
  const where = written === "" ? "Nothing was written; --out FOLDER writes the numbers." : `Written to ${written}.`;
  if (json !== true) printOut(`\n${where} Took ${formatLength(Math.round(elapsedMs))}, ${rate} records a second.\n`);
  return tellVerdict(summary, logs, options);
}
