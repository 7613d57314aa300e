import type { Command } from "commander";

import type { Zone } from "../calendars/zone";
import type { ExitCode } from "./exit-code";
import { addFormOptions, type FormOptions } from "./form-options";
import { addLogOptions, type LogOptions } from "./log-options";
import { STRICT_OPTION } from "./strict-option";
import { zoneChoice } from "./zone-option";

/** What `callbacks` takes. */
export interface CallbacksOptions extends LogOptions, FormOptions {
  readonly owed?: boolean;
  readonly zone: Zone;
  readonly strict?: boolean;
  readonly calleeZones?: string;
}

const EXAMPLE = `
Examples:
  $ convofold callbacks night.ndjson.gz --policy policy.yaml
  $ convofold callbacks out/night --owed --zone Europe/Berlin

The windows are those of the policy's calendars: docs/callbacks.md.`;

/** Adds `callbacks`: every callback with its promises, and who is still owed a call. */
export function addCallbacksCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("callbacks")
    .summary("list callbacks: what was promised, what came of it, and who is still owed a call")
    .description(
      "Lists the callbacks of a log, or of a run's outputs: promises and their changes, attempts, punctuality, the owner's expiry, and whether each promise lies in a calling window of the callee. Oldest promise first.",
    )
    .argument("<source...>", "files and folders of a log, or one folder that `replay --out` wrote")
    .option("--owed", "only customers who are still owed a call")
    .option("--callee-zones <file>", "zones of callees from elsewhere: CSV, conversationId, zone and source")
    .addOption(zoneChoice("the time zone in which instants are shown, such as Europe/Berlin"));
  addLogOptions(addFormOptions(command).option(...STRICT_OPTION))
    .addHelpText("after", EXAMPLE)
    .action(async (sources: string[], options: CallbacksOptions) => {
      const { runCallbacks } = await import("./run-callbacks.js");
      finish(await runCallbacks(sources, options));
    });
}
