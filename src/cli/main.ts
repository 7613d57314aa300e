import { Command, CommanderError } from "commander";

import { ownVersion } from "../app/own-version";
import { AppError, exitCodeFor } from "../models/app-error";
import { addCommands } from "./commands";
import type { ExitCode } from "./exit-code";
import { endWithNpm } from "./npm-parent";
import { spellDefaults } from "./options";
import { printError, printOut } from "./print";
import { saySamples, withSamples } from "./samples";
import { describeWrongUse } from "./wrong-use";

const DESCRIPTION = `Folds contact-centre participant updates into one state per conversation.

Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 something outside failed (a file, the disk, Kafka), 130 stopped (129 by a hang-up, 143 by SIGTERM).`;

/** Runs the programme with the arguments of its process and sets the exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  const programme = new Command("convofold")
    .description(DESCRIPTION)
    .version(ownVersion(), "-V, --version", "say which version this is")
    .exitOverride()
    .configureOutput({ writeOut: (text) => printOut(withSamples(text)), outputError: () => undefined });
  const finish = (code: ExitCode) => (process.exitCode = code);
  await addCommands(programme, argv.slice(2), finish);
  programme.commands.forEach(spellDefaults);
  endWithNpm();
  process.stdout.on("error", leaveOnFullOutput);
  process.stderr.on("error", () => undefined);
  try {
    await programme.parseAsync([...argv]);
  } catch (error) {
    finish(await report(error, argv.slice(2)));
  }
}

async function report(error: unknown, args: readonly string[]): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // The help that a missing command brings up has been printed.
    if (error.code === "commander.help") return 2;
    const { message, advice } = describeWrongUse(error, args);
    printError(`convofold: ${message}\n${advice}\n`);
    return 2;
  }
  if (error instanceof AppError) {
    if (error.code !== "outputClosed") printError(`convofold: ${error.message}\n${withSamples(adviceOf(error))}\n`);
    return exitCodeFor(error);
  }
  const { pino } = await import("pino");
  const logger = pino({ base: null }, pino.destination({ dest: 2, sync: true }));
  logger.fatal({ err: error }, "broke a belief of its own, which is a bug");
  return 3;
}

/** The samples lie beside the programme, where an installed one is not in a checkout. */
function adviceOf({ code, message, advice }: AppError): string {
  const isOfSamples = code === "inputMissing" && message.includes('"samples/');
  return isOfSamples ? saySamples() : advice;
}

/**
 * A reader that closes the pipe early (`| head`) is no failure: what is still to be printed is dropped, and the command ends
 * as it would have. Any other output that takes nothing more is the world failing.
 */
function leaveOnFullOutput({ code = "unknown" }: NodeJS.ErrnoException): void {
  if (code === "EPIPE") return;
  printError(`convofold: Standard output cannot be written (${code}).\nFree some space, or write it elsewhere.\n`);
  process.exit(3);
}
