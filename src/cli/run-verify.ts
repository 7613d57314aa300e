import { countOf, formatCount } from "../models/format-count";
import type { Difference } from "../app/verify/difference";
import { isSmall, verify, type Verification, type VerifyProgress } from "../app/verify/verify";
import { describePosition } from "../models/position";
import type { ExitCode } from "./exit-code";
import { documentOf, overridesOf, policyOf } from "./log-options";
import { printOut, visible } from "./print";
import { expectLittle } from "./expect-little";
import { printVerdict } from "./print-verdict";
import type { VerifyArguments } from "./verify-command";

/** Verifies a log as the options say. */
export async function runVerify(logs: readonly string[], options: VerifyArguments): Promise<ExitCode> {
  const verifyOptions = {
    logs,
    policy: await policyOf(options),
    recordBytesMax: options.maxRecordBytes,
    orders: options.orders,
    seed: options.seed,
    reference: options.reference === true,
    sharded: { policy: await documentOf(options), overrides: overridesOf(options) },
  };
  if (isSmall(logs)) expectLittle();
  const show = createVerifyDisplay(options.quiet === true);
  const verification = await verify(verifyOptions, show.progress);
  show.end();
  const isJson = options.json === true;
  printOut(isJson ? `${JSON.stringify(verification, undefined, 2)}\n` : describeVerification(verification));
  const code = printVerdict(verification.reading, logs, options);
  return verification.runs.every(({ agrees }) => agrees) ? code : 1;
}

/** One line for each run, and on a terminal how far it has come. */
function createVerifyDisplay(isQuiet: boolean) {
  const isTerminal = process.stderr.isTTY && !isQuiet;
  let shown = 0;
  return {
    progress: ({ run, runs, name, share }: VerifyProgress): void => {
      const text = `run ${String(run)} of about ${String(runs)}: ${name}`;
      if (isTerminal) process.stderr.write(`\r\u001b[2K${text} ${String(Math.floor(100 * share))} %`);
      else if (!isQuiet && run !== shown) process.stderr.write(`${text}\n`);
      shown = run;
    },
    end(): void {
      if (isTerminal) process.stderr.write("\r\u001b[2K");
    },
  };
}

const number = formatCount;

function describeVerification(verification: Verification): string {
  const { records, left, runs, difference, otherByReference, reading } = verification;
  const lines = runs.map(
    ({ promise, name, digest, agrees }) => `  ${promise}  ${agrees ? "same " : "OTHER"}  ${digest}  ${name}`,
  );
  const areKept = runs.every(({ agrees }) => agrees);
  const isVacuous = areKept && reading.records.folded === 0;
  const verdict = isVacuous
    ? "Nothing of this log was folded, so this proves nothing."
    : areKept
      ? "The outputs depend on this log alone, and the final numbers on neither the order nor the repeats of its records."
      : "The promises do NOT hold on this log. That is a bug: please report it with what is said below.";
  const outside = [
    ...(left.undated > 0 ? [`${number(left.undated)} without any instant`] : []),
    ...(left.late > 0 ? [`${number(left.late)} late as the log lies (a larger --lateness counts them)`] : []),
  ];
  return [
    countOf(records, "record"),
    ...(outside.length > 0 ? [`Left out of P2, as no order can be proved for them: ${outside.join(", ")}`] : []),
    ...lines,
    verdict,
    ...describeOthers(otherByReference),
    ...(difference === undefined ? [] : ["", ...describeDifference(difference)]),
    "",
  ].join("\n");
}

/** The first conversations that the engine and the reference do not agree on. */
function describeOthers(conversations: readonly string[]): string[] {
  if (conversations.length === 0) return [];
  const first = conversations.slice(0, 5).map(visible).join(", ");
  return [
    `The reference comes to other numbers in ${countOf(conversations.length, "conversation")}: ${first}. Keep the records of one, and verify them alone.`,
  ];
}

function describeDifference(difference: Difference): string[] {
  const { conversationId, arrangement, inOrder, arranged, onlyInOrder, onlyArranged, isolated } = difference;
  return [
    `First difference: conversation ${visible(conversationId)}, ${arrangement}`,
    isolated
      ? `  The smallest set of records that shows it (${number(inOrder.length)}):`
      : "  It does not show with the records of this conversation alone; these are all of them:",
    ...inOrder.map(({ position, record }) => `    ${visible(describePosition(position))}  ${JSON.stringify(record)}`),
    `  in this order: ${visible(arranged.map(describePosition).join("; "))}`,
    "  As the log lies it ends with:",
    ...onlyInOrder.map((item) => `    ${JSON.stringify(item)}`),
    "  In the other order with:",
    ...onlyArranged.map((item) => `    ${JSON.stringify(item)}`),
  ];
}
