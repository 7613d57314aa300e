import { isClosing, isComma, isOpening, openingIn, trimmed, withoutCommas } from "./brackets";
import { DocumentRecords, pieceRecord, trimmedRecord } from "./document-records";
import { createDocumentScanner, type DocumentScanner } from "./document-scanner";
import { OpenDocument } from "./open-document";
import type { Piece } from "./piece";
import { isWithin } from "./record-size";
import type { RawRecord } from "./raw-record";

export type { RawRecord } from "./raw-record";

/**
 * Splits a stream of bytes into records: a line each, or a document each where it goes over several lines. Of a line that is
 * too large to be one record, each document is one; of a document that is too large, each element where it is a page of a list.
 */
export interface RecordSplitter {
  readonly push: (chunk: Buffer) => RawRecord[];
  readonly end: () => RawRecord[];
  /** The line from which on bytes are buffered, and how many; undefined where that is in the middle of a line. */
  readonly place: () => { readonly line: number; readonly keptBytes: number } | undefined;
}

const NEWLINE = 0x0a;
const NEWLINE_BYTES = Buffer.from("\n");
/** What a console consumer prints before a value does not count. */
const CONSOLE_BYTES_MAX = 2048;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * A splitter at the start of a file, or of a later line, of records whose value has `bytesMax` at most. It never holds much more than
 * such a value takes in a recorded line, and a chunk.
 */
export function createRecordSplitter(bytesMax: number, firstLine = 1): RecordSplitter {
  return new Splitter(bytesMax, firstLine);
}

class Splitter implements RecordSplitter {
  private buffers: Buffer[] = [];
  private keptBytes = 0;
  private scanner: DocumentScanner | undefined;
  private document: OpenDocument | undefined;
  private found: DocumentRecords | undefined;
  private isStart: boolean;
  /** Whether a document ended in the line that is being read. */
  private isMidLine = false;
  private records: RawRecord[] = [];

  constructor(
    private readonly bytesMax: number,
    private line: number,
  ) {
    this.isStart = line === 1;
  }

  readonly push = (chunk: Buffer): RawRecord[] => {
    const from = this.isStart && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
    if (chunk.length > 0) this.isStart = false;
    this.read(chunk, from);
    return this.taken();
  };

  readonly end = (): RawRecord[] => {
    while (this.document !== undefined || this.keptBytes > 0 || this.scanner !== undefined) {
      if (this.document !== undefined) this.leaveBroken(this.document);
      else this.finishLine(Buffer.alloc(0));
    }
    return this.taken();
  };

  readonly place = (): { readonly line: number; readonly keptBytes: number } | undefined => {
    const { document, line, keptBytes } = this;
    if (this.scanner !== undefined || this.isMidLine) return undefined;
    if (document === undefined) return { line, keptBytes };
    return { line: document.line, keptBytes: document.before.length + document.bytes };
  };

  private taken(): RawRecord[] {
    return this.records.splice(0);
  }

  private read(chunk: Buffer, start: number): void {
    let from = start;
    while (from < chunk.length) {
      if (this.document !== undefined) {
        from = this.follow(this.document, chunk, from);
        continue;
      }
      const at = chunk.indexOf(NEWLINE, from);
      if (at < 0) return this.hold(Buffer.from(chunk.subarray(from)));
      this.takeLine(chunk, from, at);
      from = at + 1;
    }
  }

  private follow(document: OpenDocument, chunk: Buffer, from: number): number {
    const { until, end } = document.follow(chunk, from);
    this.give(this.found?.take(document.taken()));
    if (end === "broken") this.leaveBroken(document);
    if (end === "closed") {
      this.leave(document);
      this.give(this.found?.close());
      this.isMidLine = true;
    }
    return until;
  }

  private leave(document: OpenDocument): void {
    this.document = undefined;
    this.line = document.line + document.lines;
    this.isMidLine = false;
  }

  /** A broken document costs itself: what may be others is read again from the first line that may begin one. */
  private leaveBroken(document: OpenDocument): void {
    const { restart } = document;
    const content = document.content();
    this.leave(document);
    this.give(this.found?.breakOff(content.subarray(0, restart?.bytes)));
    if (restart === undefined) return;
    this.line = document.line + restart.lines;
    this.read(content.subarray(restart.bytes), 0);
  }

  private give(records: readonly (RawRecord | undefined)[] = []): void {
    for (const record of records) if (record !== undefined) this.records.push(record);
  }

  /** A range of the current line that does not end it. */
  private hold(bytes: Buffer): void {
    if (this.scanner === undefined && this.keptBytes + bytes.length > this.bytesMax + CONSOLE_BYTES_MAX) this.scan();
    if (this.scanner !== undefined) return this.addParts(this.scanner.push(bytes));
    this.buffers.push(bytes);
    this.keptBytes += bytes.length;
  }

  /** The line is looked through for documents. */
  private scan(): void {
    this.scanner = createDocumentScanner(this.bytesMax);
    for (const earlier of this.buffers) this.addParts(this.scanner.push(earlier));
    this.buffers = [];
    this.keptBytes = 0;
  }

  private addParts(pieces: readonly Piece[]): void {
    this.give(pieces.map((piece) => pieceRecord(this.line, this.scanner?.countOne(piece), piece)));
  }

  private finishLine(last: Buffer): void {
    this.hold(last);
    const bytes = Buffer.concat(this.buffers);
    if (!isWithin(bytes, 0, bytes.length, this.bytesMax)) this.scan();
    if (this.scanner === undefined) {
      this.buffers = [];
      this.keptBytes = 0;
      return this.addLine(bytes, 0, bytes.length);
    }
    this.addParts(this.scanner.end());
    this.scanner = undefined;
    this.endLine();
  }

  private endLine(): void {
    this.line += 1;
    this.isMidLine = false;
  }

  /** A line that lies whole within a chunk is not copied. */
  private takeLine(chunk: Buffer, from: number, until: number): void {
    if (this.keptBytes > 0 || this.scanner !== undefined || until - from > this.bytesMax) {
      return this.finishLine(chunk.subarray(from, until));
    }
    this.addLine(chunk, from, until);
  }

  /** A line as it stands in its bytes; it may begin a document that it does not end. */
  private addLine(bytes: Buffer, start: number, end: number): void {
    const [from, until] = withoutCommas(bytes, start, end);
    const opening = this.openingOf(bytes, from, end);
    if (opening !== undefined) return this.openDocument(bytes, from, opening, end);
    if (!isComma(bytes, from, until)) this.give([trimmedRecord(this.line, undefined, bytes, from, until)]);
    this.endLine();
  }

  /** Where a document opens that goes on behind the line. A line of brackets before another such is one document as a rule. */
  private openingOf(bytes: Buffer, start: number, end: number): number | undefined {
    const [from, until] = trimmed(bytes, start, end);
    const isDocument = isOpening(bytes[from]);
    if (!isDocument && !isOpening(bytes[until - 1])) return undefined;
    if (isDocument && isClosing(bytes[until - 1]) && bytes[end] === NEWLINE && isOpening(bytes[end + 1]))
      return undefined;
    return openingIn(bytes, from, until);
  }

  private openDocument(bytes: Buffer, from: number, opening: number, until: number): void {
    this.document = new OpenDocument(this.line, bytes.subarray(from, opening), this.bytesMax);
    this.found = new DocumentRecords(this.document);
    this.document.follow(bytes.subarray(opening, until), 0);
    this.document.follow(NEWLINE_BYTES, 0);
  }
}
