import { readFileSync } from "node:fs";

import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";

import { canonicalId } from "../decoding/spellings";
import { AppError } from "../models/app-error";
import type { Limits } from "../models/limits";
import { MEDIA_TYPES } from "../models/media-type";
import { ownValue } from "../models/own-value";
import { RULE_FIELDS, RUN_FIELDS, type Policy, type PolicyField, type PolicyRules } from "../models/policy";
import type { LevelFormula } from "../answers/service-levels";
import { formatSpan, parseSpan } from "./duration";
import { serviceLevelsSchema } from "./service-level-policy";

type RunField = (typeof RUN_FIELDS)[number]["name"];
/** The spans that hold for a whole run, in ms. */
export type RunSpans = Readonly<Record<RunField, number>>;

/** A policy as its file says it, checked: spans in ms, `undefined` where a field is not set, `off` as null. */
export interface PolicyDocument {
  readonly run: Partial<Record<RunField, number>>;
  readonly defaults: RuleSet;
  readonly media: RulesByMedium;
  readonly queues: Readonly<Record<string, RuleSet & { readonly media: RulesByMedium }>>;
  /** Formulas of service levels for reports; those built in where none are named. */
  readonly serviceLevels?: readonly LevelFormula[];
}

type RulesByMedium = Readonly<Record<string, RuleSet>>;
type RuleSet = { readonly [Name in keyof PolicyRules]?: number | null };

/** A policy that sets nothing. */
export const EMPTY_POLICY: PolicyDocument = { run: {}, defaults: {}, media: {}, queues: {} };

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
const fileSchema = z.strictObject({
  version: z.literal(1),
  ...shapeOf(RUN_FIELDS),
  defaults: z.strictObject(rulesShape).optional(),
  media: mediaSchema.optional(),
  queues: z
    .preprocess(toMap, z.map(z.string(), z.strictObject({ ...rulesShape, media: mediaSchema.optional() })))
    .optional(),
  serviceLevels: serviceLevelsSchema.optional(),
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
  if (broken !== undefined)
    throw new AppError("policyWrong", `The policy "${name}" is no YAML: ${broken.message}`, advice);
  const value: unknown = document.toJS() ?? {};
  const checked = fileSchema.safeParse(value);
  if (checked.success) return toDocument(checked.data);
  const problems = checked.error.issues.flatMap((issue) => describeIssue(issue, value));
  throw new AppError("policyWrong", [`The policy "${name}" is wrong:`, ...problems].join("\n  "), advice);
}

function describeIssue(issue: z.core.$ZodIssue, root: unknown): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `${[...path, key].join(".")}: there is no such field`);
  }
  const value = path.reduce<unknown>((inner, key) => ownValue(Object(inner) as Record<string, unknown>, key), root);
  const shown = value === undefined ? "missing" : JSON.stringify(value);
  const message = issue.code === "invalid_value" && path[0] === "version" ? "allowed is 1" : issue.message;
  return [`${path.join(".") || "(whole file)"}: ${shown}; ${message}`];
}

function toDocument(data: z.infer<typeof fileSchema>): PolicyDocument {
  const {
    version: _version,
    defaults = {},
    media = {},
    queues = new Map<string, never>(),
    serviceLevels,
    ...run
  } = data;
  const byId = [...queues].map(([id, queue]) => {
    const { media: ofQueue = {}, ...rules } = queue;
    return [canonicalId(id) ?? id, { ...rules, media: ofQueue }] as const;
  });
  return { run, defaults, media, queues: Object.fromEntries(byId), ...(serviceLevels && { serviceLevels }) };
}

/** Compiles a policy: every span set, by its defaults where the file is silent. */
export function compilePolicy(document: PolicyDocument, overrides: Partial<RunSpans> = {}): Policy {
  const run = runSpans(document, overrides);
  const caches = new Map<string, Map<string | undefined, Limits>>();
  return {
    latenessMs: run.lateness,
    settleMs: run.settle,
    sweepMs: run.sweep,
    markersMs: run.markers,
    stuckConversationMs: run.stuckConversation,
    stuckAfterCallWorkMs: run.stuckAfterCallWork,
    firstSightMs: run.firstSight,
    totalsToleranceMs: run.totalsTolerance,
    leapMs: run.leap,
    limitsFor(queueId, mediaType) {
      let ofMedium = caches.get(mediaType);
      if (ofMedium === undefined) {
        ofMedium = new Map();
        caches.set(mediaType, ofMedium);
      }
      const known = ofMedium.get(queueId);
      if (known !== undefined) return known;
      const limits = resolveLimits(document, queueId, mediaType);
      ofMedium.set(queueId, limits);
      return limits;
    },
  };
}

/** The spans that hold for the whole run. */
export function runSpans(document: PolicyDocument, overrides: Partial<RunSpans> = {}): RunSpans {
  const spans = RUN_FIELDS.map(
    ({ name, defaultMs }) => [name, overrides[name] ?? document.run[name] ?? defaultMs] as const,
  );
  return Object.fromEntries(spans) as RunSpans;
}

/** The limits for a queue and medium: those of the medium of the queue, of the queue, of the medium, of all, built in. */
export function resolveLimits(document: PolicyDocument, queueId: string | undefined, mediaType: string): Limits {
  const queue = queueId === undefined ? undefined : ownValue(document.queues, queueId);
  const layers = [
    queue && ownValue(queue.media, mediaType),
    queue,
    ownValue(document.media, mediaType),
    document.defaults,
  ];
  const limit = (name: keyof PolicyRules): number | undefined => {
    for (const layer of layers) {
      const value = layer?.[name];
      if (value !== undefined) return value ?? undefined;
    }
    return RULE_FIELDS.find((field) => field.name === name)?.defaultMs;
  };
  return {
    answerTargetMs: limit("answerTarget"),
    shortAbandonMs: limit("shortAbandon"),
    holdMaxMs: limit("holdMax"),
    securePauseMaxMs: limit("securePauseMax"),
    callbackToleranceMs: limit("callbackTolerance") ?? 0,
    ownerWindowMs: limit("ownerWindow"),
    timerToleranceMs: limit("timerTolerance") ?? 0,
  };
}
