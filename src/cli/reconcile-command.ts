import { Option, type Command } from "commander";

import { reconciliationAsCsv } from "../answers/forms/reconcile-csv";
import { NO_NAMES, readNames } from "../app/board/names";
import { refusePicture } from "../app/pictures";
import { KeptOutRecords, reconcile, type ReconcileReport } from "../app/reconcile/reconcile";
import { withQueueNames } from "../app/reconcile/with-queue-names";
import { writeWholeFile } from "../app/whole-file";
import type { Zone } from "../calendars/zones";
import type { ExitCode } from "./exit-code";
import { addLogOptions, policyOf, type LogOptions } from "./log-options";
import { spanOption, zoneOption } from "./options";
import { printError, printOut } from "./print";
import { describeReconciliation } from "./print-reconciliation";
import { STRICT_OPTION, tellVerdict } from "./tell-verdict";
import { withFinals } from "./with-finals";

const FORMATS = ["table", "csv", "json"] as const;
const FAILURES = ["unexplained", "different"] as const;

interface ReconcileOptions extends LogOptions {
  readonly analytics: readonly string[];
  readonly tolerance: number;
  readonly zone: Zone;
  readonly failOn: (typeof FAILURES)[number];
  readonly names?: string;
  readonly format: (typeof FORMATS)[number];
  readonly out?: string;
  readonly force?: boolean;
  readonly strict?: boolean;
}

const EXAMPLE = `
Examples:
  $ convofold reconcile out/day --analytics export.json
  $ convofold reconcile night.ndjson.gz --analytics pages/ --zone Europe/Berlin --format csv --out night.csv

The export is the answer of the platform's analytics conversation details query or job: pages with conversations[], lists, or one
conversation a line; gzip and zstd too. docs/reconcile.md says what each cause means. A log shows more than its outputs: which records came
late or were rejected. Exit code 1: a difference is unexplained; with --fail-on different, there is any.`;

/** Adds `reconcile`: our numbers beside the platform's own analytics. */
export function addReconcileCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("reconcile")
    .summary("lay the numbers beside the platform's own analytics, and say why they differ")
    .description(
      "Compares the final numbers of a log, or of a run's outputs, with an export of the platform's analytics conversation details, by metric, queue and day. Each difference has a named cause where one can be told, and the records behind it.",
    )
    .argument("<source...>", "files and folders of a log, or one folder that `replay --out` wrote")
    .requiredOption("--analytics <file...>", "files and folders of the export")
    .option("--tolerance <span>", "how far values and dates may lie apart", spanOption, 1000)
    .addOption(
      new Option("--zone <name>", "the time zone of days, such as Europe/Berlin")
        .argParser(zoneOption)
        .default(zoneOption("UTC"), "UTC"),
    )
    .addOption(new Option("--fail-on <what>", "what makes exit code 1").choices(FAILURES).default("unexplained"))
    .option("--names <file>", "names for the ids of queues, CSV or JSON")
    .addOption(new Option("--format <form>", "how it is written").choices(FORMATS).default("table"))
    .option("-o, --out <file>", "write it into this file")
    .option("-f, --force", "replace the file if it exists")
    .option(...STRICT_OPTION);
  addLogOptions(command)
    .addHelpText("after", EXAMPLE)
    .action(async (sources: string[], options: ReconcileOptions) => {
      finish(await runReconcile(sources, options));
    });
}

async function runReconcile(sources: readonly string[], options: ReconcileOptions): Promise<ExitCode> {
  const { analytics, tolerance: toleranceMs, zone, out, force = false } = options;
  if (out !== undefined) refusePicture(out, force);
  const names = options.names === undefined ? NO_NAMES : readNames(options.names);
  const keptOut = new KeptOutRecords();
  const { onRecord } = keptOut;
  const limits = { policy: policyOf(options), recordBytesMax: options.maxRecordBytes, until: options.until };
  return withFinals({ sources, ...limits, onRecord }, options.quiet, async (finals) => {
    const report = await reconcile(finals, { sources, analytics, toleranceMs, zone }, keptOut);
    write(withQueueNames(report, names.queues), options);
    const { summary } = finals;
    const code = summary === undefined ? 0 : tellVerdict(summary, sources, options);
    return code === 0 ? judge(report, options) : code;
  });
}

function write(report: ReconcileReport, { format, out, force = false }: ReconcileOptions): void {
  const text = textOf(report, format);
  if (out === undefined) printOut(text);
  else writeWholeFile(out, force, text);
}

function textOf(report: ReconcileReport, format: ReconcileOptions["format"]): string {
  if (format === "csv") return reconciliationAsCsv(report);
  return format === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : describeReconciliation(report);
}

/** Says why it is 1, where whoever reads only the numbers would not see it. */
function judge({ unexplained, differences }: ReconcileReport, { failOn }: ReconcileOptions): ExitCode {
  const count = failOn === "different" ? differences.length : unexplained;
  if (count === 0) return 0;
  const what = failOn === "different" ? "differences" : "numbers differ, and no rule shows why";
  printError(`${count.toLocaleString("en")} ${what}.\n`);
  return 1;
}
