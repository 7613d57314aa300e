import type { Command } from "commander";

import { isPictureName, refusePicture, writeTimeline } from "../app/pictures";
import { traceConversation } from "../app/trace";
import { AppError } from "../models/app-error";
import { drawTimeline } from "./draw-timeline";
import { addLogOptions, policyOf, type LogOptions } from "./log-options";
import type { ExitCode } from "./exit-code";
import { positiveOption } from "./options";
import { printOut } from "./print";
import { withProgress } from "./progress";

interface TimelineOptions extends LogOptions {
  readonly conversation: string;
  readonly width?: number;
  readonly json?: boolean;
  readonly out?: string;
  readonly force?: boolean;
}

const EXAMPLE = `
Example:
  $ convofold timeline samples/call.ndjson --conversation ca110000-0000-4000-a000-000000000001

  $ convofold timeline samples/call.ndjson --conversation ca110000-0000-4000-a000-000000000001 --out call.html

A row for each communication, blocks to scale; long stretches in which nothing happens are cut (≈).`;

const WIDTH_USUAL = 80;

/** Adds `timeline`: one conversation as a picture in the terminal. */
export function addTimelineCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("timeline")
    .summary("one conversation as a picture")
    .description("Draws a conversation: a row for each communication, blocks to scale, deadlines as marks.")
    .argument("<log...>", "files and folders of the log")
    .requiredOption("--conversation <id>", "the conversation to draw")
    .option("--width <columns>", "how wide to draw (default: the terminal's width, else 80)", positiveOption)
    .option("--json", "print its view as JSON")
    .option("-o, --out <file>", "write it as a picture that can be shared: .svg or .html")
    .option("-f, --force", "replace the file if it exists");
  addLogOptions(command)
    .addHelpText("after", EXAMPLE)
    .action(async (logs: string[], options: TimelineOptions) => {
      finish(await runTimeline(logs, options));
    });
}

async function runTimeline(logs: readonly string[], options: TimelineOptions): Promise<ExitCode> {
  const order = {
    logs,
    conversationId: options.conversation,
    policy: policyOf(options),
    recordBytesMax: options.maxRecordBytes,
    until: options.until,
  };
  const { out } = options;
  if (out !== undefined && !isPictureName(out))
    throw new AppError("wrongUse", `"${out}" is neither .svg nor .html.`, "Give it a name that ends in one of them.");
  const { force = false } = options;
  if (out !== undefined) refusePicture(out, force);
  const { view, asOf } = await withProgress(options.quiet, (show) => traceConversation(order, show));
  if (out !== undefined) {
    writeTimeline(out, force, view, asOf);
    printOut(`Written to ${out}.\n`);
    return 0;
  }
  const columns = process.stdout.columns as number | undefined;
  const width = options.width ?? columns ?? WIDTH_USUAL;
  const isJson = options.json === true;
  printOut(isJson ? `${JSON.stringify(view, undefined, 2)}\n` : drawTimeline(view, width));
  return 0;
}
