import type { Position } from "../models/position";
import { ByteReader } from "./byte-reader";
import { COMMON_TEXTS } from "./packed-form";
import { fieldNames, ORIGINS, OTHER_FIELD, TAG } from "./value-form";

/** The data that was packed. */
export function unpackValue(packed: Uint8Array): unknown {
  return new ValueUnpacker(packed).value();
}

class ValueUnpacker {
  private readonly from: ByteReader;
  private readonly texts: string[] = [];
  private readonly positions: Position[] = [];
  private instant = 0;
  private place = 0;

  constructor(packed: Uint8Array) {
    this.from = new ByteReader(packed);
  }

  value(): unknown {
    const tag = this.from.byte();
    switch (tag) {
      case TAG.null:
        return null;
      case TAG.undefined:
        return undefined;
      case TAG.true:
        return true;
      case TAG.false:
        return false;
      case TAG.number:
        return this.from.signed();
      case TAG.instant:
        return this.takeInstant();
      case TAG.decimal:
        return Number(this.value());
      case TAG.known: {
        const number = this.from.varint();
        return COMMON_TEXTS[number] ?? this.texts[number - COMMON_TEXTS.length];
      }
      case TAG.uuid:
        return this.keep(this.from.uuid());
      case TAG.text:
        return this.keep(this.from.byteRange().toString("utf16le"));
      case TAG.list:
        return Array.from({ length: this.from.varint() }, () => this.value());
      case TAG.map:
        return new Map(Array.from({ length: this.from.varint() }, () => [this.value(), this.value()] as const));
      case TAG.object:
        return this.takeObject();
      case TAG.bytes:
        return Uint8Array.from(this.from.byteRange());
      case TAG.position:
        return this.takePosition();
      default: {
        const origin = ORIGINS[tag - TAG.dated];
        if (origin === undefined) throw new RangeError("a packed value is of no known kind");
        return { at: this.takeInstant(), origin, by: this.takePosition() };
      }
    }
  }

  private keep(text: string): string {
    this.texts.push(text);
    return text;
  }

  private takeInstant(): number {
    return (this.instant += this.from.signed());
  }

  private takeObject(): object {
    const object: Record<string, unknown> = {};
    for (let number = this.from.varint(); number !== 0; number = this.from.varint()) {
      const name = number === OTHER_FIELD ? String(this.value()) : fieldNames.get(number);
      if (name === undefined)
        throw new RangeError(`a packed object names a field that is not known: ${String(number)}`);
      object[name] = this.value();
    }
    return object;
  }

  private takePosition(): Position {
    const known = this.from.varint();
    const before = this.positions[known - 1];
    if (before !== undefined) return before;
    const name = this.value() as string | undefined;
    const number = this.from.varint();
    this.place += this.from.signed();
    const position = this.positionOf(name, number, this.from.byte() === 1);
    this.positions.push(position);
    return position;
  }

  private positionOf(name: string | undefined, number: number, inFile: boolean): Position {
    const { place } = this;
    if (inFile) return { file: name ?? "", line: place, ...(number > 0 && { part: number }) };
    return { ...(name !== undefined && { topic: name }), partition: number, offset: place };
  }
}
