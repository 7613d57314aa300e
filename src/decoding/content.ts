import { parsePayloadText } from "./payload";
import { isObject, pick, type JsonObject } from "./spellings";
import { isTopicName } from "./topics";

/** Whether an object is a body: of a conversation, of one participant, or of a detail event. */
export function isBody(object: JsonObject): boolean {
  if (pick(object, "participants") !== undefined || isObject(pick(object, "participant"))) return true;
  return pick(object, "eventTime") !== undefined && pick(object, "conversationId") !== undefined;
}

/** The topic that an envelope names, by itself or by the template of its topic. */
export function topicOf(object: JsonObject): string | undefined {
  const named = pick(object, "topicName");
  if (typeof named === "string") return named;
  return ["detail-type", "type", "eventType", "topic", "subject"].map((name) => object[name]).find(isTopicName);
}

/** Objects and lists may hold something; text only where it is JSON, or the base64 of it. */
export function mayBeContent(value: unknown): boolean {
  if (typeof value !== "string") return typeof value === "object" && value !== null;
  if (/^\s*[{[]/.test(value)) return true;
  const parsed = parsePayloadText(value);
  return !("reason" in parsed) && typeof parsed.value === "object" && parsed.value !== null;
}

/** Functions are given the records of a topic in lists by partition. */
export function recordsByPartition({ eventSource, records }: JsonObject): readonly unknown[] | undefined {
  return typeof eventSource === "string" && isObject(records) ? Object.values(records).flat() : undefined;
}
