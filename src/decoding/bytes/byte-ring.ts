/** A ring grows up to its size as it fills: of a small log it stays small, and is made at once. */
const FIRST_BYTES = 1 << 18;

/** Ranges of bytes, the oldest of which give way to new ones. A place is counted over all that was ever written. */
export class ByteRing {
  private bytes: Buffer;
  private written = 0;

  constructor(
    private readonly size: number,
    firstBytes = FIRST_BYTES,
  ) {
    this.bytes = Buffer.allocUnsafeSlow(Math.min(size, firstBytes));
  }

  /** Writes a range in one piece, and gives its place. It must fit. */
  write(source: Uint8Array, from: number, until: number): number {
    const length = until - from;
    const room = this.size - (this.written % this.size);
    if (room < length) this.written += room;
    const place = this.written;
    if ((place % this.size) + length > this.bytes.length) this.grow((place % this.size) + length);
    this.bytes.set(source.subarray(from, until), place % this.size);
    this.written += length;
    return place;
  }

  private grow(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.min(this.size, Math.max(needed, this.bytes.length * 2)));
    this.bytes.copy(grown);
    this.bytes = grown;
  }

  /** Whether what was written at a place is still there. */
  isResident(place: number): boolean {
    return place >= this.written - this.size;
  }

  /** Whether the range at a place is this one; it must be resident. */
  isSame(place: number, source: Uint8Array, from: number, until: number): boolean {
    const at = place % this.size;
    return this.bytes.compare(source, from, until, at, at + until - from) === 0;
  }

  /** The range at a place, valid until more is written; it must be resident. */
  read(place: number, length: number): Uint8Array {
    const at = place % this.size;
    return this.bytes.subarray(at, at + length);
  }
}
