/**
 * Finds JSON documents that stand one after the other without newlines, by their brackets. What lies between them and is
 * no white space comes out as a piece of its own, to be rejected. A document that grows too large is skipped.
 */
export interface DocumentScanner {
  readonly push: (chunk: Buffer) => (Buffer | "tooLarge")[];
  readonly end: () => (Buffer | "tooLarge")[];
  /** Numbers the documents of one line, from 1. */
  readonly countOne: () => number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A scanner outside of any document. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createDocumentScanner(bytesMax: number): DocumentScanner {
  let count = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let isTooLarge = false;
  let depth = 0;
  let inString = false;
  let isEscaped = false;

  function hold(bytes: Buffer): void {
    if (isTooLarge || bytes.length === 0) return;
    heldBytes += bytes.length;
    if (heldBytes > bytesMax) {
      isTooLarge = true;
      held = [];
    } else held.push(Buffer.from(bytes));
  }

  function take(into: (Buffer | "tooLarge")[]): void {
    const bytes = Buffer.concat(held);
    if (isTooLarge) into.push("tooLarge");
    else if (bytes.some((byte) => byte > 0x20)) into.push(bytes);
    held = [];
    heldBytes = 0;
    isTooLarge = false;
  }

  /** Moves over one byte; says whether a document ends with it, or begins at it. */
  function step(byte: number): "ends" | "begins" | undefined {
    if (isEscaped) isEscaped = false;
    else if (inString && byte === BACKSLASH) isEscaped = true;
    else if (byte === QUOTE && depth > 0) inString = !inString;
    else if (inString) return undefined;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      return depth === 1 ? "begins" : undefined;
    } else if ((byte === 0x7d || byte === 0x5d) && depth > 0) {
      depth -= 1;
      return depth === 0 ? "ends" : undefined;
    }
    return undefined;
  }

  return {
    push(chunk) {
      const documents: (Buffer | "tooLarge")[] = [];
      let from = 0;
      for (let index = 0; index < chunk.length; index += 1) {
        const event = step(chunk[index] ?? 0);
        if (event === undefined) continue;
        const until = event === "ends" ? index + 1 : index;
        hold(chunk.subarray(from, until));
        take(documents);
        from = until;
      }
      hold(chunk.subarray(from));
      return documents;
    },
    end() {
      const documents: (Buffer | "tooLarge")[] = [];
      take(documents);
      return documents;
    },
    countOne: () => (count += 1),
  };
}

/** A line that is no single document, as the documents that it consists of; empty where it is no such row either. */
export function splitDocuments(bytes: Buffer): Buffer[] {
  const scanner = createDocumentScanner(bytes.length);
  return [...scanner.push(bytes), ...scanner.end()].filter((document) => document !== "tooLarge");
}
