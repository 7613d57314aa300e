import { isHyphen, UUID_LENGTH } from "./packed-form";

/** Writes numbers and texts into bytes that are used again: what was written is valid until it is cleared. */
export class ByteWriter {
  bytes = new Uint8Array(1 << 12);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  byte(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length] = byte;
    this.length += 1;
  }

  /** Seven bits a byte, the lowest first; up to 2⁵³. */
  varint(value: number): void {
    let left = value;
    while (left >= 0x80) {
      this.byte((left % 0x80) | 0x80);
      left = Math.floor(left / 0x80);
    }
    this.byte(left);
  }

  /** The sign in the first byte; the magnitude may pass 2⁵² only where it is even, so it is written apart then. */
  signed(value: number): void {
    const isNegative = value < 0;
    const magnitude = isNegative ? -value : value;
    this.byte((magnitude % 0x40) | (isNegative ? 0x40 : 0) | (magnitude >= 0x40 ? 0x80 : 0));
    if (magnitude >= 0x40) this.varint(Math.floor(magnitude / 0x40));
  }

  /** Bytes behind their length. */
  byteRange(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Writes a UUID in lower case as 16 bytes behind a tag; false where a text is none. */
  uuid(tag: number, text: string): boolean {
    if (text.length !== UUID_LENGTH) return false;
    this.reserve(17);
    let to = this.length + 1;
    for (let index = 0; index < UUID_LENGTH;) {
      if (isHyphen(index)) {
        if (text.charCodeAt(index) !== 0x2d) return false;
        index += 1;
        continue;
      }
      const high = nibble(text.charCodeAt(index));
      const low = nibble(text.charCodeAt(index + 1));
      if (high < 0 || low < 0) return false;
      this.bytes[to] = high * 16 + low;
      to += 1;
      index += 2;
    }
    this.bytes[this.length] = tag;
    this.length = to;
    return true;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + bytes));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

function nibble(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}
