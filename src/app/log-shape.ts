import { readRecord } from "../decoding/read-record";
import { isNested } from "../decoding/snapshot";
import { isObject, pick, type JsonObject } from "../decoding/spellings";
import { parseText } from "../decoding/structure";
import type { Unwrapped } from "../decoding/unwrap";

/** How a record is written, in words. */
export interface LogShape {
  /** What whoever recorded the log put around it, or `bare`. */
  readonly wrapping: string;
  /** The envelopes around its body, outermost first, or `none`. */
  readonly envelope: string;
  readonly body: "nested snapshot" | "flat snapshot" | "single update" | "detail event" | "analytics detail" | "other";
  readonly spelling: "camelCase" | "snake_case" | "PascalCase" | "other";
  readonly key: string | undefined;
  readonly hasTimestamp: boolean;
}

const WRAPPINGS = ["convofold record", "kcat record", "console consumer line"];

/** Says how the records that a text holds are written, one after the other. For people: the fold does not go by it. */
export function shapesOf(text: string): readonly LogShape[] {
  const wrapping = { position: { file: "", line: 1 }, partition: undefined, timestamp: undefined };
  const parsed = parseText(text);
  const key = "value" in parsed && isObject(parsed.value) ? parsed.value["key"] : undefined;
  return readRecord(Buffer.from(text, "utf8"), wrapping).map((found) => shapeOf(found, key));
}

function shapeOf({ wrapping, content, envelopes }: Unwrapped, key: unknown): LogShape {
  const wrapped = envelopes.filter((name) => WRAPPINGS.includes(name));
  const around = envelopes.filter((name) => !WRAPPINGS.includes(name));
  // Every event of EventBridge has a notification inside.
  const isEvent = around.at(-2) === "EventBridge event" && around.at(-1) === "notification";
  const body = "body" in content ? content.body : {};
  return {
    wrapping: wrapped[0] ?? "bare",
    envelope: (isEvent ? around.slice(0, -1) : around).join(" > ") || "none",
    body: bodyKind(body),
    spelling: spellingOf(body),
    key: typeof key === "string" && wrapped.length > 0 ? key : undefined,
    hasTimestamp: wrapping.timestamp !== undefined,
  };
}

function bodyKind(body: JsonObject): LogShape["body"] {
  const participants = pick(body, "participants");
  if (Array.isArray(participants) && participants.some(hasSessions)) return "analytics detail";
  if (Array.isArray(participants)) return participants.some(isNested) ? "nested snapshot" : "flat snapshot";
  if (isObject(pick(body, "participant"))) return "single update";
  return pick(body, "eventTime") === undefined ? "other" : "detail event";
}

function hasSessions(participant: unknown): boolean {
  return isObject(participant) && pick(participant, "sessions") !== undefined;
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
