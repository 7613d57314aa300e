import { existsSync } from "node:fs";
import path from "node:path";

import { Option, type Command } from "commander";

import { formatLength } from "../app/duration";
import { replay } from "../app/replay";
import { CHECKPOINT_RECORDS, type ReplayOrder, type ReplayProgress, type ReplayResult } from "../app/replay-order";
import { OUTPUT_FORMATS } from "../app/output-format";
import { refusePicture, writeReport } from "../app/pictures";
import { createReportCollector } from "../app/report";
import { replaySharded } from "../app/sharding/replay-sharded";
import { addLogOptions, documentOf, overridesOf, policyOf } from "./log-options";
import { printError, printOut } from "./print";
import { createFaultPrinter } from "./print-fault";
import { describeSummary } from "./print-summary";
import { withProgress } from "./progress";
import type { ExitCode } from "./exit-code";
import { countOption, positiveOption } from "./options";
import { refuseWrongUse, tablesOf, type ReplayOptions } from "./replay-options";
import { STRICT_OPTION, tellVerdict } from "./tell-verdict";

const EXAMPLE = `
Example:
  $ convofold replay samples/day.ndjson.gz --out out/day
  $ zcat night-*.gz | convofold replay - --lateness 100d --json > summary.json

The output folder holds measurements.ndjson, deadlines.ndjson, conversations.ndjson, rejects.ndjson,
manifest.json, which says what they hold, and summary.json; with --format, tables for other tools beside (docs/tables.md).
Each number is written once, when its conversation rests or the log ends. Two replays of one log write the same bytes.`;

/** Adds `replay`: a recorded log in, exact numbers out. */
export function addReplayCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("replay")
    .summary("fold a recorded log into files and a summary")
    .description(
      "Folds a recorded log: files, folders, or - for standard input; NDJSON or concatenated JSON, plain, gzip or zstd.",
    )
    .argument("<log...>", "files and folders of the log")
    .option("-o, --out <folder>", "write the outputs into this folder")
    .option("-f, --force", "replace the folder, and the report, if they exist")
    .option("--revisions", "write every change too, record by record, into *.revisions.ndjson; needs --out")
    .addOption(
      new Option("--format <form>", "write tables in this form, too, beside the NDJSON; needs --out")
        .choices(OUTPUT_FORMATS)
        .default("ndjson"),
    )
    .option("--names <file>", "names of queues, people and wrap-up codes, CSV or JSON, as columns of those tables")
    .option("--report <file.html>", "write a picture of the log that can be shared: one file, nothing personal in it")
    .option("--workers <count>", "fold on so many threads; the outputs are the same", positiveOption, 1)
    .option("--resume", "go on from where a run of the same log into --out was stopped or killed")
    .option(
      "--checkpoint-every <records>",
      "how often to note where it is, for --resume; 0 for never",
      countOption,
      CHECKPOINT_RECORDS,
    )
    .option(...STRICT_OPTION)
    .option("--json", "print the summary as JSON");
  addLogOptions(command)
    .addHelpText("after", EXAMPLE)
    .action(async (logs: string[], options: ReplayOptions) => {
      finish(await runReplay(logs, options));
    });
}

async function runReplay(logs: readonly string[], options: ReplayOptions): Promise<ExitCode> {
  refuseWrongUse(options);
  if (options.report !== undefined) refusePicture(options.report, options.force ?? false);
  const report = options.report === undefined ? undefined : createReportCollector();
  const order: ReplayOrder = {
    logs,
    out: options.out,
    replaceOut: options.force ?? false,
    policy: policyOf(options),
    recordBytesMax: options.maxRecordBytes,
    until: options.until,
    settings: [documentOf(options), overridesOf(options)],
    resume: options.resume === true,
    onFault: createFaultPrinter(),
    checkpointRecords: options.checkpointEvery,
    revisions: options.revisions === true,
    tables: tablesOf(options),
    ...(report !== undefined && { alsoTo: report }),
  };
  const stop = new AbortController();
  let stoppedBy: StopSignal = "SIGINT";
  const onStop = (signal: NodeJS.Signals) => {
    stoppedBy = signal as StopSignal;
    stop.abort();
    if (logs.includes("-")) process.stdin.destroy();
  };
  for (const signal of STOP_SIGNALS) process.once(signal, onStop);
  const startedAt = performance.now();
  try {
    const result = await withProgress(options.quiet, (show) => replayOn(options, order, show, stop.signal));
    if (options.report !== undefined && report !== undefined && !result.isStopped) {
      writeReport(options.report, options.force ?? false, report.report(result.summary, options.until));
    }
    if (result.isStopped) return tellStopped(result, stoppedBy);
    return tell(result, logs, options, performance.now() - startedAt);
  } finally {
    for (const signal of STOP_SIGNALS) process.removeListener(signal, onStop);
  }
}

/** On one thread or several; a log that cannot be dealt out is folded on one. */
async function replayOn(
  options: ReplayOptions,
  order: ReplayOrder,
  show: (progress: ReplayProgress) => void,
  signal: AbortSignal,
): Promise<ReplayResult> {
  if (options.workers === 1 || options.resume === true) return replay(order, show, signal);
  const { workers } = options;
  const sharded = { ...order, workers, policy: documentOf(options), overrides: overridesOf(options) };
  const result = await replaySharded(sharded, show, signal);
  if (result !== undefined) return result;
  printError("The log has conversations in partitions of several workers: it is folded on one thread.\n");
  return replay({ ...order, replaceOut: true }, show, signal);
}

function adviceFor(partial: string): string {
  return existsSync(path.join(partial, "checkpoint")) ? " --resume goes on from there." : "";
}

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type StopSignal = (typeof STOP_SIGNALS)[number];
/** As shells have it: 128 and the number of the signal. */
const CODE_BY_SIGNAL: Readonly<Record<StopSignal, ExitCode>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

function tellStopped({ summary, partial }: ReplayResult, signal: StopSignal): ExitCode {
  const left =
    partial === undefined ? "" : ` What was written so far, and is not whole, lies in ${partial}.${adviceFor(partial)}`;
  printError(`Stopped after ${summary.records.read.toLocaleString("en")} records.${left}\n`);
  return CODE_BY_SIGNAL[signal];
}

function tell(result: ReplayResult, logs: readonly string[], options: ReplayOptions, elapsedMs: number): ExitCode {
  const { out, report, json } = options;
  const { summary } = result;
  printOut(json === true ? `${JSON.stringify(summary, undefined, 2)}\n` : describeSummary(summary));
  const seconds = Math.max(elapsedMs / 1000, 0.001);
  const rate = Math.round(summary.records.read / seconds).toLocaleString("en");
  const written = [out, report].filter((one) => one !== undefined).join(" and ");
  const where = written === "" ? "Nothing was written; --out FOLDER writes the numbers." : `Written to ${written}.`;
  if (json !== true) printOut(`\n${where} Took ${formatLength(Math.round(elapsedMs))}, ${rate} records a second.\n`);
  return tellVerdict(summary, logs, options);
}
