import { createDocumentScanner, type DocumentScanner } from "./document-scanner";

/** One record's bytes as they stand in a log, or a stretch that is too large to be one. Lines count from 1. */
export interface RawRecord {
  readonly line: number;
  /** Counts the documents that share a line, from 1; undefined where the line holds one. */
  readonly part: number | undefined;
  /** Where the record lies, with what else was read with it. */
  readonly bytes: Buffer | "tooLarge";
  readonly from: number;
  readonly until: number;
}

/** Splits a stream of bytes into records: a line each; where a line is no single document, a document each. */
export interface RecordSplitter {
  readonly push: (chunk: Buffer) => RawRecord[];
  readonly end: () => RawRecord[];
  /** The line that is being read, and how many of its bytes are held; undefined within a line of many documents. */
  readonly place: () => { readonly line: number; readonly heldBytes: number } | undefined;
}

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A splitter at the start of a file, or of a later line. It never holds more than `bytesMax` and a chunk. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createRecordSplitter(bytesMax: number, firstLine = 1): RecordSplitter {
  let line = firstLine;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let scanner: DocumentScanner | undefined;
  let isStart = firstLine === 1;

  /** A stretch of the current line that does not end it. */
  function hold(bytes: Buffer, into: RawRecord[]): void {
    if (scanner === undefined && heldBytes + bytes.length > bytesMax) {
      scanner = createDocumentScanner(bytesMax);
      for (const earlier of held) addParts(scanner.push(earlier), into);
      held = [];
      heldBytes = 0;
    }
    if (scanner !== undefined) return addParts(scanner.push(bytes), into);
    held.push(bytes);
    heldBytes += bytes.length;
  }

  function addParts(documents: readonly (Buffer | "tooLarge")[], into: RawRecord[]): void {
    for (const bytes of documents) {
      into.push({ line, part: scanner?.countOne() ?? 0, bytes, from: 0, until: bytes.length });
    }
  }

  function finishLine(last: Buffer, into: RawRecord[]): void {
    hold(last, into);
    if (scanner !== undefined) {
      addParts(scanner.end(), into);
      scanner = undefined;
    } else {
      const bytes = Buffer.concat(held);
      addLine(bytes, 0, bytes.length, into);
    }
    held = [];
    heldBytes = 0;
    line += 1;
  }

  /** A line as it stands in its bytes, without the white space around it. */
  function addLine(bytes: Buffer, start: number, end: number, into: RawRecord[]): void {
    let from = start;
    let until = end;
    while (from < until && isSpace(bytes[from])) from += 1;
    while (until > from && isSpace(bytes[until - 1])) until -= 1;
    if (until > from) into.push({ line, part: undefined, bytes, from, until });
  }

  /** A line that lies whole within a chunk is not copied. */
  function takeLine(chunk: Buffer, from: number, until: number, into: RawRecord[]): void {
    if (heldBytes > 0 || scanner !== undefined || until - from > bytesMax) {
      return finishLine(chunk.subarray(from, until), into);
    }
    addLine(chunk, from, until, into);
    line += 1;
  }

  return {
    push(chunk) {
      const records: RawRecord[] = [];
      let from = isStart && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
      if (chunk.length > 0) isStart = false;
      for (let at = chunk.indexOf(NEWLINE, from); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        takeLine(chunk, from, at, records);
        from = at + 1;
      }
      if (from < chunk.length) hold(Buffer.from(chunk.subarray(from)), records);
      return records;
    },
    place: () => (scanner === undefined ? { line, heldBytes } : undefined),
    end() {
      const records: RawRecord[] = [];
      if (heldBytes > 0 || scanner !== undefined) finishLine(Buffer.alloc(0), records);
      return records;
    },
  };
}

/** A line that is no single document, as the documents that it consists of; empty where it is no such row either. */
export function splitDocuments(bytes: Buffer): Buffer[] {
  const scanner = createDocumentScanner(bytes.length);
  return [...scanner.push(bytes), ...scanner.end()].filter((document) => document !== "tooLarge");
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
