import type { ObservationBody } from "../models/decoded";
import { FACT_TABLE } from "../models/fact-table";
import type { Facts } from "../models/facts";
import { isSameFacts, NO_FACTS, writeFactValues } from "../models/generated/fact-values";
import type { Instant } from "../models/instant";
import { isSamePlace, type Position } from "../models/position";
import type { AcceptedRecord } from "../models/accepted-record";
import type { Unpacker } from "./unpacker";
import { ByteWriter } from "./byte-writer";
import { commonNumbers, MARK, SAID, TAG } from "./packed-form";

/** One for all: packing runs to its end before the next begins. */
const out = new ByteWriter();
/** How many communications of a block are looked through one by one. */
const SOUGHT_AMONG = 32;
const CODES = FACT_TABLE.map(({ code }) => code);
const [valuesBefore, valuesNow]: readonly [unknown[], unknown[]] = [[], []];

/**
 * Packs the records of one block of a conversation, one after the other: each says only what the one before it did not.
 * It remembers what was said last, and the texts that were used.
 */
export class Packer {
  private readonly numbers = new Map<string, number>();
  private last: ObservationBody[] = [];
  /** Where each lies in that, once there are many. */
  private indexes: Map<string, number> | undefined;
  private lastAt: Instant = 0;
  private position: Position | undefined;

  /** The bytes of a record; valid until the next is packed. */
  pack(record: AcceptedRecord): { readonly bytes: Uint8Array; readonly length: number } {
    out.clear();
    this.packPlace(record);
    out.varint(record.bodies.length);
    for (const body of record.bodies) this.packBody(body, record.at);
    this.lastAt = record.at;
    return out;
  }

  /** Goes on where something that was unpacked ends; for a packer that has packed nothing. */
  goOnAfter({ texts, last, instant, position }: Unpacker): void {
    for (const text of texts) this.numbers.set(text, commonNumbers.size + this.numbers.size);
    this.last = last;
    this.lastAt = instant;
    this.position = position;
  }

  private packPlace({ at, undated, position }: AcceptedRecord): void {
    const before = this.position;
    const isSame = before !== undefined && isSamePlace(before, position);
    const inFile = "file" in position;
    const isItem = position.item !== undefined;
    const place = (isSame ? MARK.samePlace : 0) | (inFile ? MARK.inFile : 0) | (isItem ? MARK.isItem : 0);
    out.byte((undated ? MARK.undated : 0) | place);
    out.signed(at - this.lastAt);
    if (inFile) {
      if (!isSame) this.putText(position.file);
      out.signed(position.line - (isSame && "file" in before ? before.line : 0));
      out.varint(position.part ?? 0);
    } else {
      if (!isSame) {
        this.putValue(position.topic, 0);
        out.varint(position.partition);
      }
      out.signed(position.offset - (isSame && "partition" in before ? before.offset : 0));
    }
    if (position.item !== undefined) out.varint(position.item);
    this.position = position;
  }

  private packBody(body: ObservationBody, at: Instant): void {
    const { participantId, communicationId, mediaType, shape, facts } = body;
    const index = this.indexOf(body);
    const known = this.last[index];
    if (known === undefined) {
      out.varint(this.last.length * 3 + SAID.first);
      this.indexes?.set(nameOf(body), this.last.length);
      this.last.push(body);
      this.putText(participantId);
      this.putValue(communicationId, 0);
      this.putText(mediaType);
      out.byte(shape === "event" ? 1 : 0);
      return this.putChanges(NO_FACTS, facts, at);
    }
    if (known === body || isSameFacts(known.facts, facts)) return out.varint(index * 3 + SAID.asBefore);
    out.varint(index * 3 + SAID.changed);
    this.putChanges(known.facts, facts, at);
    this.last[index] = body;
  }

  /** Where what was said last of a communication lies; -1 where nothing was. Among a few it is sought, among many looked up. */
  private indexOf(body: ObservationBody): number {
    const { participantId, communicationId, mediaType, shape } = body;
    if (this.last.length > SOUGHT_AMONG) {
      this.indexes ??= new Map(this.last.map((one, index) => [nameOf(one), index]));
      return this.indexes.get(nameOf(body)) ?? -1;
    }
    return this.last.findIndex(
      (other) =>
        other === body ||
        (other.participantId === participantId &&
          other.communicationId === communicationId &&
          other.mediaType === mediaType &&
          other.shape === shape),
    );
  }

  private putChanges(before: Facts, now: Facts, at: Instant): void {
    writeFactValues(before, valuesBefore);
    writeFactValues(now, valuesNow);
    for (let index = 0; index < CODES.length; index += 1) {
      const value = valuesNow[index];
      if (valuesBefore[index] === value) continue;
      const code = CODES[index];
      if (code === undefined) throw new RangeError(`a fact has no code: ${String(index)}`);
      out.byte(code);
      this.putValue(value, at);
    }
    out.byte(0);
  }

  private putValue(value: unknown, at: Instant): void {
    if (value === undefined) out.byte(TAG.undefined);
    else if (value === true) out.byte(TAG.true);
    else if (value === false) out.byte(TAG.false);
    else if (typeof value === "string") this.putText(value);
    else if (Number.isSafeInteger(value)) putNumber(value as number, at);
    else {
      out.byte(TAG.json);
      out.byteRange(Buffer.from(JSON.stringify(value), "utf8"));
    }
  }

  private putText(text: string): void {
    const number = commonNumbers.get(text) ?? this.numbers.get(text);
    if (number !== undefined) {
      out.byte(TAG.known);
      return out.varint(number);
    }
    this.numbers.set(text, commonNumbers.size + this.numbers.size);
    if (out.uuid(TAG.uuid, text)) return;
    out.byte(TAG.text);
    out.byteRange(Buffer.from(text, "utf16le"));
  }
}

/** The name of the communication of a body. */
function nameOf({ participantId, communicationId, mediaType, shape }: ObservationBody): string {
  return JSON.stringify([participantId, communicationId, mediaType, shape]);
}

function putNumber(value: number, at: Instant): void {
  const distance = value - at;
  const isNear = distance > -(2 ** 40) && distance < 2 ** 40 && Math.abs(distance) < Math.abs(value);
  out.byte(isNear ? TAG.instant : TAG.number);
  out.signed(isNear ? distance : value);
}
