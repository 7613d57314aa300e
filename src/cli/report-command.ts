import { InvalidArgumentError, Option, type Command } from "commander";

import { DIMENSIONS, type Dimension } from "../answers/dimensions";
import { DAY_RULES, type DayRule } from "../answers/promises";
import { ATTRIBUTIONS, type Attribution } from "../answers/table-options";
import type { IntervalLength } from "../calendars/intervals";
import type { Zone } from "../calendars/zone";
import type { ExitCode } from "./exit-code";
import { addGapOptions, type GapOptions } from "./gap-options";
import { addLogOptions, type LogOptions } from "./log-options";
import { INTERVAL_USUAL, intervalChoice } from "./interval-option";
import { instantOption } from "./options";
import { STRICT_OPTION } from "./strict-option";
import { zoneChoice } from "./zone-option";

/** What `report` takes. */
export interface ReportArguments extends LogOptions, GapOptions {
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
  readonly brokers?: string;
  readonly prefix: string;
}

const FORMATS = ["table", "csv", "json", "html", "parquet"] as const;
/** How a report is written. */
export type Format = (typeof FORMATS)[number];

const EXAMPLE = `
Examples:
  $ convofold report out/day --zone Europe/Berlin
  $ convofold report samples/day.ndjson.gz --by queue,media --interval day
  $ convofold report --brokers localhost:9092 --prefix convofold
  $ convofold report out/day --attribution split --by agent --from 2026-03-02T08:00:00Z --to 2026-03-02T18:00:00Z

A log is folded first; a folder that \`replay --out\` wrote is read as it is, and gives the same tables. docs/report.md says
what each column means and which rule to choose. Exit code 1: a check of the table does not hold, and it says which.`;

/** Adds `report`: interval tables and service levels. */
export function addReportCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("report")
    .summary("interval tables and service levels, of a log or of a run's outputs")
    .description("Counts waits, work and callbacks by interval, and shows service levels by several formulas.")
    .argument("[source...]", "files and folders of a log, or one folder that `replay --out` wrote")
    .option(
      "--brokers <list>",
      "report on the output topics of a running service: HOST:PORT, several with commas between",
    )
    .option("--prefix <name>", "with --brokers: what the names of its topics begin with", "convofold")
    .addOption(intervalChoice().default(INTERVAL_USUAL))
    .addOption(zoneChoice("the time zone of intervals, such as Europe/Berlin"))
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
    .addOption(
      new Option("--format <form>", "how it is written; parquet needs --out").choices(FORMATS).default("table"),
    )
    .option(
      "-o, --out <file>",
      "write it into this file; beside CSV and Parquet, what it was made of goes into <file>.manifest.json",
    )
    .option("-f, --force", "replace the file if it exists")
    .option(...STRICT_OPTION);
  addGapOptions(addLogOptions(command))
    .addHelpText("after", EXAMPLE)
    .action(async (sources: string[], options: ReportArguments) => {
      const { runReport } = await import("./run-report.js");
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
