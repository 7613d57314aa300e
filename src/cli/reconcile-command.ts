import { Option, type Command } from "commander";

import type { Zone } from "../calendars/zone";
import type { ExitCode } from "./exit-code";
import { addFormOptions, type FormOptions } from "./form-options";
import { addGapOptions, type GapOptions } from "./gap-options";
import { addLogOptions, type LogOptions } from "./log-options";
import { spanOption } from "./options";
import { zoneChoice } from "./zone-option";
import { STRICT_OPTION } from "./strict-option";

const FAILURES = ["unexplained", "different"] as const;

/** What `reconcile` takes. */
export interface ReconcileArguments extends LogOptions, Omit<FormOptions, "format">, GapOptions {
  readonly format: FormOptions["format"] | "html";
  readonly analytics: readonly string[];
  readonly tolerance: number;
  readonly zone: Zone;
  readonly failOn: (typeof FAILURES)[number];
  readonly names?: string;
  readonly strict?: boolean;
}

const EXAMPLE = `
Examples:
  $ convofold simulate --seed 7 --out out/centre.ndjson.gz --analytics out/export.ndjson
  $ convofold reconcile out/centre.ndjson.gz --analytics out/export.ndjson
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
      "Compares the final numbers of a log, or of a run's outputs, with an export of the platform's analytics conversation details, by metric, queue and day. Each difference has a named cause where one is known, and the records behind it.",
    )
    .argument("<source...>", "files and folders of a log, or one folder that `replay --out` wrote")
    .requiredOption("--analytics <file...>", "files and folders of the export")
    .option("--tolerance <span>", "how far values and dates may lie apart", spanOption, 1000)
    .addOption(zoneChoice("the time zone of days, such as Europe/Berlin"))
    .addOption(new Option("--fail-on <what>", "what makes exit code 1").choices(FAILURES).default("unexplained"))
    .option("--names <file>", "names for the ids of queues, CSV or JSON");
  addGapOptions(addLogOptions(addFormOptions(command, ["html"]).option(...STRICT_OPTION)))
    .addHelpText("after", EXAMPLE)
    .action(async (sources: string[], options: ReconcileArguments) => {
      const { runReconcile } = await import("./run-reconcile.js");
      finish(await runReconcile(sources, options));
    });
}
