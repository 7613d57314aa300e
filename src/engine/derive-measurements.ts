import { MEASUREMENTS } from "../measurements/definitions";
import type { MeasurementDefinition, MeasurementValue } from "../models/measurement";
import type { Policy } from "../models/policy";
import type { CommunicationTimeline, ConversationTimeline } from "../models/timeline";
import { subjectOf, type Subject } from "./subject";

/** A measurement as it now stands. `family` is what its id has in common with those that may replace it. */
export interface DerivedMeasurement {
  readonly id: string;
  readonly family: string;
  readonly name: string;
  readonly subject: Subject;
  readonly disconnectType: string | undefined;
  readonly value: MeasurementValue;
}

/** What was derived of a communication the last time, with what it was derived from. */
export type MeasurementCache = Map<
  CommunicationTimeline,
  { readonly links: readonly unknown[]; readonly measurements: readonly DerivedMeasurement[] }
>;

/**
 * Every measurement of a conversation as it now stands, by id. A communication that has not changed, nor what ties it to
 * others, keeps the very objects of the last time.
 */
export function deriveMeasurements(
  conversation: ConversationTimeline,
  policy: Policy,
  cache: MeasurementCache,
): DerivedMeasurement[] {
  const before = new Map(cache);
  cache.clear();
  return conversation.communications.flatMap((communication) => {
    const links = linksOf(communication, conversation);
    const known = before.get(communication);
    const isSame = known?.links.every((link, index) => link === links[index]) === true;
    const measurements = isSame ? known.measurements : deriveCommunication(communication, conversation, policy);
    cache.set(communication, isSame ? known : { links, measurements });
    return measurements;
  });
}

function deriveCommunication(
  communication: CommunicationTimeline,
  conversation: ConversationTimeline,
  policy: Policy,
): DerivedMeasurement[] {
  const { queueId } = communication.state.profile;
  const limits = policy.limitsFor(queueId, communication.state.mediaType);
  const measurements: DerivedMeasurement[] = [];
  for (const definition of MEASUREMENTS) {
    for (const value of definition.derive(communication, conversation, limits)) {
      if (!isKnown(definition, value, communication)) continue;
      measurements.push(describe(definition, value, communication, conversation.conversationId));
    }
  }
  return measurements;
}

/** Everything outside of a communication that its measurements rest on. */
function linksOf(communication: CommunicationTimeline, conversation: ConversationTimeline): readonly unknown[] {
  const queue = conversation.queues.get(communication);
  const transfer = conversation.transfers.get(communication);
  return [
    conversation.offers.get(communication),
    queue?.outcome,
    queue?.answeredBy,
    transfer?.kind,
    transfer?.at,
    transfer?.consulted,
    conversation.callbacks.get(communication),
  ];
}

/** First seen already ended, a communication yields only what the platform itself dated. */
function isKnown(
  definition: MeasurementDefinition,
  value: MeasurementValue,
  { state }: CommunicationTimeline,
): boolean {
  if (!state.incomplete || !state.inSnapshot) return true;
  return definition.whenIncomplete && value.origin !== "observed";
}

function describe(
  { name }: MeasurementDefinition,
  value: MeasurementValue,
  communication: CommunicationTimeline,
  conversationId: string,
): DerivedMeasurement {
  const family = `${conversationId}/${communication.key}/${name}`;
  const { ended } = communication.state.phases;
  const isFinal = ended !== undefined && value.emittedAt >= ended.at;
  return {
    id: value.key === undefined ? family : `${family}/${value.key}`,
    family,
    name,
    subject: subjectOf(communication, conversationId),
    disconnectType: isFinal ? communication.state.profile.disconnectType : undefined,
    value,
  };
}
