const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const BYTE_ORDER_MARK = new Set([0xef, 0xbb, 0xbf]);

/** An object of a document that may hold many, and where it begins. Lines and items count from 1. */
export interface ScannedElement {
  readonly line: number;
  readonly item: number;
  readonly bytes: Buffer;
}

/** Why bytes could not be followed, and where. */
export interface ScanProblem {
  readonly line: number;
  readonly problem: "foreign" | "tooLarge" | "breaksOff";
}

/** Where a byte stands that is in no element. A `page` is an object of which only the list is wanted. */
type Level = "list" | "page" | "skipped";

/**
 * Finds objects in a stream of JSON: those of rows, of lists, and of the list under a name in an object (a page), whatever their
 * number; only the one that is being read is kept. Throws `ScanError` where the bytes are no such JSON.
 */
export class ElementScanner {
  private line = 1;
  private item = 0;
  private readonly levels: Level[] = [];
  /** Depth in the object that is collected; 0 where none is. */
  private depth = 0;
  private startLine = 1;
  private pieces: Buffer[] = [];
  private keptBytes = 0;
  private inString = false;
  private isEscaped = false;
  /** The text of the string that was read last at the first level of an object, as far as it matters. */
  private text = "";
  private name = "";
  private isValueNext = false;
  private found: ScannedElement[] = [];

  constructor(
    private readonly pageNames: ReadonlySet<string>,
    private readonly bytesMax: number,
  ) {}

  /** The elements that end in a chunk. */
  take(chunk: Buffer): ScannedElement[] {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === NEWLINE) this.line += 1;
      const wasCollecting = this.depth > 0;
      if (this.inString) this.stepInString(byte);
      else if (wasCollecting) this.stepInElement(byte);
      else this.stepOutside(byte);
      const isCollecting = this.depth > 0;
      if (isCollecting === wasCollecting) continue;
      if (isCollecting) from = at;
      else this.leave(chunk.subarray(from, at + 1));
    }
    if (this.depth > 0) this.keep(chunk.subarray(from));
    return this.taken();
  }

  /** Ends the stream. */
  end(): void {
    if (this.depth > 0 || this.levels.length > 0 || this.inString) throw this.problem("breaksOff");
  }

  private taken(): ScannedElement[] {
    const { found } = this;
    this.found = [];
    return found;
  }

  private stepInString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.inString = false;
    else if (this.depth === 1 && this.text.length < NAME_MAX) this.text += String.fromCharCode(byte);
  }

  private stepInElement(byte: number): void {
    if (byte <= 0x20) return;
    const isFirstLevel = this.depth === 1;
    if (byte === QUOTE) {
      this.inString = true;
      if (isFirstLevel) this.text = "";
      this.isValueNext = false;
    } else if (byte === OPEN_BRACKET && isFirstLevel && this.isValueNext && this.pageNames.has(this.name)) {
      this.openPage();
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.depth -= 1;
    else if (byte === COLON && isFirstLevel) {
      this.name = this.text;
      this.isValueNext = true;
      return;
    }
    this.isValueNext = false;
  }

  /** The object turns out to be a page: what stands before its list is dropped. */
  private openPage(): void {
    this.depth = 0;
    this.levels.push("page", "list");
  }

  private stepOutside(byte: number): void {
    const level = this.levels.at(-1);
    if (byte <= 0x20 || byte === COMMA) return;
    if (level === "page" || level === "skipped") this.stepInPage(byte, level);
    else if (byte === OPEN_BRACE) this.openElement();
    else if (byte === OPEN_BRACKET) this.levels.push("list");
    else if (byte === CLOSE_BRACKET && level === "list") this.levels.pop();
    else if (!(this.line === 1 && level === undefined && BYTE_ORDER_MARK.has(byte))) throw this.problem("foreign");
  }

  /** What else a page holds is not wanted. */
  private stepInPage(byte: number, level: Level): void {
    if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.levels.push("skipped");
    else if (byte === CLOSE_BRACE || (byte === CLOSE_BRACKET && level === "skipped")) this.levels.pop();
  }

  private openElement(): void {
    this.depth = 1;
    this.startLine = this.line;
    this.text = "";
    this.name = "";
    this.isValueNext = false;
  }

  private keep(bytes: Buffer): void {
    this.keptBytes += bytes.length;
    if (this.keptBytes > this.bytesMax) throw this.problem("tooLarge");
    this.pieces.push(Buffer.from(bytes));
  }

  /** An element ended, or was no element but a page. */
  private leave(last: Buffer): void {
    const isPage = this.levels.at(-1) === "list" && last.at(-1) === OPEN_BRACKET;
    if (!isPage) {
      this.keep(last);
      this.item += 1;
      this.found.push({ line: this.startLine, item: this.item, bytes: Buffer.concat(this.pieces) });
    }
    this.pieces = [];
    this.keptBytes = 0;
  }

  private problem(problem: ScanProblem["problem"]): ScanError {
    return new ScanError({ line: problem === "foreign" ? this.line : this.startLine, problem });
  }
}

/** Longer names are none of a page. */
const NAME_MAX = 40;

/** Says that bytes could not be followed. */
export class ScanError extends Error {
  constructor(readonly at: ScanProblem) {
    super(`line ${String(at.line)}: ${at.problem}`);
    this.name = "ScanError";
  }
}
