import type { Decoded, IgnoredKind } from "../models/decoded";
import type { Instant } from "../models/instant";
import { mediaTypeFromName, type MediaType } from "../models/media-type";
import type { Position } from "../models/position";
import type { Rejection } from "../models/rejection";
import { eventKind, isDetailTopic, readDetailEvent, type FoldedEvent } from "./detail-event";
import { isNested, readFlatParticipant, readNestedParticipant, type ParticipantReading } from "./snapshot";
import { canonicalId, isObject, pick, type JsonObject } from "./spellings";
import { parseBytes } from "./structure";
import { unwrapEnvelope, unwrapRecord, type Body, type Obstacle, type Unwrapped } from "./unwrap";

/** How far an observed instant may lie after the record's own timestamp: clocks differ, but not by more. */
const FUTURE_MAX_MS = 5 * 60_000;

/**
 * Decodes one record of a log: finds its wrapping, envelope and shape, reads the folded fields and splits it into
 * observations. Never throws: what cannot be read is a rejection, what is no news of a conversation is ignored.
 */
export function decodeRecord(bytes: Buffer, place: Position): Decoded {
  const parsed = parseBytes(bytes);
  return "reason" in parsed ? rejected(place, parsed) : decodeDocument(parsed.value, place);
}

/** Decodes a record that is already parsed. */
export function decodeDocument(document: unknown, place: Position): Decoded {
  const record = unwrapRecord(document, place);
  if ("reason" in record) return rejected(place, record);
  const body = unwrapEnvelope(record.value);
  if ("ignored" in body) return ignored(record.position, body.ignored);
  if ("reason" in body) return rejected(record.position, body);
  return decodeBody(body, record);
}

function decodeBody(envelope: Body, record: Unwrapped): Decoded {
  const { body, topicName } = envelope;
  const isEvent =
    isDetailTopic(topicName) || (pick(body, "eventTime") !== undefined && pick(body, "participants") === undefined);
  if (isEvent) return decodeEvent(envelope, record);
  const participants = pick(body, "participants");
  const single = pick(body, "participant");
  const isConversation = participants !== undefined || isObject(single);
  if (!isConversation && topicName !== undefined && !CONVERSATION_TOPIC.test(topicName)) {
    return ignored(record.position, "otherTopic");
  }
  const conversationId = canonicalId(pick(body, "conversationId") ?? pick(body, "id"));
  if (conversationId === undefined) return rejected(record.position, { reason: "noConversationId" });
  if (!isConversation) return ignored(record.position, "nothingToFold");
  const readings = Array.isArray(participants)
    ? readParticipants(participants, topicName, body)
    : single === undefined
      ? [{ sightings: [], faults: [{ reason: "wrongType" as const, path: "participants" }], readings: [] }]
      : [readOne(single, body, topicName)];
  return assemble(conversationId, envelope.sentAt ?? record.timestamp, record, readings);
}

const CONVERSATION_TOPIC = /\.conversations(?:\.([a-z]+))?$/i;

function readParticipants(
  participants: readonly unknown[],
  topicName: string | undefined,
  body: JsonObject,
): ParticipantReading[] {
  const nested = participants.some(isNested);
  const mediaType = mediaTypeOf(topicName, body);
  return participants.map((participant, index) => {
    const path = `participants[${String(index)}]`;
    return nested
      ? readNestedParticipant(participant, path)
      : readFlatParticipant(participant, path, mediaType);
  });
}

function readOne(
  participant: unknown,
  body: JsonObject,
  topicName: string | undefined,
): ParticipantReading {
  if (isNested(participant)) return readNestedParticipant(participant, "participant");
  return readFlatParticipant(participant, "participant", mediaTypeOf(topicName, body));
}

/** The medium that the topic's last word, or the body's own `mediaType`, names. */
function mediaTypeOf(topicName: string | undefined, body: JsonObject): MediaType | undefined {
  const stated = pick(body, "mediaType");
  const byBody = typeof stated === "string" ? mediaTypeFromName(stated) : undefined;
  const word = topicName === undefined ? undefined : CONVERSATION_TOPIC.exec(topicName)?.[1];
  return byBody ?? (word === undefined ? undefined : mediaTypeFromName(word));
}

function decodeEvent({ body, topicName }: Body, record: Unwrapped): Decoded {
  const kind: FoldedEvent | undefined = eventKind(topicName, body);
  if (kind === undefined) return ignored(record.position, "otherEvent");
  const conversationId = canonicalId(pick(body, "conversationId"));
  if (conversationId === undefined) return rejected(record.position, { reason: "noConversationId" });
  const event = readDetailEvent(kind, body);
  if (event === "noParticipantId")
    return rejected(record.position, { reason: "noParticipantId", path: "participantId" });
  if ("reason" in event) return rejected(record.position, event);
  const { participantId, sessionId: communicationId, mediaType = "unknown", facts } = event;
  const sighting = {
    participantId,
    communicationId,
    mediaType,
    shape: "event" as const,
    facts,
  };
  const reading: ParticipantReading = { sightings: [sighting], faults: [], readings: [] };
  return assemble(conversationId, event.at, record, [reading]);
}

function assemble(
  conversationId: string,
  at: Instant | undefined,
  record: Unwrapped,
  participants: readonly ParticipantReading[],
): Decoded {
  const { position, timestamp, partition } = record;
  if (at !== undefined && timestamp !== undefined && at - timestamp > FUTURE_MAX_MS) {
    return rejected(position, { reason: "futureInstant" });
  }
  const rejections = participants.flatMap(({ faults }) => faults.map((fault): Rejection => ({ position, ...fault })));
  const sightings = participants.flatMap((participant) => participant.sightings);
  if (sightings.length === 0 && rejections.length === 0) return ignored(position, "nothingToFold");
  if (sightings.length === 0) return { kind: "rejected", position, rejections };
  const inside = participants.flatMap(({ readings }) => readings.flatMap(({ latest }) => latest ?? []));
  return {
    kind: "observations",
    position,
    partition,
    conversationId,
    at,
    latestInside: inside.length === 0 ? undefined : Math.max(...inside),
    sightings,
    rejections,
    unknownValues: participants.flatMap(({ readings }) => readings.flatMap(({ unknownValues }) => unknownValues)),
  };
}

function ignored(position: Position, what: IgnoredKind): Decoded {
  return { kind: "ignored", position, what };
}

function rejected(position: Position, { reason, path }: Obstacle): Decoded {
  return { kind: "rejected", position, rejections: [{ position, reason, ...(path !== undefined && { path }) }] };
}
