import { InvalidArgumentError, Option, type Command } from "commander";

import { countOf } from "../models/format-count";
import { SCENARIO_SETS, type ScenarioSet } from "../consumers/simulation/scenarios/choice";
import { USUAL_OPTIONS, type SimulationOptions } from "../consumers/simulation/player";
import { WIRE_SHAPES, type WireShape } from "../consumers/simulation/wire/shapes";
import type { ExitCode } from "./exit-code";
import { printError } from "./print";
import { withStop } from "./stop-signals";
import { countOption, instantOption, percentOption, positiveOption, spanOption } from "./options";

interface SimulateOptions {
  readonly out: string;
  readonly truth?: string;
  readonly analytics?: string;
  readonly force?: boolean;
  readonly seed: number;
  readonly conversations: number;
  readonly start: number;
  readonly gap: number;
  readonly shapes: readonly WireShape[];
  readonly scenarios: ScenarioSet;
  readonly duplicates: number;
  readonly disorder: number;
  readonly rubbish: number;
}

const STANDARD_OUTPUT = "-";

const EXAMPLE = `
Example:
  $ convofold simulate --conversations 20000 --seed 7 --disorder 2 --duplicates 2 --out night.ndjson.gz --truth truth.ndjson

The same seed and options give the same bytes. The truth has one line for each number that is true of what happened,
written from the script of it and not by folding; samples/policy.yaml has the limits that it assumes.`;

/** Adds `simulate`: a seeded, realistic contact centre as a log, with its truth. */
export function addSimulateCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("simulate")
    .summary("write a seeded, realistic log with its truth")
    .description(
      "Plays a contact centre: calls, chats, callbacks over days, cobrowse, messages; in every shape of the wire.",
    )
    .option("-o, --out <file>", "the log; - for standard output, .gz compresses", STANDARD_OUTPUT)
    .option("--truth <file>", "the numbers that are true of it")
    .option("--analytics <file>", "what the platform's analytics would export of it, for reconcile --analytics")
    .option("-f, --force", "replace the files if they exist")
    .option("--seed <number>", "the chance that it is made of", countOption, USUAL_OPTIONS.seed)
    .option("-n, --conversations <count>", "how many conversations", positiveOption, USUAL_OPTIONS.conversations)
    .option("--start <instant>", "when the first begins", instantOption, USUAL_OPTIONS.startAt)
    .option("--gap <span>", "mean time between two beginnings", spanOption, USUAL_OPTIONS.gapMs)
    .addOption(
      new Option("--shapes <list>", `comma-separated: ${WIRE_SHAPES.join(", ")}`)
        .argParser(shapesOption)
        .default(USUAL_OPTIONS.shapes, "all of them"),
    )
    .addOption(
      new Option(
        "--scenarios <set>",
        "usual; or all, with rarer ones: sessions in turn, parked emails, consults, supervisors",
      )
        .choices(SCENARIO_SETS)
        .default("usual"),
    )
    .option("--duplicates <percent>", "records written twice", percentOption, 0)
    .option("--disorder <percent>", "records overtaken by the next of their conversation", percentOption, 0)
    .option("--rubbish <percent>", "lines that are no records, among the others", percentOption, 0)
    .addHelpText("after", EXAMPLE)
    .action(async (options: SimulateOptions) => finish(await runSimulate(options)));
}

async function runSimulate(options: SimulateOptions): Promise<ExitCode> {
  const { writeSimulation } = await import("../app/simulate.js");
  const played: SimulationOptions = { ...USUAL_OPTIONS, ...options, startAt: options.start, gapMs: options.gap };
  const { out: log, truth, analytics, force: replace = false } = options;
  const write = async (signal?: AbortSignal): Promise<ExitCode> => {
    const written = await writeSimulation(played, { log, truth, analytics, replace }, signal);
    const [lines, conversations] = [countOf(written.lines, "line"), countOf(written.conversations, "conversation")];
    printError(`${lines} of ${conversations}, ${countOf(written.truths, "true number")}.\n`);
    return 0;
  };
  // Who reads standard output may stall, and with it all that would look at a signal here: then the signal itself ends the process.
  if (log === STANDARD_OUTPUT) return write();
  return withStop([], async ({ signal, code }) => {
    try {
      return await write(signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      printError("Stopped. No file was written.\n");
      return code();
    }
  });
}

function shapesOption(text: string): readonly WireShape[] {
  return text.split(",").map((name) => {
    const shape = WIRE_SHAPES.find((known) => known === name.trim());
    if (shape === undefined) throw new InvalidArgumentError(`"${name}" is none of ${WIRE_SHAPES.join(", ")}.`);
    return shape;
  });
}
