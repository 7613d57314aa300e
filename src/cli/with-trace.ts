import { traceConversation, type TraceOptions } from "../app/trace";
import type { Trace } from "../app/trace-keeper";
import type { UnreadFiles } from "../app/verdict";
import type { ExitCode } from "./exit-code";
import { withProgress } from "./progress";
import { printUnread } from "./print-verdict";

/**
 * Follows a conversation through a log, and says on standard error, after all else, which files of it were not read or
 * not to their end, also where the log does not have the conversation. The exit code is 3 where a file is damaged.
 */
export async function withTrace(
  options: TraceOptions,
  quiet: boolean | undefined,
  use: (trace: Trace) => void,
): Promise<ExitCode> {
  let unread: UnreadFiles = { skippedFiles: [], damagedFiles: [] };
  const onUnread = (files: UnreadFiles) => (unread = files);
  try {
    use(await withProgress(quiet, (show) => traceConversation(options, show, onUnread)));
  } finally {
    printUnread(unread);
  }
  return unread.damagedFiles.length > 0 ? 3 : 0;
}
