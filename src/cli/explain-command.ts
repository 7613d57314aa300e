import type { Command } from "commander";

import { AppError } from "../models/app-error";
import { addGapOptions, declaredGaps, type GapOptions } from "./gap-options";
import { addLogOptions, policyOf, type LogOptions } from "./log-options";
import type { ExitCode } from "./exit-code";
import { printOut, terminalWidth } from "./print";

interface ExplainOptions extends LogOptions, GapOptions {
  readonly conversation?: string;
  readonly metric?: string;
  readonly json?: boolean;
}

const EXAMPLE = `
Examples:
  $ convofold explain samples/call.ndjson "$(head -1 out/measurements.ndjson | jq -r .id)"
  $ convofold explain night.ndjson.gz --conversation 3ee2a5dc-8400-47d8-ad9a-76aeabe7a10d --metric tHeld
  $ convofold explain night.ndjson.gz --conversation 3ee2a5dc-8400-47d8-ad9a-76aeabe7a10d --json

The ID is that of a measurement or deadline. With --conversation a picture of it stands first; without --metric
every number of it is explained.`;

/** Adds `explain`: a number, down to the records that made it. */
export function addExplainCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("explain")
    .summary("why a number is what it is, down to the records")
    .description(
      "Explains a measurement or deadline: its definition, its formula with the numbers filled in, the records that set it, and each time it was emitted, with the reason.",
    )
    .argument("<log>", "a file or folder of the log")
    .argument("[id]", "the id of a measurement or deadline")
    .option("--conversation <id>", "explain all numbers of this conversation")
    .option("--metric <name>", "only this measurement or kind of deadline")
    .option("--json", "print JSON");
  addGapOptions(addLogOptions(command))
    .addHelpText("after", EXAMPLE)
    .action(async (log: string, id: string | undefined, options: ExplainOptions) => {
      finish(await runExplain(log, id, options));
    });
}

async function runExplain(log: string, id: string | undefined, options: ExplainOptions): Promise<ExitCode> {
  const conversationId = options.conversation ?? id?.split("/")[0];
  if (conversationId === undefined) {
    throw new AppError(
      "wrongUse",
      "Say what to explain.",
      "Give the id of a line of measurements.ndjson, or --conversation ID; `convofold inspect LOG` shows ids of conversations.",
    );
  }
  const traceOptions = {
    logs: [log],
    conversationId,
    policy: await policyOf(options),
    recordBytesMax: options.maxRecordBytes,
    until: options.until,
    gaps: declaredGaps(options),
    offsetGaps: options.offsetGaps,
  };
  const [{ explain }, { withTrace }, { describeExplanations }, { sketchTimeline }] = await Promise.all([
    import("../app/explain.js"),
    import("./with-trace.js"),
    import("./print-explanation.js"),
    import("./draw-timeline.js"),
  ]);
  return withTrace(traceOptions, options.quiet, (trace) => {
    const explanations = explain(trace, { id, name: options.metric });
    if (options.json === true) {
      printOut(`${JSON.stringify(explanations, undefined, 2)}\n`);
      return;
    }
    const picture = id === undefined ? `${sketchTimeline(trace.view, terminalWidth())}\n` : "";
    printOut(`${picture}${describeExplanations(explanations)}`);
  });
}
