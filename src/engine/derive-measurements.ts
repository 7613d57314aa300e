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

/** Every measurement of a conversation as it now stands, by id. */
export function deriveMeasurements(conversation: ConversationTimeline, policy: Policy): DerivedMeasurement[] {
  return conversation.communications.flatMap((communication) => {
    const { queueId } = communication.state.profile;
    const limits = policy.limitsFor(queueId, communication.state.mediaType);
    return MEASUREMENTS.flatMap((definition) =>
      definition
        .derive(communication, conversation, limits)
        .filter((value) => isKnown(definition, value, communication))
        .map((value) => describe(definition, value, communication, conversation.conversationId)),
    );
  });
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
