import { InvalidArgumentError, Option, type Command } from "commander";

import { DIMENSIONS, type Dimension } from "../answers/dimensions";
import { DAY_RULES, type DayRule } from "../answers/promises";
import { formulasOf } from "../app/service-level-policy";
import { refusePicture } from "../app/pictures";
import { writeWholeFile } from "../app/whole-file";
import { ATTRIBUTIONS, type Attribution } from "../answers/table-order";
import { reportAsCsv } from "../answers/forms/csv";
import { reportAsHtml } from "../answers/forms/html";
import type { TableReport } from "../answers/report";
import { formatLength } from "../app/duration";
import { NO_NAMES, readNames } from "../app/board/names";
import { makeReport } from "../app/tables/make-report";
import { withNames } from "../app/tables/with-names";
import { INTERVAL_LENGTHS, type IntervalLength } from "../calendars/intervals";
import type { Zone } from "../calendars/zones";
import { AppError } from "../models/app-error";
import { addLogOptions, documentOf, policyOf, type LogOptions } from "./log-options";
import type { ExitCode } from "./exit-code";
import { instantOption, zoneOption } from "./options";
import { printError, printOut, visible } from "./print";
import { describeReport } from "./print-report";
import { STRICT_OPTION, tellVerdict } from "./tell-verdict";
import { withFinals } from "./with-finals";

interface ReportOptions extends LogOptions {
  readonly interval: IntervalLength;
  readonly zone: Zone;
  readonly by: readonly Dimension[];
  readonly attribution: Attribution;
  readonly callbacksBy: DayRule;
  readonly from?: number;
  readonly to?: number;
  readonly format: Format;
  readonly names?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly strict?: boolean;
}

const FORMATS = ["table", "csv", "json", "html"] as const;
type Format = (typeof FORMATS)[number];

const EXAMPLE = `
Examples:
  $ convofold report out/day --zone Europe/Berlin
  $ convofold report samples/day.ndjson.gz --by queue,media --interval day
  $ convofold report out/day --attribution split --by agent --from 2026-03-02T08:00:00Z --to 2026-03-02T18:00:00Z

A log is folded first; a folder that \`replay --out\` wrote is read as it is, and gives the same tables. docs/report.md says
what each column means and which rule to choose. Exit code 1: a check of the table does not hold, and it says which.`;

/** Adds `report`: interval tables and service levels. */
export function addReportCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("report")
    .summary("interval tables and service levels, of a log or of a run's outputs")
    .description("Counts waits, work and callbacks by interval, and shows service levels by several formulas.")
    .argument("<source...>", "files and folders of a log, or one folder that `replay --out` wrote")
    .addOption(new Option("--interval <length>", "how long intervals are").choices(INTERVAL_LENGTHS).default("30m"))
    .addOption(
      new Option("--zone <name>", "the time zone of intervals, such as Europe/Berlin")
        .argParser(zoneOption)
        .default(zoneOption("UTC"), "UTC"),
    )
    .addOption(
      new Option("--by <list>", `divide by any of ${DIMENSIONS.join(", ")}; none for all together`)
        .argParser(dimensionsOption)
        .default(["queue"], "queue"),
    )
    .addOption(
      new Option("--attribution <rule>", "to which interval a number belongs").choices(ATTRIBUTIONS).default("final"),
    )
    .addOption(
      new Option("--callbacks-by <day>", "by which of its instants a callback counts")
        .choices(DAY_RULES)
        .default("due"),
    )
    .option("--from <instant>", "count from this instant on", instantOption)
    .option("--to <instant>", "count up to this instant, and without it", instantOption)
    .option("--names <file>", "names for the ids of queues, people and wrap-up codes, CSV or JSON")
    .addOption(new Option("--format <form>", "how it is written").choices(FORMATS).default("table"))
    .option(
      "-o, --out <file>",
      "write it into this file; beside CSV, what it was made of goes into <file>.manifest.json",
    )
    .option("-f, --force", "replace the file if it exists")
    .option(...STRICT_OPTION);
  addLogOptions(command)
    .addHelpText("after", EXAMPLE)
    .action(async (sources: string[], options: ReportOptions) => {
      finish(await runReport(sources, options));
    });
}

function dimensionsOption(text: string): Dimension[] {
  if (text === "none") return [];
  const names = text.split(",").map((name) => name.trim());
  const found = DIMENSIONS.filter((dimension) => names.includes(dimension));
  if (found.length === names.length) return names.map((name) => name as Dimension);
  throw new InvalidArgumentError(`Any of ${DIMENSIONS.join(", ")}, each once, with commas between; or none.`);
}

async function runReport(sources: readonly string[], options: ReportOptions): Promise<ExitCode> {
  refuseWrongUse(options);
  const names = options.names === undefined ? NO_NAMES : readNames(options.names);
  const policy = policyOf(options);
  const order = { sources, policy, recordBytesMax: options.maxRecordBytes, until: options.until };
  const reportOrder = {
    ...options,
    from: options.from,
    to: options.to,
    dayRule: options.callbacksBy,
    formulas: formulasOf(documentOf(options)),
    policy,
  };
  return withFinals(order, options.quiet, async (finals) => {
    const { kind, summary } = finals;
    const report = await makeReport(reportOrder, { kind, names: sources, conversations: finals.conversations() });
    write(withNames(report, names), options);
    const code = summary === undefined ? 0 : tellVerdict(summary, sources, options);
    return code === 0 ? tellChecks(report) : code;
  });
}

function refuseWrongUse({ from, to, out, force = false }: ReportOptions): void {
  if (from !== undefined && to !== undefined && from >= to) {
    const advice = "Give a stretch such as --from 2026-03-02T00:00:00Z --to 2026-03-03T00:00:00Z.";
    throw new AppError("wrongUse", "--from is not before --to.", advice);
  }
  if (out !== undefined) refusePicture(out, force);
}

function write(report: TableReport, { format, out, force = false }: ReportOptions): void {
  const text = textOf(report, format);
  if (out === undefined) {
    printOut(text);
    return;
  }
  writeWholeFile(out, force, text);
  if (format === "csv") writeWholeFile(`${out}.manifest.json`, true, manifestText(report));
}

function textOf(report: TableReport, format: Format): string {
  if (format === "csv") return reportAsCsv(report);
  if (format === "html") return reportAsHtml(report, formatLength);
  return format === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : describeReport(report);
}

function manifestText({ manifest, checks }: TableReport): string {
  return `${JSON.stringify({ manifest, checks }, undefined, 2)}\n`;
}

/** Says which checks do not hold, where whoever reads only the numbers would not see it. */
function tellChecks({ checks }: TableReport): ExitCode {
  const broken = checks.filter(({ violations }) => violations.length > 0);
  for (const { name, meaning, violations } of broken) {
    const [first = ""] = violations;
    printError(`The check "${name}" does not hold (${meaning}), first: ${visible(first)}\n`);
  }
  return broken.length > 0 ? 1 : 0;
}
