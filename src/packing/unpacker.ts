import type { ObservationBody } from "../models/decoded";
import { FACT_TABLE } from "../models/fact-table";
import type { Facts } from "../models/facts";
import { factsFrom, NO_FACTS, writeFactValues } from "../models/generated/fact-values";
import type { Instant } from "../models/instant";
import type { MediaType } from "../models/media-type";
import type { Position } from "../models/position";
import type { AcceptedRecord } from "../models/accepted-record";
import { ByteReader } from "./byte-reader";
import { COMMON_TEXTS, MARK, SAID, TAG } from "./packed-form";

const values: unknown[] = FACT_TABLE.map(() => undefined);
/** The place of each fact by its code. */
const indexByCode: (number | undefined)[] = [];
for (const [index, { code }] of FACT_TABLE.entries()) indexByCode[code] = index;

/** Unpacks the records of one block of a conversation. */
export class Unpacker {
  /** What was unpacked last, and the texts that were used: whoever packs on needs to know. */
  readonly texts: string[] = [];
  readonly last: ObservationBody[] = [];
  instant: Instant = 0;
  position: Position | undefined;
  private readonly from: ByteReader;

  constructor(bytes: Uint8Array) {
    this.from = new ByteReader(bytes);
  }

  unpack(): AcceptedRecord[] {
    const records: AcceptedRecord[] = [];
    while (!this.from.isAtEnd) records.push(this.unpackRecord());
    return records;
  }

  private unpackRecord(): AcceptedRecord {
    const marks = this.from.byte();
    this.instant += this.from.signed();
    const at = this.instant;
    const place = this.unpackPlace(marks);
    this.position = (marks & MARK.isItem) === 0 ? place : { ...place, item: this.from.varint() };
    const bodies: ObservationBody[] = [];
    for (let count = this.from.varint(); count > 0; count -= 1) bodies.push(this.unpackBody(at));
    return { at, undated: (marks & MARK.undated) !== 0, position: this.position, bodies };
  }

  private unpackPlace(marks: number): Position {
    const before = (marks & MARK.samePlace) === 0 ? undefined : this.position;
    if ((marks & MARK.inFile) !== 0) {
      const previous = before !== undefined && "file" in before ? before : undefined;
      const file = previous === undefined ? String(this.value(0)) : previous.file;
      const line = this.from.signed() + (previous?.line ?? 0);
      const part = this.from.varint();
      return part === 0 ? { file, line } : { file, line, part };
    }
    const previous = before !== undefined && "partition" in before ? before : undefined;
    const topic = previous === undefined ? (this.value(0) as string | undefined) : previous.topic;
    const partition = previous === undefined ? this.from.varint() : previous.partition;
    const offset = this.from.signed() + (previous?.offset ?? 0);
    return topic === undefined ? { partition, offset } : { topic, partition, offset };
  }

  private unpackBody(at: Instant): ObservationBody {
    const code = this.from.varint();
    const said = code % 3;
    const index = Math.floor(code / 3);
    if (said === SAID.first) {
      const participantId = String(this.value(0));
      const communicationId = this.value(0) as string | undefined;
      const mediaType = this.value(0) as MediaType;
      const shape = this.from.byte() === 1 ? "event" : "snapshot";
      const facts = this.changes(NO_FACTS, at);
      const body: ObservationBody = { participantId, communicationId, mediaType, shape, facts };
      this.last.push(body);
      return body;
    }
    const known = this.last[index];
    if (known === undefined) throw new RangeError("a packed record names an observation that is not there");
    if (said === SAID.asBefore) return known;
    const { participantId, communicationId, mediaType, shape } = known;
    const facts = this.changes(known.facts, at);
    const body: ObservationBody = { participantId, communicationId, mediaType, shape, facts };
    this.last[index] = body;
    return body;
  }

  private changes(before: Facts, at: Instant): Facts {
    writeFactValues(before, values);
    for (let code = this.from.byte(); code !== 0; code = this.from.byte()) {
      const index = indexByCode[code];
      if (index === undefined) throw new RangeError(`a packed record names a fact that is not known: ${String(code)}`);
      values[index] = this.value(at);
    }
    return factsFrom(values);
  }

  private value(at: Instant): unknown {
    const tag = this.from.byte();
    switch (tag) {
      case TAG.undefined:
        return undefined;
      case TAG.true:
        return true;
      case TAG.false:
        return false;
      case TAG.number:
        return this.from.signed();
      case TAG.instant:
        return at + this.from.signed();
      case TAG.known: {
        const number = this.from.varint();
        return COMMON_TEXTS[number] ?? this.texts[number - COMMON_TEXTS.length];
      }
      case TAG.uuid:
        return this.newText(this.from.uuid());
      case TAG.text:
        return this.newText(this.from.byteRange().toString("utf16le"));
      case TAG.json:
        return JSON.parse(this.from.byteRange().toString("utf8")) as unknown;
      default:
        throw new RangeError("a packed value is of no known kind");
    }
  }

  private newText(text: string): string {
    this.texts.push(text);
    return text;
  }
}
