import { Option, type Command } from "commander";

import { OUTPUT_FORMATS } from "../app/output-format";
import { CHECKPOINT_RECORDS } from "../app/replay-options";
import type { ExitCode } from "./exit-code";
import { addGapOptions } from "./gap-options";
import { addLogOptions } from "./log-options";
import { INTERVAL_USUAL, intervalChoice } from "./interval-option";
import { countOption, threadsOption } from "./options";
import type { ReplayArguments } from "./replay-options";
import { STRICT_OPTION } from "./strict-option";
import { zoneNameOption } from "./zone-name-option";

const EXAMPLE = `
Examples:
  $ convofold replay samples/day.ndjson.gz --out out/day
  $ convofold replay samples/day.ndjson.gz --report out/day.html --names samples/names.csv --zone Europe/Berlin
  $ zcat night-*.gz | convofold replay - --lateness 100d --json > summary.json

The output folder holds measurements.ndjson, deadlines.ndjson, conversations.ndjson, rejects.ndjson,
manifest.json, which says what they hold, and summary.json; with --format, tables for other tools beside (docs/tables.md).
Each number is written once, when its conversation is final or the log ends. Two replays of one log write the same bytes.`;

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
    .option(
      "--names <file>",
      "names of queues, people and wrap-up codes, CSV or JSON, in those tables and in the report",
    )
    .option("--report <file.html>", "write a picture of the log that can be shared: one file, without a person's name")
    .addOption(intervalChoice(`how long the intervals of the report are (default: "${INTERVAL_USUAL}")`))
    .addOption(
      new Option(
        "--zone <name>",
        'the time zone of the report and of --gap, such as Europe/Berlin (default: "UTC")',
      ).argParser(zoneNameOption),
    )
    .option("--workers <count>", "fold on so many threads; the outputs are the same", threadsOption, 1)
    .option("--resume", "go on from where a run of the same log into --out was stopped or killed")
    .option(
      "--checkpoint-every <records>",
      "how often to note where it is, for --resume; 0 for never",
      countOption,
      CHECKPOINT_RECORDS,
    )
    .option(...STRICT_OPTION)
    .option("--json", "print the summary as JSON");
  addGapOptions(addLogOptions(command))
    .addHelpText("after", EXAMPLE)
    .action(async (logs: string[], options: ReplayArguments) => {
      const { runReplay } = await import("./run-replay.js");
      finish(await runReplay(logs, options));
    });
}
