import type { Decoded } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { MediaType } from "../models/media-type";
import type { Position } from "../models/position";
import { isAnalyticsDetail, readAnalyticsDetail } from "./analytics-detail";
import { assemble, ignored, rejected, type ParticipantReading } from "./assemble";
import { readDetailEvent } from "./detail-event";
import { eventKind, isDetailTopic, type FoldedEvent } from "./event-kind";
import { readTimestamp } from "./envelope";
import { readingOfFlat, readingOfNested } from "./participant";
import { isNested, readParticipant } from "./snapshot";
import { canonicalId, isObject, pick, type JsonObject } from "./spellings";
import { isConversationTopic, isOtherEvent, isOtherTopic, mediumOf } from "./topics";
import type { Body, Obstacle, Wrapping } from "./unwrap";

/** Decodes a body without its envelopes: a conversation, one participant of it, or a detail event. */
export function decodeBody(envelope: Body, record: Wrapping): Decoded {
  const { body, topicName } = envelope;
  const participants = pick(body, "participants");
  const single = pick(body, "participant");
  const isConversation = participants !== undefined || isObject(single);
  const isEvent = pick(body, "eventTime") !== undefined && pick(body, "conversationId") !== undefined;
  if (isDetailTopic(topicName) || (isEvent && !isConversation)) return decodeEvent(envelope, record);
  if (!isConversation) return decodeOther(envelope, record);
  const conversationId = canonicalId(pick(body, "conversationId") ?? pick(body, "id"));
  if (conversationId === undefined) return rejected(record.position, { reason: "noConversationId" });
  const at = ownInstant(body);
  if (typeof at === "object") return rejected(record.position, at, conversationId);
  const sentAt = at ?? envelope.sentAt ?? record.timestamp;
  if (isAnalyticsDetail(participants)) {
    const detail = readAnalyticsDetail(body, participants);
    if ("reason" in detail) return rejected(record.position, detail, conversationId);
    return assemble(conversationId, sentAt, record, detail);
  }
  const mediaType = mediumOf(topicName, pick(body, "mediaType"));
  const readings = Array.isArray(participants)
    ? readParticipants(participants, mediaType)
    : single === undefined
      ? [{ reason: "wrongType" as const, path: "participants" }]
      : [readOne(single, "participant", isNested(single), mediaType)];
  return assemble(
    conversationId,
    sentAt,
    record,
    readings,
    Array.isArray(participants) ? "participants" : "participant",
  );
}

/** The event time that the body of a snapshot states itself: epoch milliseconds or ISO-8601. */
function ownInstant(body: JsonObject): Instant | undefined | Obstacle {
  const stated = pick(body, "eventTime");
  if (stated === undefined) return undefined;
  const isTime = typeof stated === "number" || typeof stated === "string";
  if (!isTime) return { reason: "wrongType", path: "eventTime" };
  return readTimestamp(stated) ?? { reason: "noInstant", path: "eventTime" };
}

/** What is neither a conversation nor an event: known to be no news, or not known at all. */
function decodeOther({ body, topicName }: Body, { position }: Wrapping): Decoded {
  const unknown = (detail: string) => rejected(position, { reason: "unknownShape", path: "$", detail });
  if (topicName !== undefined && isOtherTopic(topicName)) return ignored(position, "otherTopic");
  if (topicName === undefined || !isConversationTopic(topicName)) return unknown(HINTS.topic);
  const isBody = pick(body, "topicName") === undefined && canonicalId(pick(body, "id")) !== undefined;
  return isBody ? ignored(position, "nothingToFold") : unknown(HINTS.noBody);
}

const HINTS = {
  topic: "Its topic is neither one of conversations nor one that is known to hold none.",
  noBody: "It is a notification of a conversation without its body.",
  event: "It is an event of which nothing says the kind: keep topicName or detail-type when storing it.",
  eventKind: "Its topic names a kind of event that is not known.",
};

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
  return nested ? readingOfNested(draft) : readingOfFlat(draft, mediaType);
}

/** Decodes the body of an analytics detail event. */
export function decodeEvent({ body, topicName }: Body, record: Wrapping): Decoded {
  const kind: FoldedEvent | undefined = eventKind(topicName, body);
  if (kind === undefined) return decodeOtherEvent(body, topicName, record.position);
  const conversationId = canonicalId(pick(body, "conversationId"));
  if (conversationId === undefined) return rejected(record.position, { reason: "noConversationId" });
  const event = readDetailEvent(kind, body);
  if (event === "noParticipantId")
    return rejected(record.position, { reason: "noParticipantId", path: "participantId" }, conversationId);
  if ("reason" in event) return rejected(record.position, event, conversationId);
  const { participantId, sessionId: communicationId, mediaType = "unknown", facts } = event;
  const observed = {
    participantId,
    communicationId,
    mediaType,
    shape: "event" as const,
    facts,
  };
  return assemble(conversationId, event.at, record, [{ bodies: [observed], latest: undefined, unknownValues: [] }]);
}

/** Fields that only events have which are known and not folded. */
const OTHER_EVENT_FIELDS = ["wrapupDurationMs", "attributes", "externalContactId", "outboundCampaignId"];

function decodeOtherEvent(body: JsonObject, topicName: string | undefined, position: Position): Decoded {
  const isKnown = isDetailTopic(topicName)
    ? isOtherEvent(topicName ?? "")
    : OTHER_EVENT_FIELDS.some((name) => pick(body, name) !== undefined);
  if (isKnown) return ignored(position, "otherEvent");
  const detail = isDetailTopic(topicName) ? HINTS.eventKind : HINTS.event;
  return rejected(position, { reason: "unknownShape", path: "$", detail });
}
