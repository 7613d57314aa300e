import type { Command } from "commander";

import { namedPolicy } from "../app/effective-policy";
import { EMPTY_POLICY, type PolicyDocument } from "../app/policy";
import type { RunSpans } from "../models/policy-values";
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
    .option(
      "--until <instant>",
      "evaluate deadlines as of this instant, where it is after the log's last",
      instantOption,
    )
    .option("--max-record-bytes <bytes>", "reject larger records", positiveOption, 1 << 20)
    .option("-q, --quiet", "show no progress");
}

/** A policy as it is written, and as it holds with what was set over it. */
export interface PolicySettings {
  readonly document: PolicyDocument;
  readonly policy: Policy;
}

/** The policy that the options name, read once, in both forms. */
export async function settingsOf(options: LogOptions): Promise<PolicySettings> {
  const document = await documentOf(options);
  return { document, policy: namedPolicy(document, overridesOf(options)) };
}

/** The policy that the options name. */
export async function policyOf(options: LogOptions): Promise<Policy> {
  return (await settingsOf(options)).policy;
}

/** The policy as it is written. What reads YAML is loaded only where there is some. */
export async function documentOf({ policy }: Pick<LogOptions, "policy">): Promise<PolicyDocument> {
  if (policy === undefined) return EMPTY_POLICY;
  const { readPolicyFile } = await import("../app/policy-file.js");
  return { ...readPolicyFile(policy), isChosen: true };
}

/** What the options set over the policy. */
export function overridesOf({ lateness }: Pick<LogOptions, "lateness">): Partial<RunSpans> {
  return lateness === undefined ? {} : { lateness };
}
