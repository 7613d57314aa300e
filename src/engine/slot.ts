import { deadlinesFor } from "../deadlines/definitions";
import { measurementsFor } from "../measurements/definitions";
import type { DeadlineStatus, DeadlineValue } from "../models/deadline";
import type { Instant } from "../models/instant";
import type { MeasurementDefinition, MeasurementValue } from "../models/measurement";
import type { Policy } from "../models/policy";
import type { CommunicationTimeline, ConversationTimeline } from "../models/timeline";
import { Keys } from "./keys";
import { limitsOf, limitsQueueOf } from "./limits-of";
import { subjectOf, type Subject } from "./subject";

/** A measurement as it now stands. Its slot, its name and the key of its value make its id. */
export interface DerivedMeasurement {
  readonly name: string;
  readonly key: string | undefined;
  readonly disconnectType: string | undefined;
  readonly value: MeasurementValue;
}

/** A promise as it now stands; what has become of it depends on the instant it is judged as of. */
export interface DerivedPromise {
  readonly kind: string;
  readonly key: string | undefined;
  readonly value: DeadlineValue;
}

/** What was last told of a promise. */
export interface ToldDeadline {
  readonly kind: string;
  readonly key: string | undefined;
  readonly subject: Subject;
  readonly status: DeadlineStatus;
  readonly value: DeadlineValue;
}

/** All that is derived of one communication, and which of its deadlines were told. `told` is this object's own. */
export interface Slot {
  /** What the ids of its outputs begin with. */
  readonly prefix: string;
  readonly communication: CommunicationTimeline;
  readonly links: Links;
  readonly subject: Subject;
  readonly measurements: readonly DerivedMeasurement[];
  readonly promises: readonly DerivedPromise[];
  /** What was told of each promise. */
  readonly told: (ToldDeadline | undefined)[];
  /** What was told of promises that are no longer derived, and is to be taken back. */
  gone: readonly ToldDeadline[];
  /** Until when what was told of its deadlines stands, if nothing new comes. */
  standsUntil: Instant;
}

/** Everything outside of a communication that its numbers and promises rest on. */
interface Links {
  readonly offer: unknown;
  readonly outcome: unknown;
  readonly answeredBy: unknown;
  readonly transferKind: unknown;
  readonly transferAt: unknown;
  readonly consults: readonly unknown[] | undefined;
  readonly callback: unknown;
  readonly dialled: unknown;
  readonly timeoutSeconds: unknown;
  readonly limitsQueueId: unknown;
}

const NOTHING: readonly never[] = [];

/** Derives all of a communication that depends on nothing but its conversation. */
export function deriveSlot(
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
  prefix: string,
  policy: Policy,
): Slot {
  const { profile } = communication.state;
  const limits = limitsOf(communication, conversation, policy);
  const measurements: DerivedMeasurement[] = [];
  const keys = new Keys();
  for (const definition of measurementsFor(profile.purpose)) {
    for (const value of definition.derive(communication, conversation, limits)) {
      if (!isKnown(definition, value, communication)) continue;
      const { name } = definition;
      const disconnectType = finalDisconnectType(communication, value);
      measurements.push({ name, key: keys.apart(name, value.key), disconnectType, value });
    }
  }
  const promises = derivePromises(communication, conversation, policy);
  return {
    prefix,
    communication,
    links: linksOf(communication, conversation),
    subject: subjectOf(communication, conversation.conversationId),
    measurements,
    promises,
    told: promises.map(() => undefined),
    gone: NOTHING,
    standsUntil: -Infinity,
  };
}

/** The promises of a communication. */
export function derivePromises(
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
  policy: Policy,
): DerivedPromise[] {
  const { profile } = communication.state;
  const limits = limitsOf(communication, conversation, policy);
  const promises: DerivedPromise[] = [];
  const keys = new Keys();
  for (const { kind, derive } of deadlinesFor(profile.purpose)) {
    for (const value of derive(communication, conversation, limits)) {
      if (isHidden(kind, communication)) continue;
      promises.push({ kind, key: keys.apart(kind, value.key), value });
    }
  }
  return promises;
}

/** Whether nothing that a slot rests on has changed. */
export function isCurrent(
  { communication, links }: Slot,
  now: CommunicationTimeline,
  conversation: ConversationTimeline,
): boolean {
  if (communication !== now) return false;
  const queue = conversation.queues.get(now);
  const transfer = conversation.transfers.get(now);
  const agentCallback = conversation.agentCallbacks.get(now);
  return (
    links.offer === conversation.offers.get(now) &&
    links.outcome === queue?.outcome &&
    links.answeredBy === queue?.answeredBy &&
    links.transferKind === transfer?.kind &&
    links.transferAt === transfer?.at &&
    isSameList(links.consults, conversation.consults.get(now)) &&
    links.callback === conversation.callbacks.get(now) &&
    links.dialled === agentCallback?.dialled &&
    links.timeoutSeconds === agentCallback?.timeoutSeconds &&
    links.limitsQueueId === limitsQueueOf(now, conversation)
  );
}

function isSameList(left: readonly unknown[] | undefined, right: readonly unknown[] | undefined): boolean {
  return left?.length === right?.length && (left === undefined || left.every((item, index) => item === right?.[index]));
}

function linksOf(communication: CommunicationTimeline, conversation: ConversationTimeline): Links {
  const queue = conversation.queues.get(communication);
  const transfer = conversation.transfers.get(communication);
  const agentCallback = conversation.agentCallbacks.get(communication);
  return {
    offer: conversation.offers.get(communication),
    outcome: queue?.outcome,
    answeredBy: queue?.answeredBy,
    transferKind: transfer?.kind,
    transferAt: transfer?.at,
    consults: conversation.consults.get(communication),
    callback: conversation.callbacks.get(communication),
    dialled: agentCallback?.dialled,
    timeoutSeconds: agentCallback?.timeoutSeconds,
    limitsQueueId: limitsQueueOf(communication, conversation),
  };
}

/** First seen already ended, a communication yields only what the platform itself dated. */
function isKnown(
  definition: MeasurementDefinition,
  value: MeasurementValue,
  { incomplete }: CommunicationTimeline,
): boolean {
  if (!incomplete) return true;
  return definition.whenIncomplete && value.origin !== "observed";
}

/** First seen already ended, only after-call work and queue waits are dated well enough to judge a promise. */
function isHidden(kind: string, { incomplete }: CommunicationTimeline): boolean {
  return incomplete && kind !== "wrapUp" && kind !== "answer";
}

function finalDisconnectType({ state }: CommunicationTimeline, value: MeasurementValue): string | undefined {
  const { ended } = state.phases;
  return ended !== undefined && value.emittedAt >= ended.at ? state.profile.disconnectType : undefined;
}

/** Two communications of one name contradict each other; their ids must stay apart all the same. */
export function prefixApart(taken: readonly string[], prefix: string): string {
  let apart = prefix;
  for (let count = 2; taken.includes(apart); count += 1) apart = `${prefix}~${String(count)}`;
  return apart;
}

/** The id of a measurement or deadline. */
export function idOf(prefix: string, name: string, key: string | undefined): string {
  return key === undefined ? `${prefix}/${name}` : `${prefix}/${name}/${key}`;
}
