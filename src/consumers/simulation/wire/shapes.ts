import type { Communication } from "../communication";
import type { Script } from "../script";
import { toDetailEvents } from "./events";
import { iso, toFlatParticipant, type Json } from "./flat";
import { toNestedParticipants, TOPIC_WORDS } from "./nested";

/** The shapes in which a conversation may be written. `mixed` changes from record to record. */
export const WIRE_SHAPES = [
  "nested",
  "flat",
  "update",
  "rest",
  "eventBridge",
  "withEvents",
  "python",
  "dotnet",
  "swift",
  "mixed",
] as const;
export type WireShape = (typeof WIRE_SHAPES)[number];

/** The value of a record, and how much later than what it says the record was written. */
export interface WireValue {
  readonly value: Json;
  readonly delayMs: number;
}

/** What a record or several say after a step, in a shape. */
export function toWire(script: Script, at: number, touched: readonly Communication[], shape: WireShape): WireValue[] {
  const now = (value: Json): WireValue => ({ value, delayMs: 0 });
  switch (shape) {
    case "nested":
      return [now(notification(script, "conversations", nestedBody(script, false)))];
    case "rest":
      return [now(nestedBody(script, true))];
    case "eventBridge":
      return [eventBridge(script, at)];
    case "withEvents": {
      const snapshot = now(notification(script, "conversations", nestedBody(script, false)));
      const events = toDetailEvents(script, touched, script.eventsEmitted);
      return [snapshot, ...events.map((value) => ({ value, delayMs: 60 }))];
    }
    case "flat":
      return mediaOf(touched).map((mediaType) =>
        now(notification(script, `conversations.${TOPIC_WORDS[mediaType]}`, flatBody(script, mediaType, false))),
      );
    case "update":
      return touched.map((communication) => now(updateOf(script, communication)));
    case "python":
    case "dotnet":
    case "swift":
      return mediaOf(touched).map((mediaType) => now(respell(flatBody(script, mediaType, true), shape) as Json));
    case "mixed":
      return toWire(script, at, touched, script.random.pick(["nested", "flat", "rest", "update"]));
  }
}

function mediaOf(communications: readonly Communication[]): Communication["mediaType"][] {
  return [...new Set(communications.map(({ mediaType }) => mediaType))];
}

function nestedBody({ conversationId, communications }: Script, rest: boolean): Json {
  return { id: conversationId, participants: toNestedParticipants(communications, rest), otherMediaUris: [] };
}

/** Messages and emails have no field of their own that shows the medium, so the body says it. */
function flatBody(
  { conversationId, communications }: Script,
  mediaType: Communication["mediaType"],
  rest: boolean,
): Json {
  const own = communications.filter((communication) => communication.mediaType === mediaType);
  return {
    id: conversationId,
    ...(rest && needsMediaType(mediaType) && { mediaType }),
    participants: own.map((communication) => toFlatParticipant(communication, communications, rest)),
    otherMediaUris: [],
  };
}

function needsMediaType(mediaType: Communication["mediaType"]): boolean {
  return mediaType === "message" || mediaType === "email";
}

function updateOf({ conversationId, communications }: Script, communication: Communication): Json {
  const hasMediaType = needsMediaType(communication.mediaType) || communication.note % 2 === 1;
  return {
    conversationId,
    ...(hasMediaType && { mediaType: communication.mediaType }),
    participant: toFlatParticipant(communication, communications, true),
  };
}

function notification(script: Script, topic: string, eventBody: Json): Json {
  const queueId =
    script.communications.find((communication) => communication.queueId !== undefined)?.queueId ??
    script.centre.queueIds[0];
  return {
    topicName: `v2.routing.queues.${String(queueId)}.${topic}`,
    version: "2",
    eventBody,
    metadata: { CorrelationId: script.conversationId },
  };
}

function eventBridge(script: Script, at: number): WireValue {
  const delayMs = script.random.int(20, 400);
  const { eventBody, ...rest } = notification(script, "conversations", nestedBody(script, false));
  const value = {
    version: "0",
    id: script.random.uuid(),
    "detail-type": "v2.routing.queues.{id}.conversations",
    source: "aws.partner/example.com/cloud/org/suffix",
    time: `${new Date(at + 1000).toISOString().slice(0, 19)}Z`,
    detail: { ...rest, eventBody, timestamp: iso(at) },
  };
  return { value, delayMs };
}

/** The keys of a document as an SDK of some language writes them. */
function respell(value: unknown, language: "python" | "dotnet" | "swift"): unknown {
  if (Array.isArray(value)) return value.map((item) => respell(item, language));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      respellKey(key, language),
      key === "attributes" ? inner : respell(inner, language),
    ]),
  );
}

function respellKey(key: string, language: "python" | "dotnet" | "swift"): string {
  if (language === "swift") return key === "id" ? "_id" : key;
  if (language === "dotnet") return key.charAt(0).toUpperCase() + key.slice(1);
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
