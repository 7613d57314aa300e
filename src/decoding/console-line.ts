import { instantFromEpochMs, type Instant } from "../models/instant";

/** What a console consumer prints before a record's value, and where the value begins. */
export interface ConsoleLine {
  readonly timestamp: Instant | undefined;
  readonly partition: number | undefined;
  readonly offset: number | undefined;
  /** The value's place in the bytes. */
  readonly from: number;
}

/** No line has more before its value: keys and headers are short. */
const PREFIX_MAX = 2048;
const STAMP = /^(?:(?:CreateTime|LogAppendTime):(\d+)|NO_TIMESTAMP)(?=\s|$)/;
const PLACE = /^(Partition|Offset|Delivery|Epoch):(\d+)$/;
const UUID_KEY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[\t :|,;=-]+$/i;

/**
 * Reads the beginning of a line as `kafka-console-consumer` and its kin print it: timestamp, partition, offset, headers and
 * key, as far as they were asked for, with tabs between. Undefined where the line is none of these.
 */
export function readConsoleLine(bytes: Buffer): ConsoleLine | undefined {
  const from = valueFrom(bytes);
  if (from === undefined) return undefined;
  const prefix = bytes.toString("utf8", 0, from);
  const stamp = STAMP.exec(prefix.trimStart());
  const places = new Map<string, number>();
  for (const field of prefix.split(/\t| (?=Partition:|Offset:)/)) {
    const [, name, count] = PLACE.exec(field.trim()) ?? [];
    if (name !== undefined) places.set(name, Number(count));
  }
  const isKeyed = /^[^\s{[]+\t$/.test(prefix) || UUID_KEY.test(prefix);
  if (stamp === null && places.size === 0 && !isKeyed) return undefined;
  return {
    timestamp: stamp?.[1] === undefined ? undefined : instantFromEpochMs(Number(stamp[1])),
    partition: places.get("Partition"),
    offset: places.get("Offset"),
    from,
  };
}

/** Where the value begins: at the first bracket or frame of a schema registry, or it is the `null` at the end. */
function valueFrom(bytes: Buffer): number | undefined {
  const head = bytes.subarray(0, PREFIX_MAX);
  const found = head.findIndex((byte) => byte === 0x7b || byte === 0x5b || byte === 0x00);
  if (found > 0) return found;
  return found < 0 && /\tnull\s*$/.test(bytes.toString("utf8")) ? bytes.lastIndexOf("null") : undefined;
}
