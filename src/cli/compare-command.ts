import type { Command } from "commander";

import type { IntervalLength } from "../calendars/intervals";
import type { Zone } from "../calendars/zone";
import type { ExitCode } from "./exit-code";
import { addFormOptions, type FormOptions } from "./form-options";
import { addGapOptions, type GapOptions } from "./gap-options";
import { INTERVAL_USUAL, intervalChoice } from "./interval-option";
import type { LogOptions } from "./log-options";
import { instantOption, positiveOption, spanOption } from "./options";
import { zoneChoice } from "./zone-option";

/** What `compare` takes. */
export interface CompareArguments extends Omit<LogOptions, "policy">, FormOptions, GapOptions {
  readonly policy: readonly string[];
  readonly interval: IntervalLength;
  readonly zone: Zone;
}

const EXAMPLE = `
Examples:
  $ convofold compare night.ndjson.gz --policy now.yaml --policy then.yaml
  $ convofold compare out/before out/after --format json --out moved.json

One log under two policies, or two logs or folders of outputs. docs/compare.md says what is compared. Exit code 1: something differs.`;

/** Adds `compare`: what another policy, another version or another day makes of the numbers. */
export function addCompareCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("compare")
    .summary("what another policy, or another version, makes of the numbers")
    .description(
      "Compares the final numbers, deadlines and views of one log under two policies, or of two runs: by interval, and each record that moved, with its reason.",
    )
    .argument("<source...>", "one log with two --policy; or two folders of outputs, or logs")
    .option(
      "--policy <file>",
      "a policy of the log; of one log, two of them",
      (file, all: string[]) => [...all, file],
      [],
    )
    .addOption(intervalChoice().default(INTERVAL_USUAL))
    .addOption(zoneChoice("the time zone of intervals, such as Europe/Berlin"));
  addGapOptions(addFormOptions(command))
    .option("--lateness <span>", "how late an observation may come and still count", spanOption)
    .option(
      "--until <instant>",
      "evaluate deadlines as of this instant, where it is after the log's last",
      instantOption,
    )
    .option("--max-record-bytes <bytes>", "reject larger records", positiveOption, 1 << 20)
    .option("-q, --quiet", "show no progress")
    .addHelpText("after", EXAMPLE)
    .action(async (sources: string[], options: CompareArguments) => {
      const { runCompare } = await import("./run-compare.js");
      finish(await runCompare(sources, options));
    });
}
