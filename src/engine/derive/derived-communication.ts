import { deadlinesFor } from "../../deadlines/definitions";
import { measurementsFor } from "../../measurements/definitions";
import type { DeadlineStatus, DeadlineValue } from "../../models/deadline";
import { isInstant, type Instant } from "../../models/instant";
import type { Limits } from "../../models/limits";
import type { MeasurementValue } from "../../models/measurement";
import type { Policy } from "../../models/policy";
import type { Ties } from "../../models/ties";
import type { CommunicationTimeline, ConversationTimeline } from "../../models/timeline";
import { Keys } from "./keys";
import { limitsOf } from "./limits-of";
import { subjectOf, type Subject } from "./subject";
import { isSameTies, tiesOf } from "./ties";
import { withWarning } from "./warning";

/** A measurement as it now stands. Its communication, its name and the key of its value make its id. */
export interface DerivedMeasurement {
  readonly name: string;
  readonly key: string | undefined;
  readonly disconnectType: string | undefined;
  readonly value: MeasurementValue;
}

/** A deadline as it now stands; what has become of it depends on the instant it is evaluated as of. */
export interface DerivedDeadline {
  readonly kind: string;
  readonly key: string | undefined;
  readonly value: DeadlineValue;
}

/** What was last emitted of a deadline. */
export interface EmittedDeadline {
  readonly kind: string;
  readonly key: string | undefined;
  readonly subject: Subject;
  readonly status: DeadlineStatus;
  readonly value: DeadlineValue;
}

/** All that is derived of one communication, and which of its deadlines were emitted. `emitted` is this object's own. */
export interface DerivedCommunication {
  /** What the ids of its outputs begin with. */
  readonly prefix: string;
  readonly communication: CommunicationTimeline;
  readonly ties: Ties;
  readonly isPastBound: true | undefined;
  readonly subject: Subject;
  readonly measurements: readonly DerivedMeasurement[];
  readonly deadlines: readonly DerivedDeadline[];
  /** What was emitted of each deadline. */
  readonly emitted: (EmittedDeadline | undefined)[];
  /** What was emitted of deadlines that are no longer derived, and is to be taken back. */
  gone: readonly EmittedDeadline[];
  /** Until when what was emitted of its deadlines stands, if nothing new comes. */
  validUntil: Instant;
}

const NOTHING: readonly never[] = [];

/** Derives all of a communication: of itself, of what ties it to others, and of the policy. */
export function deriveCommunication(
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
  prefix: string,
  policy: Policy,
): DerivedCommunication {
  const { profile } = communication.state;
  const ties = tiesOf(communication, conversation);
  const limits = limitsOf(communication, ties, policy);
  const measurements: DerivedMeasurement[] = [];
  const keys = new Keys();
  for (const definition of measurementsFor(profile.purpose)) {
    for (const value of definition.derive(communication, ties, limits)) {
      if (!isKnown(definition, value, communication, conversation.isPastBound)) continue;
      const { name } = definition;
      const disconnectType = finalDisconnectType(communication, value);
      measurements.push({ name, key: keys.apart(name, value.key), disconnectType, value });
    }
  }
  const deadlines = deriveDeadlines(communication, ties, limits, policy);
  return {
    prefix,
    communication,
    ties,
    isPastBound: conversation.isPastBound,
    subject: subjectOf(communication, conversation.conversationId),
    measurements,
    deadlines,
    emitted: deadlines.map(() => undefined),
    gone: NOTHING,
    validUntil: -Infinity,
  };
}

/** The deadlines of a communication. */
export function deriveDeadlines(
  communication: CommunicationTimeline,
  ties: Ties,
  limits: Limits,
  policy: Policy,
): DerivedDeadline[] {
  const { profile } = communication.state;
  const deadlines: DerivedDeadline[] = [];
  const keys = new Keys();
  for (const { kind, derive } of deadlinesFor(profile.purpose)) {
    for (const value of derive(communication, ties, limits)) {
      // A limit that ends past the calendar is none.
      if (isHidden(kind, communication) || !isInstant(value.dueAt)) continue;
      const warned = withWarning(kind, value, communication, ties, limits, policy);
      deadlines.push({ kind, key: keys.apart(kind, value.key), value: warned });
    }
  }
  return deadlines;
}

/** Whether nothing has changed that it was derived from. */
export function isCurrent(
  { communication, ties, isPastBound }: DerivedCommunication,
  now: CommunicationTimeline,
  conversation: ConversationTimeline,
): boolean {
  if (isPastBound !== conversation.isPastBound) return false;
  return communication === now && isSameTies(ties, tiesOf(now, conversation));
}

/** First seen already ended, a communication yields only what the platform itself dated; past its bound, no sums. */
function isKnown(
  definition: { readonly isSum: true | undefined; readonly whenIncomplete: boolean },
  value: MeasurementValue,
  { incomplete }: CommunicationTimeline,
  isPastBound: true | undefined,
): boolean {
  if (isPastBound === true && definition.isSum === true) return false;
  if (!incomplete) return true;
  return definition.whenIncomplete && value.origin !== "observed";
}

/** First seen already ended, only after-call work and queue waits are dated well enough to evaluate a deadline. */
function isHidden(kind: string, { incomplete }: CommunicationTimeline): boolean {
  return incomplete && kind !== "wrapUp" && kind !== "answer";
}

function finalDisconnectType({ state }: CommunicationTimeline, value: MeasurementValue): string | undefined {
  const { ended } = state.phases;
  return ended !== undefined && value.emittedAt >= ended.at ? state.profile.disconnectType : undefined;
}

/**
 * What the ids of all that is derived of a communication begin with: `c1/k`. Two communications of one name contradict each other; their ids
 * must stay apart all the same, so the second is `c1/k~2`. `taken` are the prefixes of those before it, to which its own is added.
 */
export function prefixOf(conversationId: string, { key }: CommunicationTimeline, taken: Set<string>): string {
  const prefix = `${conversationId}/${key}`;
  let apart = prefix;
  for (let count = 2; taken.has(apart); count += 1) apart = `${prefix}~${String(count)}`;
  taken.add(apart);
  return apart;
}

/** The id of a measurement or deadline. */
export function idOf(prefix: string, name: string, key: string | undefined): string {
  return key === undefined ? `${prefix}/${name}` : `${prefix}/${name}/${key}`;
}
