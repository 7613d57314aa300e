import { BUILT_IN_FORMULAS, type LevelFormula } from "../answers/service-levels";
import type { CallingPolicy } from "../models/calling-policy";
import type { Policy } from "../models/policy";
import { RUN_FIELDS } from "../models/policy-fields";
import {
  builtInRules,
  policyWith,
  type PolicyLayers,
  type PolicyValues,
  type RunField,
  type RunSpans,
} from "../models/policy-values";
import { asksForZones, callingOfDeadlines } from "./policy-calling";

/** A policy as its file says it, checked: spans in ms, `undefined` where a field is not set, `off` as null. */
export interface PolicyDocument extends PolicyLayers {
  readonly run: Partial<Record<RunField, number>>;
  /** Somebody named the file: what a recording says of its policies counts less. */
  readonly isChosen?: true;
  /** Formulas of service levels for reports; those built in where none are named. */
  readonly serviceLevels?: readonly LevelFormula[];
  /** Where callbacks may be called when; none where the file names no calendar and no zone. */
  readonly calling?: CallingPolicy;
}

/** A policy that sets nothing. */
export const EMPTY_POLICY: PolicyDocument = { run: {}, defaults: {}, media: {}, queues: {} };

/** Compiles a policy: every span set, by its defaults where the file is silent. */
export function compilePolicy(document: PolicyDocument, overrides: Partial<RunSpans> = {}): Policy {
  return policyWith(valuesOf(document, overrides));
}

/** A policy with every value written out. */
export function valuesOf(document: PolicyDocument, overrides: Partial<RunSpans> = {}): PolicyValues {
  const { media, queues } = document;
  const calling = callingOfDeadlines(document);
  return {
    run: runSpans(document, overrides),
    defaults: { ...builtInRules(), ...document.defaults },
    media,
    queues,
    ...(asksForZones(document) && { calleeZones: true as const }),
    ...(calling && { calling }),
  };
}

/** The spans that hold for the whole run. */
export function runSpans(document: PolicyDocument, overrides: Partial<RunSpans> = {}): RunSpans {
  const spans = RUN_FIELDS.map(
    ({ name, defaultMs }) => [name, overrides[name] ?? document.run[name] ?? defaultMs] as const,
  );
  return Object.fromEntries(spans) as RunSpans;
}

/** The formulas of a policy; those that are built in where it names none. */
export function formulasOf({
  serviceLevels,
}: {
  readonly serviceLevels?: readonly LevelFormula[] | undefined;
}): readonly LevelFormula[] {
  return serviceLevels ?? BUILT_IN_FORMULAS;
}
