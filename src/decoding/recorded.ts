import type { Instant } from "../models/instant";
import type { Position } from "../models/position";
import { parsePayloadText, parseValue } from "./payload";
import { canonicalId, type JsonObject } from "./spellings";
import { wellFormed } from "./well-formed";
import type { Parsed } from "./structure";

/** What is said of a record beside its body: where it lies, and when it was written there. */
export interface Wrapping {
  readonly position: Position;
  /** The partition that the log gives; undefined where it has none. */
  readonly partition: number | undefined;
  /** The record's own timestamp. */
  readonly timestamp: Instant | undefined;
  /**
   * The key, as an id, of a record whose key must be its conversation; null where it has none. Undefined where nothing is
   * asked of it.
   */
  readonly key?: string | null | undefined;
}

/** The names under which recorded lines keep their values: in the last one as base64, where the bytes are no text. */
export type RecordValueName = "value" | "payload" | "valueBase64";

/** The name under which a recorded line keeps its value; undefined where the line is the value itself. */
export function recordValueName(document: JsonObject): RecordValueName | undefined {
  const isPlaced = PLACES.some((name) => Object.hasOwn(document, name));
  if (Object.hasOwn(document, "payload") && isPlaced) return "payload";
  if (Object.hasOwn(document, "value") && isPlaced) return "value";
  return Object.hasOwn(document, "valueBase64") && isPlaced ? "valueBase64" : undefined;
}

/** The place that a line of a recorded topic begins with; undefined where it is none. */
export function placeIn(
  line: string,
): { readonly topic: string; readonly partition: number; readonly offset: bigint } | undefined {
  const [, topic, partition, offset] = /^\{"topic":"([\w.-]+)","partition":(\d+),"offset":(\d+),/.exec(line) ?? [];
  if (topic === undefined || partition === undefined || offset === undefined) return undefined;
  return { topic, partition: Number(partition), offset: BigInt(offset) };
}

/** A name of a topic has 249 characters at most. */
export const PLACE_BYTES_MAX = 400;

/** Where the record of a line that begins with these bytes lay in its topic; undefined where it does not say so first. */
export function positionIn(head: Buffer): Extract<Position, { readonly partition: number }> | undefined {
  const place = placeIn(head.toString("utf8", 0, PLACE_BYTES_MAX));
  const offset = Number(place?.offset);
  return place !== undefined && isCount(place.partition) && isCount(offset) ? { ...place, offset } : undefined;
}

const PLACES = ["topic", "partition", "offset", "timestamp", "ts", "key"];
const RECORDED_NAMES: ReadonlySet<string> = new Set([...PLACES, "headers", "value", "payload", "valueBase64"]);

/** Whether a recorded line has such a name. */
export function isRecordedName(name: string): boolean {
  return RECORDED_NAMES.has(name);
}

/** The value of a recorded line: text is JSON once more. */
export function recordedValue(value: unknown, name: RecordValueName): Parsed {
  if (typeof value !== "string") return name === "valueBase64" ? { reason: "wrongType" } : { value };
  if (name === "valueBase64") return parseValue(Buffer.from(value, "base64"));
  return value === "" ? { value: null } : parsePayloadText(value);
}

/** Where a recorded line says that it lay; its place in this log where it does not. */
export function recordedPlace(
  { topic, partition, offset, partitions, key }: JsonObject,
  timestamp: Instant | undefined,
  outer: Wrapping,
): Wrapping {
  const isOwn = outer.partition === undefined;
  const hasPlace = isOwn && isCount(partition) && isCount(offset);
  return {
    position: hasPlace
      ? { ...(typeof topic === "string" && { topic: wellFormed(topic) }), partition, offset }
      : outer.position,
    partition: isOwn && isCount(partition) ? partition : outer.partition,
    timestamp: timestamp ?? outer.timestamp,
    // Only convofold's own recording counts the partitions: a service would have placed such a record by its key.
    key: isOwn && isCount(partitions) ? (canonicalId(key) ?? null) : outer.key,
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
