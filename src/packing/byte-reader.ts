import { UuidPool } from "./uuid-pool";

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

  byteRange(): Buffer {
    const length = this.varint();
    const { buffer, byteOffset } = this.bytes;
    const byteRange = Buffer.from(buffer, byteOffset + this.at, length);
    this.at += length;
    return byteRange;
  }

  /** A UUID, behind its tag. */
  uuid(): string {
    const text = uuids.textOf(this.bytes, this.at);
    this.at += UUID_BYTES;
    return text;
  }
}

const UUID_BYTES = 16;
/** One for all: ids come again in many conversations, and in one whenever it is read. */
const uuids = new UuidPool();
