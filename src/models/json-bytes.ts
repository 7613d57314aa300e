const [QUOTE, BACKSLASH, NEWLINE, ZERO] = [0x22, 0x5c, 0x0a, 0x30];
/** Between these, but for quote and backslash, a character is one byte and needs no escape. */
const [FIRST_PLAIN, LAST_PLAIN] = [0x20, 0x7e];
const CHARACTER_BYTES_MAX = 3;
const FIRST_BYTES = 1 << 12;
/** Of something rare that is larger no memory is kept. */
const KEPT_BYTES_MAX = 1 << 20;

/** Writes JSON into bytes that are used again: what was written is valid until it is cleared. */
export class JsonBytes {
  private bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private used = 0;

  clear(): void {
    if (this.bytes.length > KEPT_BYTES_MAX) this.bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
    this.used = 0;
  }

  length(): number {
    return this.used;
  }

  /** What was written, for as long as nothing else is. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.used);
  }

  /** Names and punctuation: ASCII, as it is. */
  ascii(text: string): void {
    this.reserve(text.length);
    const { bytes, used } = this;
    for (let index = 0; index < text.length; index += 1) bytes[used + index] = text.charCodeAt(index);
    this.used = used + text.length;
  }

  /** A text as JSON has it, in quotes. */
  quoted(text: string): void {
    this.reserve(text.length + 2);
    const { bytes } = this;
    let at = this.used;
    bytes[at] = QUOTE;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < FIRST_PLAIN || code > LAST_PLAIN || code === QUOTE || code === BACKSLASH)
        return this.utf8(JSON.stringify(text));
      at += 1;
      bytes[at] = code;
    }
    bytes[at + 1] = QUOTE;
    this.used = at + 2;
  }

  /** JSON that is a text already. */
  utf8(json: string): void {
    this.reserve(json.length * CHARACTER_BYTES_MAX);
    this.used += this.bytes.write(json, this.used);
  }

  number(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) return this.ascii(JSON.stringify(value));
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
    this.reserve(digits);
    let rest = value;
    for (let at = this.used + digits - 1; at >= this.used; at -= 1) {
      this.bytes[at] = ZERO + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.used += digits;
  }

  endLine(): void {
    this.reserve(1);
    this.bytes[this.used] = NEWLINE;
    this.used += 1;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.used);
    this.used += bytes.length;
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.used + bytes));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}
