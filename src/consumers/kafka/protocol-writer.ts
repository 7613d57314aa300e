/** A whole number of 64 bits as the client hands it on. */
export type Integer = number | string | bigint | { readonly toString: () => string };

/** What a key or a value can be. */
export type Text = string | Buffer | null | undefined;

/** Writes Kafka's primitive types into a buffer that is as large as all of them. */
export class ProtocolWriter {
  readonly bytes: Buffer;
  at = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  int8(value: number): void {
    this.at = this.bytes.writeInt8(value, this.at);
  }

  int16(value: number): void {
    this.at = this.bytes.writeInt16BE(value, this.at);
  }

  int32(value: number): void {
    this.at = this.bytes.writeInt32BE(value, this.at);
  }

  int64(value: bigint): void {
    this.at = this.bytes.writeBigInt64BE(value, this.at);
  }

  /** A text with its length, of 16 bits, before it; -1 for none. */
  string(value: string | null): void {
    this.int16(value === null ? -1 : Buffer.byteLength(value));
    if (value !== null) this.at += this.bytes.write(value, this.at);
  }

  /** A signed number in as few bytes as it needs, seven bits in each; `value` is a safe integer. */
  varInt(value: number): void {
    let rest = zigZag(value);
    while (rest >= 0x80) {
      this.bytes[this.at] = (rest % 0x80) + 0x80;
      this.at += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.at] = rest;
    this.at += 1;
  }

  /** Bytes, or a text, with their length before them; -1 for none. */
  varIntBytes(value: Text): void {
    if (value === null || value === undefined) return this.varInt(-1);
    if (typeof value === "string") {
      this.varInt(Buffer.byteLength(value));
      this.at += this.bytes.write(value, this.at);
      return;
    }
    this.varInt(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }
}

/** How many bytes `varInt` writes. */
export function sizeOfVarInt(value: number): number {
  let size = 1;
  for (let rest = zigZag(value); rest >= 0x80; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

/** How many bytes `varIntBytes` writes. */
export function sizeOfBytes(value: Text): number {
  if (value === null || value === undefined) return 1;
  const length = typeof value === "string" ? Buffer.byteLength(value) : value.length;
  return sizeOfVarInt(length) + length;
}

/** The same number, whatever it is held in. */
export function toBigInt(value: Integer): bigint {
  return BigInt(typeof value === "object" ? value.toString() : value);
}

/** Numbers near zero become small, whatever their sign. Not by bits, which JavaScript has 32 of. */
function zigZag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}
