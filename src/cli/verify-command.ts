import type { Command } from "commander";

import type { ExitCode } from "./exit-code";
import { addLogOptions, type LogOptions } from "./log-options";
import { countOption, positiveOption } from "./options";
import { STRICT_OPTION } from "./strict-option";

/** What `verify` takes. */
export interface VerifyArguments extends LogOptions {
  readonly orders: number;
  readonly seed: number;
  readonly reference?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
}

const EXAMPLE = `
Examples:
  $ convofold verify samples/day.ndjson.gz
  $ convofold verify night-*.ndjson.gz --orders 10 --seed 7
  $ convofold verify hour.ndjson --reference

Exit code 0: all runs agree on this log. 1: they do not; the smallest set of records that shows it is printed.
1 as well where nothing could be folded, 3 where a file could not be read to its end.`;

/** Adds `verify`: proves on a user's own log that order and repeats do not matter. */
export function addVerifyCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("verify")
    .summary("prove on a log that order and repeats do not matter")
    .description(
      "Folds a log several times: in other pieces and on two workers (the same bytes must come out), in other orders within the lateness and with repeats (the same final numbers must come out). With --reference it is folded once more by the plainest code there is for it, which must come to the same final numbers.",
    )
    .argument("<log...>", "files and folders of the log")
    .option("--orders <count>", "how many other orders to try", positiveOption, 3)
    .option("--seed <number>", "what the orders are drawn from", countOption, 1)
    .option("--reference", "fold by the plain reference too: slow, and it holds the whole log in memory")
    .option(...STRICT_OPTION)
    .option("--json", "print JSON");
  addLogOptions(command)
    .addHelpText("after", EXAMPLE)
    .action(async (logs: string[], options: VerifyArguments) => {
      const { runVerify } = await import("./run-verify.js");
      finish(await runVerify(logs, options));
    });
}
