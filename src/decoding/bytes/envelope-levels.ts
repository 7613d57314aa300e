import type { Instant } from "../../models/instant";
import type { Position } from "../../models/position";
import { readTimestamp } from "../envelope";
import type { Wrapping } from "../recorded";
import { Name, type Level } from "./level";

const PLACED =
  (1 << Name.topic) |
  (1 << Name.partition) |
  (1 << Name.offset) |
  (1 << Name.timestamp) |
  (1 << Name.ts) |
  (1 << Name.key);

/** Whether a line says of its record where it lay or when it was written. */
export function isPlaced(level: Level): boolean {
  return (level.there & PLACED) !== 0;
}

/** Frames of the socket are rare: the other reader knows them. */
export function isFrame(level: Level): boolean {
  if (level.topicName === undefined) return level.isThere(Name.result) || level.isThere(Name.topicName);
  return level.topicName.isControl;
}

/** Whether it looks as the body of an event does. */
export function isEventLike(level: Level): boolean {
  return level.isSaid(Name.eventTime) && level.isSaid(Name.conversationId);
}

/** What a recorded line says of its record; undefined where that is unusual. */
export function wrappingIn(level: Level, place: () => Position): Wrapping | undefined {
  const { topic, partition, offset, partitions } = level;
  if (level.isSaid(Name.timestamp) && level.timestamp === undefined) return undefined;
  const stated = level.statedTimestamp();
  const hasTime = level.isSaid(Name.timestamp) || level.isSaid(Name.ts);
  const timestamp = stated === undefined ? undefined : readTimestamp(stated);
  if (timestamp === undefined && hasTime && stated !== -1) return undefined;
  const isCounted = Number.isSafeInteger(partition) && Number.isSafeInteger(offset) && Number.isSafeInteger(partitions);
  if (!isCounted) return undefined;
  const hasPlace = partition >= 0 && offset >= 0;
  const position = hasPlace ? (topic === undefined ? { partition, offset } : { topic, partition, offset }) : place();
  const key = partitions >= 0 ? (level.key ?? null) : undefined;
  return { position, partition: partition >= 0 ? partition : undefined, timestamp, key };
}

/** Only EventBridge stamps a notification: as `sentAt` of a parsed envelope. */
export function sentAtOf(level: Level, event: Level | undefined): Instant | "wrong" | undefined {
  const isStamped = event !== undefined || (level.isThere(Name.eventBody) && level.isThere(Name.timestamp));
  if (!isStamped) return undefined;
  if (level.isSaid(Name.timestamp)) return level.timestamp === undefined ? "wrong" : instantOr(level.timestamp);
  if (event?.isSaid(Name.time) !== true) return undefined;
  return event.time === undefined ? "wrong" : instantOr(event.time);
}

function instantOr(stated: number | string): Instant | "wrong" {
  return readTimestamp(stated) ?? "wrong";
}
