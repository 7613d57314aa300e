import { createHash } from "node:crypto";

import { canonicalText } from "../models/canonical-text";
import type { Limits } from "../models/limits";
import { MEDIA_TYPES } from "../models/media-type";
import { compareText } from "../models/position";
import type { Policy } from "../models/policy";
import { policyWith, resolveLimits, type RunSpans } from "../models/policy-values";
import type { KeptPolicy } from "../models/policy-switch";
import { asksForZones, callingOfDeadlines, effectiveCalling, type EffectiveCalling } from "./policy-calling";
import { runSpans, valuesOf, type PolicyDocument } from "./policy";

/** What a policy comes to, however its file says it: two files that come to the same decide every number alike. */
export interface EffectivePolicy {
  readonly run: RunSpans;
  /** By medium, where a queue says nothing else. */
  readonly limits: readonly (readonly [mediaType: string, limits: Limits])[];
  /** Of each queue the media for which other limits hold. */
  readonly queues: readonly (readonly [queueId: string, limits: readonly (readonly [string, Limits])[]])[];
  /** Views show the zones of callees. */
  readonly calleeZones?: true;
  /** Where somebody is warned of promises by calendars. */
  readonly calling?: EffectiveCalling;
  /** It was chosen for a whole run. That is not part of what it comes to. */
  readonly isFixed?: true;
}

/**
 * What a policy and what was set over it come to. A default that is written out, a rule that repeats a more general one and the order of
 * fields make no difference; formulas of reports are left out, and calendars by which nobody is warned, as they change nothing that is emitted.
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
  const calling = callingOfDeadlines(document);
  const warning = calling && { calling: effectiveCalling(calling) };
  return { run: runSpans(document, overrides), limits: usual, queues, ...calleeZones, ...warning };
}

/** SHA-256 of what a policy comes to, in hexadecimal; who chose it makes no difference. */
export function policyDigest({ isFixed: _isFixed, ...policy }: EffectivePolicy): string {
  return createHash("sha256").update(canonicalText(policy)).digest("hex");
}

/** So much of the digest distinguishes policies. */
export const DIGEST_LENGTH = 16;

/** A policy as it is kept beside what is made with it, with the digest by which outputs name it. */
export function keptPolicy(document: PolicyDocument, overrides: Partial<RunSpans> = {}): KeptPolicy {
  const digest = policyDigest(effectivePolicy(document, overrides)).slice(0, DIGEST_LENGTH);
  return { digest, values: valuesOf(document, overrides) };
}

/** The policy of a run, by its digest; one that somebody chose holds for all of it, whatever a recording says. */
export function namedPolicy(document: PolicyDocument, overrides: Partial<RunSpans> = {}): Policy {
  const { digest, values } = keptPolicy(document, overrides);
  const isFixed = document.isChosen === true || Object.keys(overrides).length > 0;
  return { ...policyWith(values, digest), ...(isFixed && { isFixed }) };
}
