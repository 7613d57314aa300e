import { CONTENT_NAMES } from "./envelope";
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

/** Whether a value is a list of what may be records. */
export function isContentList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.some(mayBeContent);
}

/** The names for content under which an object holds lists of what may be records, in its own order. */
export function contentLists(object: JsonObject): readonly string[] {
  return Object.keys(object).filter((name) => CONTENT_NAMES.includes(name) && isContentList(object[name]));
}

/** The name under which the content of an object stands; of several lists, that of the one that stands first. */
export function contentName(object: JsonObject): string | undefined {
  const names = CONTENT_NAMES.filter((name) => Object.hasOwn(object, name));
  const holding = names.find((name) => isContentList(object[name]) || isContent(object[name]));
  const name = holding ?? names.find((name) => mayBeContent(object[name]));
  return name !== undefined && isContentList(object[name]) ? contentLists(object)[0] : name;
}

function isContent(value: unknown): boolean {
  return !Array.isArray(value) && mayBeContent(value);
}
