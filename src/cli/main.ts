import { Command, CommanderError } from "commander";
import { pino } from "pino";

import { ownVersion } from "../app/run-identity";
import { AppError, exitCodeFor } from "../models/app-error";
import { addExplainCommand } from "./explain-command";
import { addInspectCommand } from "./inspect-command";
import { spellDefaults } from "./options";
import { printError } from "./print";
import { addPolicyCommand } from "./policy-command";
import { addReplayCommand } from "./replay-command";
import { addReportCommand } from "./report-command";
import { addServeCommand } from "./serve-command";
import { addSimulateCommand } from "./simulate-command";
import { addTimelineCommand } from "./timeline-command";
import { addRedriveCommand, addTopicCommands } from "./topic-commands";
import { addVerifyCommand } from "./verify-command";

/** 0 done, 1 the answer is no, 2 wrong use, 3 the world failed; 129, 130, 143 stopped by SIGHUP, Ctrl-C, SIGTERM. */
export type ExitCode = 0 | 1 | 2 | 3 | 129 | 130 | 143;

const DESCRIPTION = `Folds contact-centre participant updates into one state per conversation.

Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 the world failed, 130 stopped (129 by a hang-up, 143 by SIGTERM).`;

/** Runs the programme with the arguments of its process and sets the exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  const programme = new Command("convofold")
    .description(DESCRIPTION)
    .version(ownVersion(), "-V, --version", "say which version this is")
    .exitOverride()
    .showHelpAfterError("(add --help for help)");
  const finish = (code: ExitCode) => (process.exitCode = code);
  addReplayCommand(programme, finish);
  addReportCommand(programme, finish);
  addServeCommand(programme, finish);
  addInspectCommand(programme, finish);
  addVerifyCommand(programme, finish);
  addExplainCommand(programme, finish);
  addTimelineCommand(programme, finish);
  addTopicCommands(programme, finish);
  addRedriveCommand(programme, finish);
  addSimulateCommand(programme, finish);
  addPolicyCommand(programme, finish);
  programme.commands.forEach(spellDefaults);
  process.stdout.on("error", leaveOnFullOutput);
  process.stderr.on("error", () => undefined);
  try {
    await programme.parseAsync([...argv]);
  } catch (error) {
    finish(report(error));
  }
}

function report(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof AppError) {
    if (error.code !== "outputClosed") printError(`convofold: ${error.message}\n${error.advice}\n`);
    return exitCodeFor(error);
  }
  const logger = pino({ base: null }, pino.destination({ dest: 2, sync: true }));
  logger.fatal({ err: error }, "broke a belief of its own, which is a bug");
  return 3;
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
