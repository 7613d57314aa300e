import type { Command } from "commander";

import { compilePolicy, EMPTY_POLICY, readPolicyFile, type PolicyDocument, type RunSpans } from "../app/policy";
import type { Policy } from "../models/policy";
import { instantOption, positiveOption, spanOption } from "./options";

/** What every command that folds a log takes. */
export interface LogOptions {
  readonly policy?: string;
  readonly lateness?: number;
  readonly until?: number;
  readonly maxRecordBytes: number;
  readonly quiet?: boolean;
}

/** Adds the options of commands that fold a log. */
export function addLogOptions(command: Command): Command {
  return command
    .option("--policy <file>", "limits and targets (see `convofold policy check`)")
    .option(
      "--lateness <span>",
      "how late an observation may come and still count (default: the policy's, 24h)",
      spanOption,
    )
    .option("--until <instant>", "judge deadlines as of this instant, not the log's last", instantOption)
    .option("--max-record-bytes <bytes>", "reject larger records", positiveOption, 1 << 20)
    .option("-q, --quiet", "show no progress");
}

/** The policy that the options name. */
export function policyOf(options: LogOptions): Policy {
  return compilePolicy(documentOf(options), overridesOf(options));
}

/** The policy as it is written. */
export function documentOf({ policy }: Pick<LogOptions, "policy">): PolicyDocument {
  return policy === undefined ? EMPTY_POLICY : readPolicyFile(policy);
}

/** What the options set over the policy. */
export function overridesOf({ lateness }: Pick<LogOptions, "lateness">): Partial<RunSpans> {
  return lateness === undefined ? {} : { lateness };
}
