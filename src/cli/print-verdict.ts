import type { LogReading } from "../app/log-reading";
import { describeUnread, verdictOf, type UnreadFiles } from "../app/verdict";
import type { ExitCode } from "./exit-code";
import { printError, visible } from "./print";

/** Says on standard error what has to be known of how a log was read; returns the exit code for it. */
export function printVerdict(
  reading: LogReading,
  logs: readonly string[],
  { strict = false }: { readonly strict?: boolean },
): ExitCode {
  const isStandardInput = logs.every((log) => log === "-");
  const { code, lines } = verdictOf(reading, { isStrict: strict, isStandardInput });
  for (const line of lines) printError(`${visible(line)}\n`);
  return code;
}

/** Says on standard error which files of a log were not read, or not to their end. */
export function printUnread(files: UnreadFiles): void {
  for (const line of describeUnread(files)) printError(`${visible(line)}\n`);
}
