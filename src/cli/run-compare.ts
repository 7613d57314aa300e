import { comparisonAsCsv } from "../answers/forms/compare-csv";
import { compare, type CompareReport } from "../app/compare/compare";
import { refusePicture } from "../app/pictures";
import { AppError } from "../models/app-error";
import type { ExitCode } from "./exit-code";
import { declaredGaps } from "./gap-options";
import { policyOf } from "./log-options";
import { describeComparison } from "./print-comparison";
import { putAnswer } from "./put-answer";
import { printVerdict } from "./print-verdict";
import { withFinals } from "./with-finals";
import type { CompareArguments } from "./compare-command";

/** Compares the two sides that the options name. */
export async function runCompare(sources: readonly string[], options: CompareArguments): Promise<ExitCode> {
  const { policy: files, ...others } = options;
  const { quiet, out, force = false } = others;
  const [a, b] = sidesOf(sources, files);
  if (out !== undefined) refusePicture(out, force);
  const finalsOptionsOf = async ({ source, policy }: Side) => ({
    sources: [source],
    policy: await policyOf({ ...others, ...(policy !== undefined && { policy }) }),
    recordBytesMax: options.maxRecordBytes,
    until: options.until,
    gaps: declaredGaps(options, options.zone),
    offsetGaps: options.offsetGaps,
  });
  const [ofA, ofB] = [await finalsOptionsOf(a), await finalsOptionsOf(b)];
  return withFinals(ofA, quiet, (finalsOfA) =>
    withFinals(ofB, quiet, async (finalsOfB) => {
      const isFolded = finalsOfA.kind === "log" && finalsOfB.kind === "log";
      if (files.length > 0 && !isFolded) throw policyOfOutputs();
      const sideOf = (side: Side, finals: typeof finalsOfA, policy: typeof ofA.policy) => ({
        name: side.policy === undefined ? side.source : `${side.source} under ${side.policy}`,
        finals,
        policy: finals.kind === "log" ? policy : undefined,
      });
      const sides = [sideOf(a, finalsOfA, ofA.policy), sideOf(b, finalsOfB, ofB.policy)] as const;
      const report = await compare(...sides, options);
      putAnswer(textOf(report, options.format), options);
      const codes = [finalsOfA, finalsOfB].map(({ summary }) => (summary ? printVerdict(summary, sources, {}) : 0));
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
  if (first === "-" && (second ?? first) === "-") {
    const advice = "Write it into a file first, and name that.";
    throw new AppError("wrongUse", "Standard input can be read once, and this reads it twice.", advice);
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

function textOf(report: CompareReport, format: CompareArguments["format"]): string {
  if (format === "csv") return comparisonAsCsv(report);
  return format === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : describeComparison(report);
}
