import { isHyphen, UUID_LENGTH } from "./packed-form";

/** Reads what a `ByteWriter` wrote, from the front. */
export class ByteReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    return byte;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  signed(): number {
    const byte = this.byte();
    const magnitude = (byte & 0x3f) + (byte >= 0x80 ? this.varint() * 0x40 : 0);
    return (byte & 0x40) === 0 ? magnitude : -magnitude;
  }

  stretch(): Buffer {
    const length = this.varint();
    const { buffer, byteOffset } = this.bytes;
    const stretch = Buffer.from(buffer, byteOffset + this.at, length);
    this.at += length;
    return stretch;
  }

  /** A UUID, behind its tag. */
  uuid(): string {
    for (let index = 0; index < UUID_LENGTH;) {
      if (isHyphen(index)) {
        codes[index] = 0x2d;
        index += 1;
        continue;
      }
      const byte = this.byte();
      codes[index] = digitOf(byte >> 4);
      codes[index + 1] = digitOf(byte & 15);
      index += 2;
    }
    return codes.toString("latin1");
  }
}

const codes = Buffer.alloc(UUID_LENGTH);

function digitOf(nibble: number): number {
  return nibble < 10 ? 0x30 + nibble : 0x57 + nibble;
}
