import { isUtf8 } from "node:buffer";

import { Tape } from "../../bytes/tape";
import { isSingle, type Decoded, type DecodedRecord } from "../../models/decoded";
import { contain } from "../../models/fault";
import type { Instant } from "../../models/instant";
import type { Position } from "../../models/position";
import { assemble } from "../assemble";
import { decodeList, decodeRecords, onlyOne } from "../decode";
import { decodeEvent } from "../decode-body";
import { rejectFaulted } from "../faulted";
import type { ParticipantObservations } from "../participant";
import { mediumOf } from "../topics";
import type { Wrapping } from "../recorded";
import { isEventLike, isFrame, isPlaced, sentAtOf, wrappingIn } from "./envelope-levels";
import { LEVEL_NAMES, Name, type Level } from "./level";
import { LevelReader } from "./level-reader";
import { PARTICIPANT_NAMES } from "./participant-reader";
import { OBJECT_NAMES } from "./plans";

/** How many records were read in which way. */
export interface ReadingCounts {
  /** From their bytes. */
  readonly fast: number;
  /** By parsing them whole: rubbish, frames that are no news, and what is written in an unusual way. */
  readonly whole: number;
}

/** Reads records out of bytes. */
export interface RecordReader {
  /**
   * Decodes the record that stands between two places of a buffer, or each of those in it where it holds a list. `place`
   * is where, if it does not say it itself.
   */
  readonly readAll: (bytes: Buffer, from: number, until: number, place: () => Position) => DecodedRecord;
  /** The same of a record that is known to be no list. */
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
 * anything unusual is parsed whole instead. A fault of our own costs the record in the way of which it comes.
 */
export function createRecordReader(): RecordReader {
  const reader = createUnguardedReader();
  const readAll: RecordReader["readAll"] = (bytes, from, until, place) =>
    contain<DecodedRecord>(
      () => reader.readAll(bytes, from, until, place),
      (fault) => decodeList(bytes.subarray(from, until), place()) ?? rejectFaulted(place(), fault),
    );
  return {
    readAll,
    read(bytes, from, until, place) {
      const decoded = readAll(bytes, from, until, place);
      return isSingle(decoded) ? decoded : onlyOne(decoded, place());
    },
    readValue: (value, rest) =>
      contain(
        () => reader.readValue(value, rest),
        (fault) => rejectFaulted(rest.position, fault),
      ),
    counts: reader.counts,
  };
}

/** One for all readers: what is on it is read before anything else comes. */
let sharedTape: Tape | undefined;

function createUnguardedReader(): Omit<RecordReader, "read"> {
  const tape = (sharedTape ??= new Tape([...LEVEL_NAMES, ...PARTICIPANT_NAMES, ...OBJECT_NAMES]));
  const reader = new LevelReader(tape);
  const counts = { fast: 0, whole: 0 };
  let checked: Buffer | undefined;
  let isChecked = false;

  /** Most buffers hold many records: one look shows that all of them are UTF-8. */
  function isText(bytes: Buffer, from: number, until: number): boolean {
    if (bytes !== checked) {
      checked = bytes;
      isChecked = isUtf8(bytes);
    }
    return isChecked || isUtf8(bytes.subarray(from, until));
  }

  function attempt(bytes: Buffer, from: number, until: number, place: () => Position): Attempt {
    if (!isText(bytes, from, until)) return undefined;
    reader.start(bytes, from, until, 0);
    return tape.failed ? undefined : interpret(reader, tape, place);
  }

  const readAll: RecordReader["readAll"] = (bytes, from, until, place) => {
    const decoded = attempt(bytes, from, until, place);
    if (decoded !== undefined) {
      counts.fast += 1;
      return decoded;
    }
    counts.whole += 1;
    return decodeRecords(bytes.subarray(from, until), place());
  };

  return {
    readAll,
    readValue(value, rest) {
      if (!isText(value, 0, value.length)) return undefined;
      reader.start(value, 0, value.length, 1);
      const decoded = tape.failed ? undefined : interpretValue(reader, tape, 1, rest);
      if (decoded !== undefined) counts.fast += 1;
      return decoded;
    },
    counts: () => counts,
  };
}

/** Goes down the levels as `unwrap` goes down a parsed document. */
function interpret(reader: LevelReader, tape: Tape, place: () => Position): Attempt {
  const [first] = reader.levels;
  if (first === undefined) return undefined;
  const isWrapped = first.child === Name.value || first.child === Name.payload;
  if (isWrapped && !isPlaced(first)) return undefined;
  if (!isWrapped && (first.isThere(Name.value) || first.isThere(Name.payload))) return undefined;
  if (first.isThere(Name.value) && first.isThere(Name.payload)) return undefined;
  const record = isWrapped
    ? wrappingIn(first, place)
    : { position: place(), partition: undefined, timestamp: undefined };
  return record === undefined ? undefined : interpretValue(reader, tape, isWrapped ? 1 : 0, record);
}

/** Goes down the levels of a record's value, the outermost of which is at a depth. */
function interpretValue(reader: LevelReader, tape: Tape, outermost: number, record: Wrapping): Attempt {
  let depth = outermost;
  let event: Level | undefined;
  let level = reader.levels[depth];
  if (level?.child === Name.detail) {
    if (isEventLike(level) || namesParticipants(level)) return undefined;
    if (!level.isThere(Name.detailType) && !level.isThere(Name.source)) return undefined;
    event = level;
    depth += 1;
    level = reader.levels[depth];
  }
  if (level === undefined || level.child === Name.detail) return undefined;
  if (level.isThere(Name.eventBody) && level.child !== Name.eventBody) return undefined;
  const body = level.child === Name.eventBody ? reader.levels[depth + 1] : level;
  if (body === undefined || isFrame(level)) return undefined;
  if (body !== level && namesParticipants(level)) return undefined;
  // Such an event names its topic beside its detail.
  if (event !== undefined && level.topicName === undefined) return undefined;
  const sentAt = sentAtOf(level, event);
  return sentAt === "wrong" ? undefined : decodeBody(tape, body, level, record, sentAt);
}

/** Whether an envelope names participants, be it none: the other reader knows which body counts then. */
function namesParticipants(level: Level): boolean {
  return level.isThere(Name.participants) || level.isThere(Name.participant);
}

function decodeBody(tape: Tape, body: Level, envelope: Level, record: Wrapping, sentAt: Instant | undefined): Attempt {
  const topic = envelope.topicName;
  const hasParticipants = body.isSaid(Name.participants);
  const isSingle = body.isSaid(Name.participant);
  if (topic?.isDetail === true || (isEventLike(body) && !hasParticipants && !isSingle)) {
    return decodeEventBody(tape, body, topic?.name, record);
  }
  if (hasParticipants === isSingle || body.isSaid(Name.eventTime)) return undefined;
  const conversationId = body.isSaid(Name.conversationId) ? body.conversationId : body.id;
  if (conversationId === undefined) return undefined;
  const mediaType = mediumOf(topic?.name, body.mediaType);
  const nested = body.participants.some(({ isNested }) => isNested);
  const readings: ParticipantObservations[] = [];
  for (const participant of body.participants) {
    const reading = participant.readingIn(nested, mediaType);
    if (reading === undefined) return undefined;
    readings.push(reading);
  }
  const field = isSingle ? "participant" : "participants";
  return assemble(conversationId, sentAt ?? record.timestamp, record, readings, field);
}

/** A detail event is small and all of it counts: its body is parsed. */
function decodeEventBody(
  { bytes }: Tape,
  { from, until }: Level,
  topicName: string | undefined,
  record: Wrapping,
): Attempt {
  const parsed = JSON.parse(bytes.toString("utf8", from, until)) as Record<string, unknown>;
  return decodeEvent({ body: parsed, topicName, sentAt: undefined }, record);
}
