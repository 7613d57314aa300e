import type { Dated } from "../models/dated";
import type { Position } from "../models/position";
import { ByteWriter } from "./byte-writer";
import { commonNumbers } from "./packed-form";
import { fieldNumbers, INSTANTS, ORIGINS, OTHER_FIELD, TAG } from "./value-form";

/** The bytes of plain data: objects, lists, maps, bytes, texts, numbers. A field that is undefined is left out. */
export function packValue(value: unknown): Uint8Array {
  return new ValuePacker().pack(value);
}

/** One for all: packing runs to its end before the next begins. */
const out = new ByteWriter();

class ValuePacker {
  private readonly texts = new Map<string, number>();
  private readonly positions = new Map<string, number>();
  private instant = 0;
  private place = 0;

  pack(value: unknown): Uint8Array {
    out.clear();
    this.put(value);
    return out.bytes.slice(0, out.length);
  }

  private put(value: unknown): void {
    if (value === null) out.byte(TAG.null);
    else if (value === undefined) out.byte(TAG.undefined);
    else if (typeof value === "boolean") out.byte(value ? TAG.true : TAG.false);
    else if (typeof value === "number") this.putNumber(value);
    else if (typeof value === "string") this.putText(value);
    else if (Array.isArray(value)) this.putList(value);
    else if (isMap(value)) this.putMap(value);
    else if (value instanceof Uint8Array) putBytes(value);
    else this.putObject(value);
  }

  private putNumber(value: number): void {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      out.byte(TAG.decimal);
      return this.putText(Object.is(value, -0) ? "-0" : String(value));
    }
    const isInstant = value > INSTANTS.from && value < INSTANTS.to;
    out.byte(isInstant ? TAG.instant : TAG.number);
    if (isInstant) this.putInstant(value);
    else out.signed(value);
  }

  private putInstant(instant: number): void {
    out.signed(instant - this.instant);
    this.instant = instant;
  }

  private putText(text: string): void {
    const number = commonNumbers.get(text) ?? this.texts.get(text);
    if (number !== undefined) {
      out.byte(TAG.known);
      return out.varint(number);
    }
    this.texts.set(text, commonNumbers.size + this.texts.size);
    if (out.uuid(TAG.uuid, text)) return;
    out.byte(TAG.text);
    out.byteRange(Buffer.from(text, "utf16le"));
  }

  private putList(list: readonly unknown[]): void {
    out.byte(TAG.list);
    out.varint(list.length);
    for (const item of list) this.put(item);
  }

  private putMap(map: ReadonlyMap<unknown, unknown>): void {
    out.byte(TAG.map);
    out.varint(map.size);
    for (const [key, item] of map) {
      this.put(key);
      this.put(item);
    }
  }

  private putObject(value: object): void {
    if (isDated(value)) {
      out.byte(TAG.dated + ORIGINS.indexOf(value.origin));
      this.putInstant(value.at);
      return this.putPosition(value.by);
    }
    if (isPosition(value)) {
      out.byte(TAG.position);
      return this.putPosition(value);
    }
    out.byte(TAG.object);
    for (const [name, item] of Object.entries(value)) {
      if (item === undefined) continue;
      const number = fieldNumbers.get(name) ?? OTHER_FIELD;
      out.varint(number);
      if (number === OTHER_FIELD) this.putText(name);
      this.put(item);
    }
    out.varint(0);
  }

  /** The number of a position seen before, or 0 and the position. */
  private putPosition(position: Position): void {
    const inFile = "file" in position;
    const name = inFile ? position.file : `${String(position.partition)} ${position.topic ?? ""}`;
    const place = inFile ? position.line : position.offset;
    const key = `${String(place)} ${inFile ? String(position.part ?? 0) : ""} ${name}`;
    const known = this.positions.get(key);
    out.varint(known ?? 0);
    if (known !== undefined) return;
    this.positions.set(key, this.positions.size + 1);
    this.put(inFile ? position.file : position.topic);
    out.varint(inFile ? (position.part ?? 0) : position.partition);
    out.signed(place - this.place);
    out.byte(inFile ? 1 : 0);
    this.place = place;
  }
}

function putBytes(bytes: Uint8Array): void {
  out.byte(TAG.bytes);
  out.byteRange(bytes);
}

function isDated(value: object): value is Dated {
  const { at, origin, by } = value as Partial<Dated>;
  const isExact = by !== undefined && origin !== undefined && Object.keys(value).length === 3;
  if (!isExact || !ORIGINS.includes(origin)) return false;
  return Number.isSafeInteger(at) && Math.abs(at ?? NaN) < INSTANTS.to && !Object.is(at, -0) && isPosition(by);
}

function isPosition(value: object): value is Position {
  return ("offset" in value && "partition" in value) || ("file" in value && "line" in value);
}

/** Also one that was made in another realm, as by whoever reads back what was saved: it is no instance of this one's `Map`. */
function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return Object.prototype.toString.call(value) === "[object Map]";
}
