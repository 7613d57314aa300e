import type { CallingPolicy } from "./calling-policy";
import type { Limits } from "./limits";
import { ownValue } from "./own-value";
import type { Policy, PolicyRules } from "./policy";
import { RULE_FIELDS, RUN_FIELDS } from "./policy-fields";
import { leadName, WARNED_KINDS, type WarnedKind } from "./warned-kinds";

export type RunField = (typeof RUN_FIELDS)[number]["name"];
/** The spans that hold for a whole run, in ms. */
export type RunSpans = Readonly<Record<RunField, number>>;
/** Rules of one layer: spans in ms, `off` as null. */
export type RuleSet = { readonly [Name in keyof PolicyRules]?: number | null | undefined };
/** Rules by medium. */
export type RulesByMedium = Readonly<Record<string, RuleSet>>;

/** The layers of rules, from which limits are resolved. */
export interface PolicyLayers {
  readonly defaults: RuleSet;
  readonly media: RulesByMedium;
  readonly queues: Readonly<Record<string, RuleSet & { readonly media: RulesByMedium }>>;
}

/**
 * A policy as it is kept beside what was made with it, as plain JSON: what is built in is written out, so that a later release reads
 * the same out of it. What changes nothing that is emitted is not in it.
 */
export interface PolicyValues extends PolicyLayers {
  readonly run: RunSpans;
  /** Views show in which zones callees may be. */
  readonly calleeZones?: true | undefined;
  /** Calendars, where somebody is to be warned of promises by them. */
  readonly calling?: CallingPolicy | undefined;
}

/** The policy with such values, as the engine takes it. `digest`: by which its outputs name it. */
export function policyWith({ run, calleeZones, calling, ...layers }: PolicyValues, digest?: string): Policy {
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
    showsCalleeZones: calleeZones === true,
    calling,
    ...(digest !== undefined && { digest }),
    limitsFor(queueId, mediaType) {
      let ofMedium = caches.get(mediaType);
      if (ofMedium === undefined) {
        ofMedium = new Map();
        caches.set(mediaType, ofMedium);
      }
      const known = ofMedium.get(queueId);
      if (known !== undefined) return known;
      const limits = resolveLimits(layers, queueId, mediaType);
      ofMedium.set(queueId, limits);
      return limits;
    },
  };
}

/** The limits for a queue and medium: those of the medium of the queue, of the queue, of the medium, of all, built in. */
export function resolveLimits(
  { defaults, media, queues }: PolicyLayers,
  queueId: string | undefined,
  mediaType: string,
): Limits {
  const queue = queueId === undefined ? undefined : ownValue(queues, queueId);
  const layers = [queue && ownValue(queue.media, mediaType), queue, ownValue(media, mediaType), defaults];
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

/** The rules that are built in. */
export function builtInRules(): RuleSet {
  return Object.fromEntries(RULE_FIELDS.map(({ name, defaultMs }) => [name, defaultMs ?? null]));
}
