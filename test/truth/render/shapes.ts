import type { Communication } from "../communication";
import type { Medium } from "../life";
import type { Script } from "../script";
import { sightOf } from "../sight";
import { detailEvents } from "./events";
import { flatParticipant, iso, type Json } from "./flat";
import { nestedParticipants, TOPIC_WORDS, type NestedStyle } from "./nested";
import { respell } from "./spellings";

/** The shapes in which a conversation may be told, one of them throughout. `mixed` changes from record to record. */
export const SHAPES = [
  "nested",
  "rest",
  "segments",
  "eventBridge",
  "withEvents",
  "flat",
  "update",
  "python",
  "dotnet",
  "mixed",
] as const;
export type Shape = (typeof SHAPES)[number] | "events";

/** The shapes in which each communication has an id of its own. */
export const NAMED_SHAPES: readonly Shape[] = ["nested", "rest", "segments", "eventBridge", "withEvents"];

/** The shapes in which a participant is one communication, with the dates that REST bodies have. */
export const DATED_FLAT_SHAPES: readonly Shape[] = ["update", "python", "dotnet"];

/** Whether a shape dates alerts. In the others they begin when they are first seen. */
export function datesAlerts(shape: Shape): boolean {
  return shape === "rest" || shape === "segments" || DATED_FLAT_SHAPES.includes(shape);
}

/** A record of the log: its instant and its value. */
export interface LogRecord {
  readonly at: number;
  readonly timestamp: number;
  readonly value: Json;
}

const TOPIC: NestedStyle = { rest: false, segments: false };
const REST: NestedStyle = { rest: true, segments: false };
const WITH_SEGMENTS: NestedStyle = { rest: true, segments: true };

/** The records of a script, in the order of their instants. */
export function renderScript(script: Script): LogRecord[] {
  const records = script.moments().flatMap((at) => {
    if (at === script.getAt) return [record(at, nestedBody(script, at, WITH_SEGMENTS))];
    return script.shape === "events" ? [] : snapshots(script, at, script.shape);
  });
  if (script.shape !== "withEvents" && script.shape !== "events") return records;
  const events = detailEvents(script).map(({ at, value }) => ({ ...record(at, value), timestamp: at + 60 }));
  return [...records, ...events].sort((left, right) => left.at - right.at);
}

function record(at: number, value: Json): LogRecord {
  return { at, timestamp: at, value };
}

function snapshots(script: Script, at: number, shape: Exclude<Shape, "events">): LogRecord[] {
  switch (shape) {
    case "nested":
    case "withEvents":
      return [record(at, notification("conversations", nestedBody(script, at, TOPIC)))];
    case "rest":
      return [record(at, nestedBody(script, at, REST))];
    case "segments":
      return [record(at, nestedBody(script, at, WITH_SEGMENTS))];
    case "eventBridge":
      return [eventBridge(script, at)];
    case "flat":
      return touchedMedia(script, at).map((medium) =>
        record(at, notification(`conversations.${TOPIC_WORDS[medium]}`, flatBody(script, medium, at, false))),
      );
    case "update":
      return touched(script, at).map((one) => record(at, update(script, one, at)));
    case "python":
    case "dotnet":
      return touchedMedia(script, at).map((medium) =>
        record(at, respell(flatBody(script, medium, at, true), shape) as Json),
      );
    case "mixed":
      return snapshots(script, at, script.random.pick(["nested", "rest", "flat", "update"] as const));
  }
}

/** Those that are seen otherwise than a moment before; where none is, a record repeats one of them. */
function touched(script: Script, at: number): Communication[] {
  const begun = script.communications.filter(({ begunAt }) => begunAt <= at);
  const latest = begun.filter((one) => begun.findLast((other) => isSameLine(one, other)) === one);
  const before = script.moments().findLast((moment) => moment < at);
  const changed = latest.filter((one) => {
    const was = before === undefined ? undefined : sightOf(one, before);
    return JSON.stringify(was) !== JSON.stringify(sightOf(one, at));
  });
  return changed.length > 0 ? changed : latest.slice(0, 1);
}

function isSameLine(one: Communication, other: Communication): boolean {
  return one.participantId === other.participantId && one.sketch.mediaType === other.sketch.mediaType;
}

function touchedMedia(script: Script, at: number): Medium[] {
  return [...new Set(touched(script, at).map(({ sketch }) => sketch.mediaType))];
}

function nestedBody(script: Script, at: number, style: NestedStyle): Json {
  return { id: script.conversationId, participants: nestedParticipants(script, at, style) };
}

function flatBody(script: Script, medium: Medium, at: number, rest: boolean): Json {
  const own = script.communications.filter(({ sketch, begunAt }) => sketch.mediaType === medium && begunAt <= at);
  const ids = [...new Set(own.map(({ participantId }) => participantId))];
  return {
    id: script.conversationId,
    ...(rest && { mediaType: medium }),
    participants: ids.map((id) =>
      flatParticipant(
        script.communications,
        own.filter(({ participantId }) => participantId === id),
        at,
        rest,
      ),
    ),
  };
}

function update({ conversationId, communications }: Script, one: Communication, at: number): Json {
  const participant = flatParticipant(communications, [one], at, true);
  return { conversationId, mediaType: one.sketch.mediaType, participant };
}

function notification(topic: string, eventBody: Json): Json {
  return { topicName: `v2.routing.queues.q.${topic}`, version: "2", eventBody, metadata: { CorrelationId: "c" } };
}

function eventBridge(script: Script, at: number): LogRecord {
  const { random } = script;
  const detail = { ...notification("conversations", nestedBody(script, at, TOPIC)), timestamp: iso(at) };
  const value = {
    version: "0",
    id: random.uuid(),
    "detail-type": "v2.routing.queues.{id}.conversations",
    source: "aws.partner/example.com/cloud/org/suffix",
    time: `${new Date(at + 1000).toISOString().slice(0, 19)}Z`,
    detail,
  };
  return { at, timestamp: at + random.int(20, 400), value };
}
