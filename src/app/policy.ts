import { BUILT_IN_FORMULAS, type LevelFormula } from "../answers/service-levels";
import type { CallingPolicy } from "../calendars/calling-policy";
import type { Limits } from "../models/limits";
import { ownValue } from "../models/own-value";
import { RULE_FIELDS, RUN_FIELDS, type Policy, type PolicyRules } from "../models/policy";
import { leadName, WARNED_KINDS, type WarnedKind } from "../models/warned-kinds";

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
  /** Where callbacks may be called when; none where the file names no calendar and no zone. */
  readonly calling?: CallingPolicy;
}

type RulesByMedium = Readonly<Record<string, RuleSet>>;
type RuleSet = { readonly [Name in keyof PolicyRules]?: number | null };

/** A policy that sets nothing. */
export const EMPTY_POLICY: PolicyDocument = { run: {}, defaults: {}, media: {}, queues: {} };

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
    showsCalleeZones: asksForZones(document),
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

/** Whether views are to show the zones of callees: where there are calendars, by which a promise may be outside of a window. */
export function asksForZones({ calling }: Pick<PolicyDocument, "calling">): boolean {
  return calling !== undefined && calling.calendars.length > 0;
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
    warnBefore: WARNED_KINDS.flatMap(([kind]): [WarnedKind, number][] => {
      const ms = limit(leadName(kind));
      return ms === undefined ? [] : [[kind, ms]];
    }),
  };
}

/** The formulas of a policy; those that are built in where it names none. */
export function formulasOf({
  serviceLevels,
}: {
  readonly serviceLevels?: readonly LevelFormula[] | undefined;
}): readonly LevelFormula[] {
  return serviceLevels ?? BUILT_IN_FORMULAS;
}
