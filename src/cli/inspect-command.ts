import type { Command } from "commander";

import type { ExitCode } from "./exit-code";
import { positiveOption } from "./options";
import { printOut } from "./print";
import { withProgress } from "./progress";
import { STRICT_OPTION } from "./strict-option";
import { printVerdict } from "./print-verdict";

interface InspectOptions {
  readonly maxRecordBytes: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly strict?: boolean;
}

const EXAMPLE = `
Example:
  $ convofold inspect samples/day.ndjson.gz

Nothing is folded. The log's own values are not shown, but for ids of conversations and names of files.`;

/** Adds `inspect`: what a log is like, before any fold. */
export function addInspectCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("inspect")
    .summary("what a log is like, before it is folded")
    .description(
      "Looks through a log: shapes, media, keys, instants, how late records come, holes and rubbish. Proposes a --lateness.",
    )
    .argument("<log...>", "files and folders of the log")
    .option("--max-record-bytes <bytes>", "reject larger records", positiveOption, 1 << 20)
    .option(...STRICT_OPTION)
    .option("--json", "print JSON")
    .option("-q, --quiet", "show no progress")
    .addHelpText("after", EXAMPLE)
    .action(async (logs: string[], options: InspectOptions) => {
      const [{ inspect }, { describeInspection }] = await Promise.all([
        import("../app/inspect.js"),
        import("./print-inspection.js"),
      ]);
      const { inspection, reading } = await withProgress(options.quiet, (show) =>
        inspect(logs, options.maxRecordBytes, show),
      );
      const isJson = options.json === true;
      printOut(isJson ? `${JSON.stringify(inspection, undefined, 2)}\n` : describeInspection(inspection));
      finish(printVerdict(reading, logs, options));
    });
}
