import { spellFormula } from "../answers/service-levels";
import { describeCalling, showCalling, type ShownCalling } from "./print-calling";
import { formatSpan } from "../app/duration";
import { keptPolicy } from "../app/effective-policy";
import { formulasOf, runSpans, type PolicyDocument } from "../app/policy";
import { resolveLimits } from "../models/policy-values";
import type { Limits } from "../models/limits";
import { ownValue } from "../models/own-value";
import { isLeadName, limitOf, RULE_FIELDS, RUN_FIELDS, type RuleName } from "../models/policy-fields";

/** What a policy comes to, as it is shown. */
export interface ResolvedPolicy {
  /** By which outputs name it. */
  readonly digest: string;
  readonly run: Readonly<Record<string, string>>;
  readonly rules: readonly {
    readonly queue: string;
    readonly mediaType: string;
    readonly limits: Readonly<Record<string, string>>;
  }[];
  readonly serviceLevels: Readonly<Record<string, string>>;
  /** Where the policy says when callbacks may be called. */
  readonly calling?: ShownCalling;
}

/** What a policy comes to for each queue and medium that it names. */
export function resolvePolicy(document: PolicyDocument): ResolvedPolicy {
  const spans = runSpans(document);
  const queues = [undefined, ...Object.keys(document.queues)];
  const rules = queues.flatMap((queueId) => {
    const ofQueue = queueId === undefined ? undefined : ownValue(document.queues, queueId)?.media;
    const named = Object.keys({ ...document.media, ...ofQueue });
    return [undefined, ...named.sort()].map((mediaType) => ({
      queue: queueId ?? "(any)",
      mediaType: mediaType ?? "(any other)",
      limits: showLimits(resolveLimits(document, queueId, mediaType ?? "")),
    }));
  });
  const serviceLevels = formulasOf(document).map((formula) => [formula.name, spellFormula(formula)] as const);
  return {
    digest: keptPolicy(document).digest,
    run: Object.fromEntries(RUN_FIELDS.map(({ name }) => [name, formatSpan(spans[name])])),
    rules,
    serviceLevels: Object.fromEntries(serviceLevels),
    ...(document.calling && { calling: showCalling(document.calling) }),
  };
}

function showLimits(limits: Limits): Record<string, string> {
  return Object.fromEntries(
    RULE_FIELDS.map(({ name }) => {
      const ms = limitOf(limits, name);
      return [name, ms === undefined ? "off" : formatSpan(ms)];
    }),
  );
}

/** That, as text. */
export function describePolicy({ digest, run, rules, serviceLevels, calling }: ResolvedPolicy): string {
  const isSet = (name: RuleName) => !isLeadName(name) || rules.some(({ limits }) => limits[name] !== "off");
  const names = RULE_FIELDS.map(({ name }) => name).filter(isSet);
  const heads = ["queue", "medium", ...names];
  const rows = rules.map(({ queue, mediaType, limits }) => [
    queue,
    mediaType,
    ...names.map((name) => limits[name] ?? "off"),
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const spans = Object.entries(run).map(([name, value]) => `  ${name.padEnd(20)}${value}`);
  const levels = Object.entries(serviceLevels).map(([name, formula]) => `  ${name} = ${formula}`);
  const limits = ["For the whole run", ...spans, "", ...[heads, ...rows].map(line)];
  const windows = calling === undefined ? [] : ["", ...describeCalling(calling)];
  return [
    "The policy is right.",
    `Outputs name it ${digest}.`,
    "",
    ...limits,
    "",
    "Service levels of reports",
    ...levels,
    ...windows,
    "",
  ].join("\n");
}
