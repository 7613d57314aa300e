import type { Decoded, IgnoredKind, Sighting } from "../models/decoded";
import type { Instant } from "../models/instant";
import { mediaTypeFromName, type MediaType } from "../models/media-type";
import type { Position } from "../models/position";
import type { Rejection } from "../models/rejection";
import { eventKind, isDetailTopic, readDetailEvent, type FoldedEvent } from "./detail-event";
import { sayingOfFlat, sayingOfNested, type Saying } from "./participant";
import { isNested, readParticipant, type ParticipantFault } from "./snapshot";
import { canonicalId, isObject, pick } from "./spellings";
import { parseBytes } from "./structure";
import { unwrapEnvelope, unwrapRecord, type Body, type Obstacle, type Unwrapped, type Wrapping } from "./unwrap";

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
  const mediaType = mediumOf(topicName, pick(body, "mediaType"));
  const readings = Array.isArray(participants)
    ? readParticipants(participants, mediaType)
    : single === undefined
      ? [{ reason: "wrongType" as const, path: "participants" }]
      : [readOne(single, "participant", isNested(single), mediaType)];
  return assemble(conversationId, envelope.sentAt ?? record.timestamp, record, readings);
}

const CONVERSATION_TOPIC = /\.conversations(?:\.([a-z]+))?$/i;

/** What a participant says, or what is wrong with it. */
type ParticipantReading = Saying | ParticipantFault;

function readParticipants(participants: readonly unknown[], mediaType: MediaType | undefined): ParticipantReading[] {
  const nested = participants.some(isNested);
  return participants.map((participant, index) =>
    readOne(participant, `participants[${String(index)}]`, nested, mediaType),
  );
}

function readOne(
  participant: unknown,
  path: string,
  nested: boolean,
  mediaType: MediaType | undefined,
): ParticipantReading {
  const draft = readParticipant(participant, path);
  if ("reason" in draft) return draft;
  return nested ? sayingOfNested(draft) : sayingOfFlat(draft, mediaType);
}

/** The medium that the body's own `mediaType` names, or the topic's last word. */
export function mediumOf(topicName: string | undefined, stated: unknown): MediaType | undefined {
  const byBody = typeof stated === "string" ? mediaTypeFromName(stated) : undefined;
  const word = topicName === undefined ? undefined : CONVERSATION_TOPIC.exec(topicName)?.[1];
  return byBody ?? (word === undefined ? undefined : mediaTypeFromName(word));
}

/** Decodes the body of an analytics detail event. */
export function decodeEvent({ body, topicName }: Body, record: Wrapping): Decoded {
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
  return assemble(conversationId, event.at, record, [{ sightings: [sighting], latest: undefined, unknownValues: [] }]);
}

/** Puts together what the participants of a record say. */
export function assemble(
  conversationId: string,
  at: Instant | undefined,
  record: Wrapping,
  participants: readonly ParticipantReading[],
): Decoded {
  const { position, timestamp, partition } = record;
  if (at !== undefined && timestamp !== undefined && at - timestamp > FUTURE_MAX_MS) {
    return rejected(position, { reason: "futureInstant" });
  }
  const rejections: Rejection[] = [];
  const sightings: Sighting[] = [];
  const unknownValues: string[] = [];
  let latestInside: Instant | undefined;
  for (const participant of participants) {
    if ("reason" in participant) {
      rejections.push({ position, ...participant });
      continue;
    }
    for (const sighting of participant.sightings) sightings.push(sighting);
    const { latest, unknownValues: unknown } = participant;
    if (latest !== undefined && (latestInside === undefined || latest > latestInside)) latestInside = latest;
    if (unknown.length > 0) unknownValues.push(...unknown);
  }
  if (sightings.length === 0 && rejections.length === 0) return ignored(position, "nothingToFold");
  if (sightings.length === 0) return { kind: "rejected", position, rejections };
  return {
    kind: "observations",
    position,
    partition,
    conversationId,
    at,
    latestInside,
    sightings,
    rejections,
    unknownValues,
  };
}

function ignored(position: Position, what: IgnoredKind): Decoded {
  return { kind: "ignored", position, what };
}

function rejected(position: Position, { reason, path }: Obstacle): Decoded {
  return { kind: "rejected", position, rejections: [{ position, reason, ...(path !== undefined && { path }) }] };
}
