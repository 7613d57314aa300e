import { DEPTH_MAX } from "../../decoding/structure";
import { isClosing, isOpening } from "./brackets";
import { BufferedDocument } from "./buffered-document";
import type { Piece } from "./piece";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;

/** How far a document was followed, and what became of it there; nothing yet where `end` is undefined. */
interface Followed {
  readonly until: number;
  readonly end: "closed" | "broken" | undefined;
}

/**
 * A document over several lines, followed byte by byte to its closing bracket. It is broken where a string goes over the end of
 * a line, and where a line begins another document at its very start although none can stand there.
 */
export class OpenDocument {
  /** How many bytes it has so far, and how many line ends are among them. */
  bytes = 0;
  lines = 0;
  /** The first line in it that might as well begin another document, should this one turn out to be broken. */
  restart: { readonly bytes: number; readonly lines: number } | undefined;
  private readonly buffered: BufferedDocument;
  private elements: Piece[] = [];
  /** The brackets that are open, and how many; of those that lie too deep to be read, only the number is kept. */
  private readonly open: number[] = [];
  private depth = 0;
  private inString = false;
  private isEscaped = false;
  private isAtLineStart = false;
  /** The last byte that is no white space. */
  private last = 0;

  readonly before: Buffer;

  constructor(
    readonly line: number,
    /** What stands before it in its line. */
    before: Buffer,
    bytesMax: number,
  ) {
    this.before = Buffer.from(before);
    this.buffered = new BufferedDocument(bytesMax);
  }

  /** Follows it through further bytes. */
  follow(chunk: Buffer, from: number): Followed {
    for (let at = from; at < chunk.length; at += 1) {
      const end = this.step(chunk[at] ?? 0, at - from);
      if (end === undefined) continue;
      const until = end === "closed" ? at + 1 : at;
      this.keep(chunk.subarray(from, until));
      return { until, end };
    }
    this.keep(chunk.subarray(from));
    return { until: chunk.length, end: undefined };
  }

  /** Whether it is too large to be one record: it is not buffered any more. */
  isReleased(): boolean {
    return this.buffered.isReleased();
  }

  /** What was kept of it. */
  content(): Buffer {
    return this.buffered.content();
  }

  /** The elements that ended since the last were taken, of one that is a page too large to be a record. */
  taken(): Piece[] {
    const { elements } = this;
    this.elements = [];
    return elements;
  }

  /** What remains of it at its end. */
  close(isWhole: boolean): Piece[] {
    return this.buffered.close(isWhole);
  }

  private keep(bytes: Buffer): void {
    this.bytes += bytes.length;
    for (const piece of this.buffered.add(bytes)) this.elements.push(piece);
    if (this.buffered.isReleased()) this.restart = undefined;
  }

  private step(byte: number, distance: number): Followed["end"] {
    if (this.inString) return this.stepInString(byte);
    if (byte === NEWLINE) {
      this.lines += 1;
      this.isAtLineStart = true;
      return undefined;
    }
    const { isAtLineStart } = this;
    this.isAtLineStart = false;
    if (byte <= 0x20) return undefined;
    if (isOpening(byte)) {
      if (isAtLineStart && !this.mayOpen()) return "broken";
      if (isAtLineStart && !this.isReleased()) this.restart ??= { bytes: this.bytes + distance, lines: this.lines };
      this.enter(byte);
    } else if (isClosing(byte)) {
      this.leave();
      if (this.depth === 0) return "closed";
    } else if (byte === QUOTE) this.inString = true;
    this.last = byte;
    return undefined;
  }

  private enter(bracket: number): void {
    if (this.depth < DEPTH_MAX) this.open.push(bracket);
    this.depth += 1;
  }

  private leave(): void {
    this.depth -= 1;
    if (this.depth < DEPTH_MAX) this.open.pop();
  }

  private stepInString(byte: number): Followed["end"] {
    if (byte === NEWLINE) return "broken";
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) {
      this.inString = false;
      this.last = QUOTE;
    }
    return undefined;
  }

  /** Whether an object or a list may stand here: behind a colon in an object, a comma in a list, or at a list's start. */
  private mayOpen(): boolean {
    if (this.depth >= DEPTH_MAX) return false;
    const isInList = this.open.at(-1) === OPEN_BRACKET;
    return this.last === OPEN_BRACKET || this.last === (isInList ? COMMA : COLON);
  }
}
