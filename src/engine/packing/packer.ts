import type { Sighting } from "../../models/decoded";
import { FACT_NAMES, isSameFacts, NO_FACTS, writeFactValues, type Facts } from "../../models/facts";
import type { Instant } from "../../models/instant";
import { isSamePlace, type Position } from "../../models/position";
import type { HeldRecord } from "../history";
import type { Unpacker } from "./unpacker";
import { commonNumbers, isHyphen, MARK, SAID, TAG, UUID_LENGTH } from "./packed-form";

/** One for all: packing runs to its end before the next begins. */
let buffer = new Uint8Array(1 << 16);
let length = 0;
const [valuesBefore, valuesNow]: readonly [unknown[], unknown[]] = [[], []];

/**
 * Packs the records of one stretch of a conversation, one after the other: each says only what the one before it did not.
 * It remembers what was said last, and the texts that were used.
 */
export class Packer {
  private readonly numbers = new Map<string, number>();
  private last: Sighting[] = [];
  private lastAt: Instant = 0;
  private position: Position | undefined;

  /** The bytes of a record; valid until the next is packed. */
  pack(record: HeldRecord): { readonly bytes: Uint8Array; readonly length: number } {
    length = 0;
    this.packPlace(record);
    putVarint(record.sightings.length);
    for (const sighting of record.sightings) this.packSighting(sighting, record.at);
    this.lastAt = record.at;
    return { bytes: buffer, length };
  }

  /** Goes on where something that was unpacked ends; for a packer that has packed nothing. */
  goOnAfter({ texts, last, instant, position }: Unpacker): void {
    for (const text of texts) this.numbers.set(text, commonNumbers.size + this.numbers.size);
    this.last = last;
    this.lastAt = instant;
    this.position = position;
  }

  private packPlace({ at, undated, position }: HeldRecord): void {
    const before = this.position;
    const isSame = before !== undefined && isSamePlace(before, position);
    const inFile = "file" in position;
    putByte((undated ? MARK.undated : 0) | (isSame ? MARK.samePlace : 0) | (inFile ? MARK.inFile : 0));
    putSigned(at - this.lastAt);
    if (inFile) {
      if (!isSame) this.putText(position.file);
      putSigned(position.line - (isSame && "file" in before ? before.line : 0));
      putVarint(position.part ?? 0);
    } else {
      if (!isSame) {
        this.putValue(position.topic, 0);
        putVarint(position.partition);
      }
      putSigned(position.offset - (isSame && "partition" in before ? before.offset : 0));
    }
    this.position = position;
  }

  private packSighting(sighting: Sighting, at: Instant): void {
    const { participantId, communicationId, mediaType, shape, facts } = sighting;
    const index = this.last.findIndex(
      (other) =>
        other === sighting ||
        (other.participantId === participantId &&
          other.communicationId === communicationId &&
          other.mediaType === mediaType &&
          other.shape === shape),
    );
    const known = this.last[index];
    if (known === undefined) {
      putVarint(this.last.length * 3 + SAID.first);
      this.last.push(sighting);
      this.putText(participantId);
      this.putValue(communicationId, 0);
      this.putText(mediaType);
      putByte(shape === "event" ? 1 : 0);
      return this.putChanges(NO_FACTS, facts, at);
    }
    if (known === sighting || isSameFacts(known.facts, facts)) return putVarint(index * 3 + SAID.asBefore);
    putVarint(index * 3 + SAID.changed);
    this.putChanges(known.facts, facts, at);
    this.last[index] = sighting;
  }

  private putChanges(before: Facts, now: Facts, at: Instant): void {
    writeFactValues(before, valuesBefore);
    writeFactValues(now, valuesNow);
    for (let index = 0; index < FACT_NAMES.length; index += 1) {
      const value = valuesNow[index];
      if (valuesBefore[index] === value) continue;
      putByte(index + 1);
      this.putValue(value, at);
    }
    putByte(0);
  }

  private putValue(value: unknown, at: Instant): void {
    if (value === undefined) putByte(TAG.undefined);
    else if (value === true) putByte(TAG.true);
    else if (value === false) putByte(TAG.false);
    else if (typeof value === "string") this.putText(value);
    else if (Number.isSafeInteger(value)) putNumber(value as number, at);
    else {
      putByte(TAG.json);
      putBytes(Buffer.from(JSON.stringify(value), "utf8"));
    }
  }

  private putText(text: string): void {
    const number = commonNumbers.get(text) ?? this.numbers.get(text);
    if (number !== undefined) {
      putByte(TAG.known);
      return putVarint(number);
    }
    this.numbers.set(text, commonNumbers.size + this.numbers.size);
    if (putUuid(text)) return;
    putByte(TAG.text);
    putBytes(Buffer.from(text, "utf16le"));
  }
}

function putNumber(value: number, at: Instant): void {
  const distance = value - at;
  const isNear = distance > -(2 ** 40) && distance < 2 ** 40 && Math.abs(distance) < Math.abs(value);
  putByte(isNear ? TAG.instant : TAG.number);
  putSigned(isNear ? distance : value);
}

function reserve(bytes: number): void {
  if (length + bytes <= buffer.length) return;
  const larger = new Uint8Array(Math.max(buffer.length * 2, length + bytes));
  larger.set(buffer);
  buffer = larger;
}

function putByte(byte: number): void {
  if (length === buffer.length) reserve(1);
  buffer[length] = byte;
  length += 1;
}

/** Seven bits a byte, the lowest first; up to 2⁵³. */
function putVarint(value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    putByte((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  putByte(rest);
}

/** The sign in the lowest bit; the magnitude may pass 2⁵² only where it is even, so it is written apart then. */
function putSigned(value: number): void {
  const isNegative = value < 0;
  const magnitude = isNegative ? -value : value;
  putByte((magnitude % 0x40) | (isNegative ? 0x40 : 0) | (magnitude >= 0x40 ? 0x80 : 0));
  if (magnitude >= 0x40) putVarint(Math.floor(magnitude / 0x40));
}

function putBytes(bytes: Uint8Array): void {
  putVarint(bytes.length);
  reserve(bytes.length);
  buffer.set(bytes, length);
  length += bytes.length;
}

/** Writes a UUID in lower case as 16 bytes; false where a text is none. */
function putUuid(text: string): boolean {
  if (text.length !== UUID_LENGTH) return false;
  reserve(17);
  let to = length + 1;
  for (let index = 0; index < UUID_LENGTH;) {
    if (isHyphen(index)) {
      if (text.charCodeAt(index) !== 0x2d) return false;
      index += 1;
      continue;
    }
    const high = nibble(text.charCodeAt(index));
    const low = nibble(text.charCodeAt(index + 1));
    if (high < 0 || low < 0) return false;
    buffer[to] = high * 16 + low;
    to += 1;
    index += 2;
  }
  buffer[length] = TAG.uuid;
  length = to;
  return true;
}

function nibble(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}
