import { isNested } from "../decoding/snapshot";
import { hasName, isObject, pick, type JsonObject } from "../decoding/spellings";

/** How a record is written, in words. */
export interface LogShape {
  readonly wrapping: "convofold record" | "kcat record" | "bare";
  readonly envelope: "notification" | "EventBridge event" | "none";
  readonly body: "nested snapshot" | "flat snapshot" | "single update" | "detail event" | "other";
  readonly spelling: "camelCase" | "snake_case" | "PascalCase" | "other";
  readonly key: string | undefined;
  readonly hasTimestamp: boolean;
}

/** Tells how a parsed record is written. For people: the fold does not go by it. */
export function shapeOf(document: unknown): LogShape {
  const outer = isObject(document) ? document : {};
  const wrapping = Object.hasOwn(outer, "value")
    ? "convofold record"
    : Object.hasOwn(outer, "payload")
      ? "kcat record"
      : "bare";
  const inner = wrapping === "bare" ? outer : objectOf(outer["value"] ?? outer["payload"]);
  const isEvent = isObject(inner["detail"]) && (hasName(inner, "detail-type") || hasName(inner, "source"));
  const notification = isEvent ? objectOf(inner["detail"]) : inner;
  const eventBody = pick(notification, "eventBody");
  const envelope = isEvent ? "EventBridge event" : isObject(eventBody) ? "notification" : "none";
  const body = isObject(eventBody) ? eventBody : notification;
  return {
    wrapping,
    envelope,
    body: bodyKind(body),
    spelling: spellingOf(body),
    key: typeof outer["key"] === "string" ? outer["key"] : undefined,
    hasTimestamp: typeof (outer["timestamp"] ?? outer["ts"]) === "number" && wrapping !== "bare",
  };
}

function objectOf(value: unknown): JsonObject {
  if (isObject(value)) return value;
  if (typeof value !== "string") return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function bodyKind(body: JsonObject): LogShape["body"] {
  const participants = pick(body, "participants");
  if (Array.isArray(participants)) return participants.some(isNested) ? "nested snapshot" : "flat snapshot";
  if (isObject(pick(body, "participant"))) return "single update";
  return pick(body, "eventTime") === undefined ? "other" : "detail event";
}

function spellingOf(body: JsonObject): LogShape["spelling"] {
  const keys = Object.keys(firstParticipant(body) ?? body);
  if (keys.some((key) => /^[a-z]+(_[a-z]+)+$/.test(key))) return "snake_case";
  if (keys.some((key) => /^[A-Z]/.test(key))) return "PascalCase";
  return keys.some((key) => /^[a-z]+[A-Z]/.test(key)) ? "camelCase" : "other";
}

function firstParticipant(body: JsonObject): JsonObject | undefined {
  const participants = pick(body, "participants");
  const [first] = Array.isArray(participants) ? (participants as readonly unknown[]) : [pick(body, "participant")];
  return isObject(first) ? first : undefined;
}
