import { isUtf8 } from "node:buffer";

import type { Decoded } from "../../models/decoded";
import type { Instant } from "../../models/instant";
import type { Position } from "../../models/position";
import { assemble, decodeEvent, decodeRecord, mediumOf } from "../decode";
import type { Saying } from "../participant";
import { readTimestamp, type Wrapping } from "../unwrap";
import { Name, type Level } from "./level";
import { LevelReader } from "./level-reader";
import { Scanner } from "./scanner";

/** How many records were read in which way. */
export interface ReadingCounts {
  /** From their bytes. */
  readonly fast: number;
  /** By parsing them whole: rubbish, frames that are no news, and what is written in an unusual way. */
  readonly whole: number;
}

/** Reads records out of bytes. */
export interface RecordReader {
  /** Decodes the record that stands between two places of a buffer. `place` is where, if it does not say it itself. */
  readonly read: (bytes: Buffer, from: number, until: number, place: () => Position) => Decoded;
  /** Decodes the value of a record of which the rest is known; undefined where it is written in an unusual way. */
  readonly readValue: (value: Buffer, rest: Wrapping) => Decoded | undefined;
  readonly counts: () => ReadingCounts;
}

/** Thrown nowhere: what cannot be read from bytes is undefined, and then the whole record is parsed. */
type Attempt = Decoded | undefined;

/**
 * A reader that gives what `decodeRecord` gives, without parsing what it need not: it reads the folded fields from bytes,
 * skips the others by their structure, and knows participants again that it read before. A record in which it meets
 * anything unusual is parsed whole instead.
 */
export function createRecordReader(): RecordReader {
  const scanner = new Scanner();
  const reader = new LevelReader(scanner);
  const counts = { fast: 0, whole: 0 };
  let checked: Buffer | undefined;
  let isChecked = false;

  /** Most buffers hold many records: one look tells that all of them are UTF-8. */
  function isText(bytes: Buffer, from: number, until: number): boolean {
    if (bytes !== checked) {
      checked = bytes;
      isChecked = isUtf8(bytes);
    }
    return isChecked || isUtf8(bytes.subarray(from, until));
  }

  function attempt(bytes: Buffer, from: number, until: number, place: () => Position): Attempt {
    if (!isText(bytes, from, until)) return undefined;
    scanner.start(bytes, from, until);
    reader.recordBytes = bytes;
    reader.valueBytes = bytes;
    reader.read(0, false);
    return scanner.isAtEnd() ? interpret(reader, place) : undefined;
  }

  return {
    readValue(value, rest) {
      if (!isText(value, 0, value.length)) return undefined;
      scanner.start(value, 0, value.length);
      reader.recordBytes = undefined;
      reader.valueBytes = value;
      reader.read(1, false);
      const decoded = scanner.isAtEnd() ? interpretValue(reader, 1, rest) : undefined;
      if (decoded !== undefined) counts.fast += 1;
      return decoded;
    },
    read(bytes, from, until, place) {
      const decoded = attempt(bytes, from, until, place);
      if (decoded !== undefined) {
        counts.fast += 1;
        return decoded;
      }
      counts.whole += 1;
      return decodeRecord(bytes.subarray(from, until), place());
    },
    counts: () => counts,
  };
}

const PLACED =
  (1 << Name.topic) |
  (1 << Name.partition) |
  (1 << Name.offset) |
  (1 << Name.timestamp) |
  (1 << Name.ts) |
  (1 << Name.key);

/** Goes down the levels as `unwrap` goes down a parsed document. */
function interpret(reader: LevelReader, place: () => Position): Attempt {
  const [first] = reader.levels;
  if (first === undefined) return undefined;
  const isWrapped = first.child === Name.value || first.child === Name.payload;
  if (isWrapped && (first.there & PLACED) === 0) return undefined;
  if (!isWrapped && (first.isThere(Name.value) || first.isThere(Name.payload))) return undefined;
  if (first.isThere(Name.value) && first.isThere(Name.payload)) return undefined;
  const record = isWrapped ? unwrap(first, place) : { position: place(), partition: undefined, timestamp: undefined };
  return record === undefined ? undefined : interpretValue(reader, isWrapped ? 1 : 0, record);
}

/** Goes down the levels of a record's value, the outermost of which is at a depth. */
function interpretValue(reader: LevelReader, outermost: number, record: Wrapping): Attempt {
  let depth = outermost;
  let event: Level | undefined;
  let level = reader.levels[depth];
  if (level?.child === Name.detail) {
    if (!level.isThere(Name.detailType) && !level.isThere(Name.source)) return undefined;
    if (level.participants.length > 0) return undefined;
    event = level;
    depth += 1;
    level = reader.levels[depth];
  }
  if (level === undefined || level.child === Name.detail) return undefined;
  if (level.isThere(Name.eventBody) && level.child !== Name.eventBody) return undefined;
  const body = level.child === Name.eventBody ? reader.levels[depth + 1] : level;
  if (body === undefined || isFrame(level)) return undefined;
  if (body !== level && level.participants.length > 0) return undefined;
  const sentAt = sentAtOf(level, event);
  return sentAt === "wrong" ? undefined : decodeBody(reader, body, level, record, sentAt);
}

/** Frames of the socket are rare: the other reader knows them. */
function isFrame(level: Level): boolean {
  if (level.topicName === undefined) return level.isThere(Name.result) || level.isThere(Name.topicName);
  return level.topicName.isControl;
}

function unwrap(level: Level, place: () => Position): Wrapping | undefined {
  const { topic, partition, offset } = level;
  const stated = level.statedTimestamp();
  const hasTime = level.isSaid(Name.timestamp) || level.isSaid(Name.ts);
  const timestamp = stated === undefined ? undefined : readTimestamp(stated);
  if (timestamp === undefined && hasTime && stated !== -1) return undefined;
  const isCounted = Number.isSafeInteger(partition) && Number.isSafeInteger(offset);
  if (!isCounted) return undefined;
  const hasPlace = partition >= 0 && offset >= 0;
  const position = hasPlace ? (topic === undefined ? { partition, offset } : { topic, partition, offset }) : place();
  return { position, partition: partition >= 0 ? partition : undefined, timestamp };
}

/** Only EventBridge stamps a notification: as `sentAt` of a parsed envelope. */
function sentAtOf(level: Level, event: Level | undefined): Instant | "wrong" | undefined {
  const isStamped = event !== undefined || (level.isThere(Name.eventBody) && level.isThere(Name.timestamp));
  if (!isStamped) return undefined;
  if (level.isSaid(Name.timestamp)) return level.timestamp === undefined ? "wrong" : instantOr(level.timestamp);
  if (event?.isSaid(Name.time) !== true) return undefined;
  return event.time === undefined ? "wrong" : instantOr(event.time);
}

function instantOr(stated: number | string): Instant | "wrong" {
  return readTimestamp(stated) ?? "wrong";
}

function decodeBody(
  reader: LevelReader,
  body: Level,
  envelope: Level,
  record: Wrapping,
  sentAt: Instant | undefined,
): Attempt {
  const topic = envelope.topicName;
  const hasParticipants = body.isSaid(Name.participants);
  if (topic?.isDetail === true || (body.isSaid(Name.eventTime) && !hasParticipants)) {
    return decodeEventBody(reader, body, topic?.name, record);
  }
  const isSingle = body.isSaid(Name.participant);
  if (hasParticipants === isSingle) return undefined;
  const conversationId = body.isSaid(Name.conversationId) ? body.conversationId : body.id;
  if (conversationId === undefined) return undefined;
  const mediaType = mediumOf(topic?.name, body.mediaType);
  const nested = body.participants.some(({ isNested }) => isNested);
  const sayings: Saying[] = [];
  for (const participant of body.participants) {
    const saying = participant.sayingIn(nested, mediaType);
    if (saying === undefined) return undefined;
    sayings.push(saying);
  }
  return assemble(conversationId, sentAt ?? record.timestamp, record, sayings);
}

/** A detail event is small and all of it counts: its body is parsed. */
function decodeEventBody(reader: LevelReader, body: Level, topicName: string | undefined, record: Wrapping): Attempt {
  const bytes = body === reader.levels[0] ? reader.recordBytes : reader.valueBytes;
  try {
    const parsed = JSON.parse(bytes?.toString("utf8", body.from, body.until) ?? "") as Record<string, unknown>;
    return decodeEvent({ body: parsed, topicName, sentAt: undefined }, record);
  } catch {
    return undefined;
  }
}
