import { readFileSync } from "node:fs";

import { LineCounter, parseDocument, type Document } from "yaml";
import { z } from "zod";

import { canonicalId } from "../decoding/spellings";
import { AppError } from "../models/app-error";
import { MEDIA_TYPES } from "../models/media-type";
import { ownValue } from "../models/own-value";
import { RULE_FIELDS, RUN_FIELDS, type PolicyField } from "../models/policy-fields";
import { calendarsSchema, callingFields, callingOf, faultsOfCalling, withoutCalling } from "./calling-schema";
import { formatSpan, parseSpan } from "./duration";
import type { PolicyDocument } from "./policy";
import { serviceLevelsSchema } from "./service-level-policy";

const spanSchema = (field: PolicyField) =>
  z.union([z.string(), z.number(), z.boolean()]).transform((value, context) => {
    if (field.mayBeOff && (value === "off" || value === false)) return null;
    const ms = typeof value === "string" ? parseSpan(value) : value === 0 ? 0 : undefined;
    if (ms !== undefined && ms >= field.leastMs && ms <= field.mostMs) return ms;
    const range = `a span from ${formatSpan(field.leastMs)} to ${formatSpan(field.mostMs)}, such as ${formatSpan(field.defaultMs ?? field.mostMs)}`;
    context.addIssue({ code: "custom", message: `allowed is ${range}${field.mayBeOff ? ", or off" : ""}` });
    return z.NEVER;
  });

const shapeOf = (fields: readonly PolicyField[]) =>
  Object.fromEntries(fields.map((field) => [field.name, spanSchema(field).optional()]));

const rulesShape = shapeOf(RULE_FIELDS);
const mediaSchema = z.partialRecord(z.enum(MEDIA_TYPES), z.strictObject(rulesShape));
const queueSchema = z.strictObject({ ...rulesShape, ...callingFields, media: mediaSchema.optional() });
const fileSchema = z.strictObject({
  version: z.literal(1),
  ...shapeOf(RUN_FIELDS),
  defaults: z.strictObject({ ...rulesShape, ...callingFields }).optional(),
  media: mediaSchema.optional(),
  queues: z.preprocess(toMap, z.map(z.string(), queueSchema)).optional(),
  serviceLevels: serviceLevelsSchema.optional(),
  calendars: calendarsSchema.optional(),
});

/** Queues by their ids, which may be any text: a record would lose `__proto__`. */
function toMap(value: unknown): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : value;
}

/** Reads a policy file. Throws `AppError` where it cannot be read, or names each field that is wrong. */
export function readPolicyFile(path: string): PolicyDocument {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new AppError(
      "policyUnreadable",
      `The policy "${path}" cannot be read.`,
      "Check the path and its permissions.",
    );
  }
  return parsePolicy(text, path);
}

/** Reads the text of a policy. `name` is what messages call it. */
export function parsePolicy(text: string, name: string): PolicyDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  const advice = "See docs/policy.md for every field; `convofold policy check FILE` shows what a policy comes to.";
  const [broken] = document.errors;
  if (broken !== undefined) throw new AppError("policyWrong", describeBroken(broken, text, name), BROKEN_ADVICE);
  const value = contentOf(document, name);
  const checked = fileSchema.safeParse(value);
  const issues = checked.success ? faultsOfCalling(checked.data) : checked.error.issues;
  if (checked.success && issues.length === 0) return toDocument(checked.data);
  const problems = issues.flatMap((issue) => describeIssue(issue, value));
  throw new AppError("policyWrong", [`The policy "${name}" is wrong:`, ...problems].join("\n  "), advice);
}

/** What a document says. Throws `AppError` where an alias (`*name`) names nothing or itself, or too many make it huge. */
function contentOf(document: Document, name: string): unknown {
  try {
    const value: unknown = document.toJS() ?? {};
    // What holds itself has no end.
    JSON.stringify(value);
    return value;
  } catch {
    const message = `The policy "${name}" repeats parts of itself by aliases (\`*name\`) that cannot be followed.`;
    throw new AppError("policyWrong", message, "Write out what they stand for; docs/policy.md has every field.");
  }
}

const BROKEN_ADVICE =
  "A field is `name: value`, what belongs to it stands further to the right, with spaces; samples/policy.yaml is an example, docs/policy.md says what there is.";

interface ParserComplaint {
  readonly message: string;
  readonly linePos?: readonly { readonly line: number; readonly col: number }[] | undefined;
}

/** Where a policy is no YAML, with the line itself; the parser's own words stand last, in brackets. */
function describeBroken({ linePos, message }: ParserComplaint, text: string, name: string): string {
  const [position] = linePos ?? [];
  const { line = 1, col = 1 } = position ?? {};
  const shown = text.split(/\r?\n/)[line - 1]?.slice(0, 120) ?? "";
  const reason = (message.split(/ at line \d+/)[0] ?? "").replace(/[.:]?\s*$/, "");
  return `The policy "${name}" is no YAML from line ${line}, column ${col} on:\n  ${shown}\n  ${" ".repeat(Math.min(col - 1, 120))}^\n  (the parser says: ${reason})`;
}

function describeIssue(issue: z.core.$ZodIssue, root: unknown): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${[...path, key].join(".")}: there is no such field`);
  }
  const value = path.reduce<unknown>((inner, key) => ownValue(Object(inner) as Record<string, unknown>, key), root);
  const shown = value === undefined ? "missing" : shortened(value);
  const message = issue.code === "invalid_value" && path[0] === "version" ? "allowed is 1" : issue.message;
  return [`${path.join(".") || "(whole file)"}: ${shown}; ${message}`];
}

const SHOWN_MAX = 80;

/** A value as a message shows it: who gave a file of another kind does not want to read it all. */
function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  if (text.length <= SHOWN_MAX) return text;
  return `${text.slice(0, SHOWN_MAX)}…${typeof value === "string" ? '"' : ""}`;
}

function toDocument(data: z.infer<typeof fileSchema>): PolicyDocument {
  const {
    version: _version,
    defaults = {},
    media = {},
    queues = new Map<string, never>(),
    serviceLevels,
    calendars: _calendars,
    ...run
  } = data;
  const byId = [...queues].map(([id, queue]) => {
    const { media: ofQueue = {}, ...rules } = withoutCalling(queue);
    return [canonicalId(id) ?? id, { ...rules, media: ofQueue }] as const;
  });
  const calling = callingOf(data);
  return {
    run,
    defaults: withoutCalling(defaults),
    media,
    queues: Object.fromEntries(byId),
    ...(serviceLevels && { serviceLevels }),
    ...(calling && { calling }),
  };
}
