import { DEPTH_MAX } from "../structure";
import { isEscape, isPartOfNumber, isWord, Kind, kindOf, numberIn } from "./kind";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

/**
 * Walks over JSON text in bytes, and judges all of it as `JSON.parse` does, values that are skipped included. Where it meets a fault it sets `failed`: its user then reads the record in another way.
 * The fields are this object's own state; whoever drives it reads `at` and the last token.
 */
export class Scanner {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  end = 0;
  failed = false;
  /** The last text: its bytes without the quotes, whether it has escapes, and whether all of it is ASCII. */
  from = 0;
  until = 0;
  hasEscape = false;
  isAscii = true;

  /** Begins at a place of a buffer. */
  start(bytes: Buffer, at: number, end: number): void {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.failed = false;
  }

  fail(): void {
    this.failed = true;
    this.at = this.end;
  }

  /** Moves over white space; returns the byte that follows, or -1 at the end. */
  peek(): number {
    const { bytes, end } = this;
    let { at } = this;
    while (at < end) {
      const byte = bytes[at] ?? 0;
      if (byte > 0x20) {
        this.at = at;
        return byte;
      }
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      at += 1;
    }
    if (at < end) this.fail();
    this.at = at;
    return -1;
  }

  /** Whether nothing went wrong and nothing but white space is left. */
  isAtEnd(): boolean {
    return this.peek() === -1 && !this.failed;
  }

  /** The kind of the value that comes next. */
  kind(): Kind {
    return kindOf(this.peek());
  }

  /** Moves over an opening bracket, which must come next. */
  open(bracket: 0x7b | 0x5b): void {
    if (this.peek() !== bracket) return this.fail();
    this.at += 1;
  }

  /** Moves to the next key of an object and over its colon; false when the object ends. The key is the last text. */
  nextKey(isFirst: boolean): boolean {
    let byte = this.peek();
    if (byte === CLOSE_BRACE) {
      this.at += 1;
      return false;
    }
    if (!isFirst) {
      if (byte !== COMMA) return this.stop();
      this.at += 1;
      byte = this.peek();
    }
    if (byte !== QUOTE) return this.stop();
    this.text();
    if (this.hasEscape || this.peek() !== COLON) return this.stop();
    this.at += 1;
    return !this.failed;
  }

  /** Moves to the next element of a list; false when the list ends. */
  nextElement(isFirst: boolean): boolean {
    const byte = this.peek();
    if (byte === CLOSE_BRACKET) {
      this.at += 1;
      return false;
    }
    if (isFirst) return byte >= 0;
    if (byte !== COMMA) return this.stop();
    this.at += 1;
    return this.peek() !== CLOSE_BRACKET || this.stop();
  }

  private stop(): false {
    this.fail();
    return false;
  }

  /** Reads the text that begins here. */
  text(): void {
    const { bytes, end } = this;
    let at = this.at + 1;
    let seen = 0;
    let hasEscape = false;
    this.from = at;
    for (;;) {
      if (at >= end) return this.fail();
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        hasEscape = true;
        at += 1;
        if (!isEscape(bytes, at)) return this.fail();
      } else if (byte < 0x20) return this.fail();
      seen |= byte;
      at += 1;
    }
    this.until = at;
    this.hasEscape = hasEscape;
    this.isAscii = seen < 0x80;
    this.at = at + 1;
  }

  /** The last text as a string. */
  textValue(): string {
    const { bytes, from, until } = this;
    if (!this.hasEscape)
      return this.isAscii ? bytes.toString("latin1", from, until) : bytes.toString("utf8", from, until);
    try {
      return JSON.parse(bytes.toString("utf8", from - 1, until + 1)) as string;
    } catch {
      this.fail();
      return "";
    }
  }

  /** Reads the number that begins here. */
  number(): number {
    const { bytes, end, at: from } = this;
    let at = from;
    while (at < end && isPartOfNumber(bytes[at])) at += 1;
    this.at = at;
    const value = numberIn(bytes, from, at);
    if (value === undefined) this.fail();
    return value ?? 0;
  }

  /** Moves over `true`, `false` or `null`, of which the first letter was seen. */
  word(length: 4 | 5): void {
    if (isWord(this.bytes, this.at)) this.at += length;
    else this.fail();
  }

  /** Moves over any value. `depth` is how deep it lies. */
  skip(depth: number): void {
    switch (this.kind()) {
      case Kind.text:
        return this.text();
      case Kind.object:
      case Kind.list:
        return this.skipNested(depth);
      case Kind.true:
      case Kind.null:
        return this.word(4);
      case Kind.false:
        return this.word(5);
      case Kind.number:
        return void this.number();
      case Kind.none:
        return this.fail();
    }
  }

  /** Moves over an object or list by its brackets. */
  private skipNested(depth: number): void {
    if (depth >= DEPTH_MAX) return this.fail();
    if (this.bytes[this.at] === OPEN_BRACE) {
      this.at += 1;
      for (let isFirst = true; this.nextKey(isFirst); isFirst = false) this.skip(depth + 1);
    } else {
      this.at += 1;
      for (let isFirst = true; this.nextElement(isFirst); isFirst = false) this.skip(depth + 1);
    }
  }
}
