import type { IgnoredKind } from "../models/decoded";
import { instantFromEpochMs, parseInstant, type Instant } from "../models/instant";
import type { Position } from "../models/position";
import type { RejectionReason } from "../models/rejection";
import { hasName, isObject, pick, type JsonObject } from "./spellings";
import { parseText } from "./structure";

/** A record of a log without the wrapping of whoever recorded it. */
export interface Unwrapped {
  readonly value: unknown;
  readonly position: Position;
  readonly partition: number | undefined;
  /** The record's own timestamp. */
  readonly timestamp: Instant | undefined;
}

/** What is said of a record beside its value. */
export type Wrapping = Omit<Unwrapped, "value">;

/** What stops a record from being read. */
export interface Obstacle {
  readonly reason: RejectionReason;
  readonly path?: string;
}

/**
 * Takes a log's record apart: convofold's own form (`value`), kcat's `-J` form (`payload`), or the bare value. A value
 * that is text is JSON once more.
 */
export function unwrapRecord(document: unknown, place: Position): Unwrapped | Obstacle {
  if (!isObject(document)) return { value: document, position: place, partition: undefined, timestamp: undefined };
  const valueName = recordValueName(document);
  if (valueName === undefined) return { value: document, position: place, partition: undefined, timestamp: undefined };
  const inner = readValue(document[valueName], valueName);
  if ("reason" in inner) return inner;
  const stated = document["timestamp"] ?? document["ts"];
  const timestamp = readTimestamp(stated);
  if (timestamp === undefined && stated !== undefined && stated !== null && stated !== -1) {
    return { reason: "noInstant", path: document["timestamp"] === undefined ? "ts" : "timestamp" };
  }
  const { topic, partition, offset } = document;
  const hasPlace = isCount(partition) && isCount(offset);
  return {
    value: inner.value,
    position: hasPlace ? { ...(typeof topic === "string" && { topic }), partition, offset } : place,
    partition: isCount(partition) ? partition : undefined,
    timestamp,
  };
}

/** The name under which a recorded line keeps its value; undefined where the line is the value itself. */
function recordValueName(document: JsonObject): "value" | "payload" | undefined {
  const isPlaced = ["topic", "partition", "offset", "timestamp", "ts", "key"].some((name) =>
    Object.hasOwn(document, name),
  );
  if (Object.hasOwn(document, "payload") && isPlaced) return "payload";
  return Object.hasOwn(document, "value") && isPlaced ? "value" : undefined;
}

function readValue(value: unknown, name: string): { readonly value: unknown } | Obstacle {
  if (typeof value !== "string") return { value };
  if (value === "") return { value: null };
  const parsed = parseText(value);
  return "reason" in parsed ? { reason: parsed.reason, path: name } : parsed;
}

/** The instant of a record or envelope: epoch milliseconds, also as text, or ISO-8601. */
export function readTimestamp(value: unknown): Instant | undefined {
  if (typeof value === "number") return instantFromEpochMs(value);
  if (typeof value !== "string") return undefined;
  return /^\d+$/.test(value) ? instantFromEpochMs(Number(value)) : parseInstant(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The body of a notification, with what its envelope says of it. */
export interface Body {
  readonly body: JsonObject;
  readonly topicName: string | undefined;
  /** The envelope's instant: EventBridge's `detail.timestamp`, then `time`. */
  readonly sentAt: Instant | undefined;
}

/** Takes the envelope off: EventBridge event, its `detail`, WebSocket notification, or none. */
export function unwrapEnvelope(value: unknown): Body | Obstacle | { readonly ignored: IgnoredKind } {
  if (value === null || value === undefined) return { ignored: "tombstone" };
  if (!isObject(value)) return { reason: "noConversationId" };
  const detail = value["detail"];
  const isEvent = isObject(detail) && (hasName(value, "detail-type") || hasName(value, "source"));
  const notification = isEvent ? detail : value;
  const sent = readSentAt(notification, isEvent ? value : undefined);
  if (typeof sent === "object") return sent;
  const topic = pick(notification, "topicName");
  const topicName = typeof topic === "string" ? topic : undefined;
  const kind = controlKind(notification, topicName);
  if (kind !== undefined) return { ignored: kind };
  const eventBody = pick(notification, "eventBody");
  if (isObject(eventBody)) return { body: eventBody, topicName, sentAt: sent };
  if (topicName !== undefined && eventBody === undefined && hasName(notification, "eventBody"))
    return { ignored: "tombstone" };
  return { body: notification, topicName, sentAt: sent };
}

/** Only EventBridge stamps a notification; a `timestamp` elsewhere is not an instant of it. */
function readSentAt(notification: JsonObject, event: JsonObject | undefined): Instant | undefined | Obstacle {
  const isStamped = event !== undefined || (hasName(notification, "eventBody") && hasName(notification, "timestamp"));
  if (!isStamped) return undefined;
  const stamps = [
    ["timestamp", notification["timestamp"]],
    ["time", event?.["time"]],
  ] as const;
  for (const [path, stated] of stamps) {
    if (stated === undefined || stated === null) continue;
    const instant = readTimestamp(stated);
    return instant ?? { reason: "noInstant", path };
  }
  return undefined;
}

/** Frames of the socket that are no news of anything. */
function controlKind(notification: JsonObject, topicName: string | undefined): IgnoredKind | undefined {
  if (topicName !== undefined) return controlKindOfTopic(topicName);
  const isReply = Object.hasOwn(notification, "result") && !hasName(notification, "participants");
  if (isReply) return "subscription";
  const isPing = typeof notification["message"] === "string" && Object.keys(notification).length === 1;
  return isPing ? "heartbeat" : undefined;
}

function controlKindOfTopic(topicName: string): IgnoredKind | undefined {
  const topic = topicName.toLowerCase();
  if (topic === "channel.metadata") return "heartbeat";
  return topic.endsWith("system.socket_closing") ? "socketClosing" : undefined;
}

/** Whether a topic is one of the socket itself: its frames are no news of anything. */
export function isControlTopic(topicName: string): boolean {
  return controlKindOfTopic(topicName) !== undefined;
}
