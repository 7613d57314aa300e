import type { Command } from "commander";

import type { ExitCode } from "./exit-code";
import { addGapOptions, type GapOptions } from "./gap-options";
import { addLogOptions, type LogOptions } from "./log-options";
import { positiveOption } from "./options";

/** What `timeline` takes. */
export interface TimelineOptions extends LogOptions, GapOptions {
  readonly conversation: string;
  readonly width?: number;
  readonly json?: boolean;
  readonly out?: string;
  readonly force?: boolean;
}

const EXAMPLE = `
Examples:
  $ convofold timeline samples/call.ndjson --conversation ca110000-0000-4000-a000-000000000001
  $ convofold timeline samples/call.ndjson --conversation ca110000-0000-4000-a000-000000000001 --out call.html

A row for each communication, blocks to scale; long stretches in which nothing happens are cut (≈).`;

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
  addGapOptions(addLogOptions(command))
    .addHelpText("after", EXAMPLE)
    .action(async (logs: string[], options: TimelineOptions) => {
      const { runTimeline } = await import("./run-timeline.js");
      finish(await runTimeline(logs, options));
    });
}
