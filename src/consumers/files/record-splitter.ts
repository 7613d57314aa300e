import { createDocumentScanner, type DocumentScanner } from "./document-scanner";

/** One record's bytes as they stand in a log, or a stretch that is too large to be one. Lines count from 1. */
export interface RawRecord {
  readonly line: number;
  /** Counts the documents that share a line, from 1; undefined where the line holds one. */
  readonly part: number | undefined;
  readonly bytes: Buffer | "tooLarge";
}

/** Splits a stream of bytes into records: a line each; where a line is no single document, a document each. */
export interface RecordSplitter {
  readonly push: (chunk: Buffer) => RawRecord[];
  readonly end: () => RawRecord[];
}

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** A splitter at the start of a file. It never holds more than `bytesMax` and a chunk. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createRecordSplitter(bytesMax: number): RecordSplitter {
  let line = 1;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let scanner: DocumentScanner | undefined;
  let isStart = true;

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
    for (const bytes of documents) into.push({ line, part: scanner?.countOne() ?? 0, bytes });
  }

  function finishLine(last: Buffer, into: RawRecord[]): void {
    hold(last, into);
    if (scanner !== undefined) {
      addParts(scanner.end(), into);
      scanner = undefined;
    } else {
      const [only] = held;
      const bytes = trimmed(held.length === 1 && only !== undefined ? only : Buffer.concat(held));
      if (bytes.length > 0) into.push({ line, part: undefined, bytes });
    }
    held = [];
    heldBytes = 0;
    line += 1;
  }

  return {
    push(chunk) {
      const records: RawRecord[] = [];
      let rest = isStart && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK) ? chunk.subarray(3) : chunk;
      if (chunk.length > 0) isStart = false;
      for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE)) {
        finishLine(rest.subarray(0, at), records);
        rest = rest.subarray(at + 1);
      }
      if (rest.length > 0) hold(Buffer.from(rest), records);
      return records;
    },
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

function trimmed(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start])) start += 1;
  while (end > start && isSpace(bytes[end - 1])) end -= 1;
  return bytes.subarray(start, end);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}
