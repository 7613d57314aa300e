import type { Command } from "commander";

import type { ExitCode } from "./exit-code";

type AddCommand = (programme: Command, finish: (code: ExitCode) => void) => void;

/** The commands in the order of the help. Each is loaded when it is called: what one needs, another does not wait for. */
const LOADERS: readonly (readonly [names: readonly string[], load: () => Promise<AddCommand>])[] = [
  [["replay"], async () => (await import("./replay-command.js")).addReplayCommand],
  [["serve"], async () => (await import("./serve-command.js")).addServeCommand],
  [["inspect"], async () => (await import("./inspect-command.js")).addInspectCommand],
  [["verify"], async () => (await import("./verify-command.js")).addVerifyCommand],
  [["report"], async () => (await import("./report-command.js")).addReportCommand],
  [["callbacks"], async () => (await import("./callbacks-command.js")).addCallbacksCommand],
  [["reconcile"], async () => (await import("./reconcile-command.js")).addReconcileCommand],
  [["compare"], async () => (await import("./compare-command.js")).addCompareCommand],
  [["tables"], async () => (await import("./tables-command.js")).addTablesCommand],
  [["query"], async () => (await import("./query-command.js")).addQueryCommand],
  [["explain"], async () => (await import("./explain-command.js")).addExplainCommand],
  [["timeline"], async () => (await import("./timeline-command.js")).addTimelineCommand],
  [["publish", "record"], async () => (await import("./topic-commands.js")).addTopicCommands],
  [["redrive"], async () => (await import("./topic-commands.js")).addRedriveCommand],
  [["erase"], async () => (await import("./erase-command.js")).addEraseCommand],
  [["simulate"], async () => (await import("./simulate-command.js")).addSimulateCommand],
  [["completion"], async () => (await import("./completion-command.js")).addCompletionCommand],
  [["policy"], async () => (await import("./policy-command.js")).addPolicyCommand],
];

/** Adds the command that the arguments call; all of them where they call none, for the help, and for completing them. */
export async function addCommands(
  programme: Command,
  [first, second]: readonly string[],
  finish: (code: ExitCode) => void,
): Promise<void> {
  if (first === "--version" || first === "-V") return;
  const name = first === "help" ? second : first;
  const called = LOADERS.filter(([names]) => name !== undefined && name !== "completion" && names.includes(name));
  for (const [, load] of called.length > 0 ? called : LOADERS) (await load())(programme, finish);
}
