import { createHash } from "node:crypto";

import { canonicalText } from "../models/canonical-text";
import type { Limits } from "../models/limits";
import { MEDIA_TYPES } from "../models/media-type";
import { compareText } from "../models/position";
import { asksForZones, resolveLimits, runSpans, type PolicyDocument, type RunSpans } from "./policy";

/** What a policy comes to, however its file says it: two files that come to the same decide every number alike. */
export interface EffectivePolicy {
  readonly run: RunSpans;
  /** By medium, where a queue says nothing else. */
  readonly limits: readonly (readonly [mediaType: string, limits: Limits])[];
  /** Of each queue the media for which other limits hold. */
  readonly queues: readonly (readonly [queueId: string, limits: readonly (readonly [string, Limits])[]])[];
  /** Views show the zones of callees. */
  readonly calleeZones?: true;
}

/**
 * What a policy and what was set over it come to. A default that is written out, a rule that repeats a more general one and the order of
 * fields make no difference; formulas of reports and what calendars say are left out, as they change nothing that is emitted.
 */
export function effectivePolicy(document: PolicyDocument, overrides: Partial<RunSpans> = {}): EffectivePolicy {
  const usual = MEDIA_TYPES.map((media) => [media, resolveLimits(document, undefined, media)] as const);
  const texts = new Map(usual.map(([media, limits]) => [media as string, canonicalText(limits)]));
  const queues = Object.keys(document.queues)
    .sort(compareText)
    .map(
      (queue) => [queue, MEDIA_TYPES.map((media) => [media, resolveLimits(document, queue, media)] as const)] as const,
    )
    .map(
      ([queue, limits]) => [queue, limits.filter(([media, own]) => canonicalText(own) !== texts.get(media))] as const,
    )
    .filter(([, limits]) => limits.length > 0);
  const calleeZones = asksForZones(document) ? ({ calleeZones: true } as const) : {};
  return { run: runSpans(document, overrides), limits: usual, queues, ...calleeZones };
}

/** SHA-256 of what a policy comes to, in hexadecimal. */
export function policyDigest(policy: EffectivePolicy): string {
  return createHash("sha256").update(canonicalText(policy)).digest("hex");
}
