import { Option, type Command } from "commander";

import { comparisonAsCsv } from "../answers/forms/compare-csv";
import { compare, type CompareReport } from "../app/compare/compare";
import { refusePicture } from "../app/pictures";
import { writeWholeFile } from "../app/whole-file";
import { INTERVAL_LENGTHS, type IntervalLength } from "../calendars/intervals";
import type { Zone } from "../calendars/zones";
import { AppError } from "../models/app-error";
import type { ExitCode } from "./exit-code";
import { policyOf, type LogOptions } from "./log-options";
import { instantOption, positiveOption, spanOption, zoneOption } from "./options";
import { printOut } from "./print";
import { describeComparison } from "./print-comparison";
import { tellVerdict } from "./tell-verdict";
import { withFinals } from "./with-finals";

const FORMATS = ["table", "csv", "json"] as const;

interface CompareOptions extends Omit<LogOptions, "policy"> {
  readonly policy: readonly string[];
  readonly interval: IntervalLength;
  readonly zone: Zone;
  readonly format: (typeof FORMATS)[number];
  readonly out?: string;
  readonly force?: boolean;
}

const EXAMPLE = `
Examples:
  $ convofold compare night.ndjson.gz --policy now.yaml --policy then.yaml
  $ convofold compare out/before out/after --format json --out moved.json

One log under two policies, or two logs or folders of outputs. docs/compare.md says what is compared. Exit code 1: something differs.`;

/** Adds `compare`: what another policy, another version or another day makes of the numbers. */
export function addCompareCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
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
    .addOption(new Option("--interval <length>", "how long intervals are").choices(INTERVAL_LENGTHS).default("30m"))
    .addOption(
      new Option("--zone <name>", "the time zone of intervals, such as Europe/Berlin")
        .argParser(zoneOption)
        .default(zoneOption("UTC"), "UTC"),
    )
    .addOption(new Option("--format <form>", "how it is written").choices(FORMATS).default("table"))
    .option("-o, --out <file>", "write it into this file")
    .option("-f, --force", "replace the file if it exists")
    .option("--lateness <span>", "how late an observation may come and still count", spanOption)
    .option("--until <instant>", "judge deadlines as of this instant, not the log's last", instantOption)
    .option("--max-record-bytes <bytes>", "reject larger records", positiveOption, 1 << 20)
    .option("-q, --quiet", "show no progress")
    .addHelpText("after", EXAMPLE)
    .action(async (sources: string[], options: CompareOptions) => {
      finish(await runCompare(sources, options));
    });
}

async function runCompare(sources: readonly string[], options: CompareOptions): Promise<ExitCode> {
  const { policy: files, ...others } = options;
  const { quiet, out, force = false } = others;
  const [a, b] = sidesOf(sources, files);
  if (out !== undefined) refusePicture(out, force);
  const orderOf = ({ source, policy }: Side) => ({
    sources: [source],
    policy: policyOf({ ...others, ...(policy !== undefined && { policy }) }),
    recordBytesMax: options.maxRecordBytes,
    until: options.until,
  });
  const [ofA, ofB] = [orderOf(a), orderOf(b)];
  return withFinals(ofA, quiet, (finalsOfA) =>
    withFinals(ofB, quiet, async (finalsOfB) => {
      const isFolded = finalsOfA.kind === "log" && finalsOfB.kind === "log";
      if (files.length > 0 && !isFolded) throw policyOfOutputs();
      const sideOf = (side: Side, finals: typeof finalsOfA, policy: typeof ofA.policy) => ({
        name: side.policy === undefined ? side.source : `${side.source} under ${side.policy}`,
        finals,
        policy: isFolded ? policy : undefined,
      });
      const sides = [sideOf(a, finalsOfA, ofA.policy), sideOf(b, finalsOfB, ofB.policy)] as const;
      const report = await compare(...sides, options);
      write(report, options);
      const codes = [finalsOfA, finalsOfB].map(({ summary }) => (summary ? tellVerdict(summary, sources, {}) : 0));
      return codes.find((code) => code !== 0) ?? (report.changes.length > 0 ? 1 : 0);
    }),
  );
}

interface Side {
  readonly source: string;
  readonly policy: string | undefined;
}

function sidesOf(sources: readonly string[], policies: readonly string[]): readonly [Side, Side] {
  const [first = "", second] = sources;
  const [one, other] = policies;
  const isUsable = sources.length <= 2 && policies.length <= 2 && (second !== undefined || other !== undefined);
  if (!isUsable) {
    const advice = "Name a log and two --policy, or two folders of outputs or logs.";
    throw new AppError("wrongUse", "These are not two sides to compare.", advice);
  }
  return [
    { source: first, policy: one },
    { source: second ?? first, policy: other ?? one },
  ];
}

function policyOfOutputs(): AppError {
  const advice = "Give the log that they were made of, or leave --policy out.";
  return new AppError("wrongUse", "Outputs that are there were made under their own policy.", advice);
}

function write(report: CompareReport, { format, out, force = false }: CompareOptions): void {
  const text = textOf(report, format);
  if (out === undefined) printOut(text);
  else writeWholeFile(out, force, text);
}

function textOf(report: CompareReport, format: CompareOptions["format"]): string {
  if (format === "csv") return comparisonAsCsv(report);
  return format === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : describeComparison(report);
}
