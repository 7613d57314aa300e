import { isComma, isOpening, trimmed } from "./brackets";
import { BufferedDocument } from "./buffered-document";
import { JsonFollower } from "./json-follower";
import type { PageCount, Piece } from "./piece";

/**
 * Finds JSON documents that stand one after the other without newlines, by their brackets. What lies between them and is
 * neither white space nor a comma comes out as a piece of its own, to be rejected. Of one that is too large for a record, the elements come out where
 * it is a page; otherwise it is skipped.
 */
export interface DocumentScanner {
  readonly push: (chunk: Buffer) => Piece[];
  readonly end: () => Piece[];
  /** Numbers the documents of one line, from 1; the elements of a page are one. */
  readonly countOne: (piece: Piece) => number;
}

/** A scanner outside of any document. */
export function createDocumentScanner(bytesMax: number): DocumentScanner {
  let count = 0;
  let counted: PageCount | undefined;
  let document = new BufferedDocument(bytesMax);
  const json = new JsonFollower();

  function hold(bytes: Buffer, into: Piece[]): void {
    for (const piece of document.add(bytes)) into.push(piece);
  }

  function take(into: Piece[], isWhole: boolean): void {
    const ended = document;
    document = new BufferedDocument(bytesMax);
    for (const piece of ended.close(isWhole)) if (!isSeparator(piece)) into.push(piece);
  }

  /** Moves over one byte; says whether a document ends with it, or begins at it. What lies between documents is no JSON. */
  function step(byte: number): "ends" | "begins" | undefined {
    if (json.depth === 0 && !isOpening(byte)) return undefined;
    const event = json.step(byte);
    if (event === "opens" && json.depth === 1) return "begins";
    return event === "closes" && json.depth === 0 ? "ends" : undefined;
  }

  return {
    push(chunk) {
      const documents: Piece[] = [];
      let from = 0;
      for (let index = 0; index < chunk.length; index += 1) {
        const event = step(chunk[index] ?? 0);
        if (event === undefined) continue;
        const until = event === "ends" ? index + 1 : index;
        hold(chunk.subarray(from, until), documents);
        take(documents, true);
        from = until;
      }
      hold(chunk.subarray(from), documents);
      return documents;
    },
    end() {
      const documents: Piece[] = [];
      take(documents, json.depth === 0);
      return documents;
    },
    countOne({ page }) {
      if (page === undefined || page !== counted) count += 1;
      counted = page;
      return count;
    },
  };
}

function isSeparator({ bytes }: Piece): boolean {
  if (bytes === "tooLarge") return false;
  const [from, until] = trimmed(bytes, 0, bytes.length);
  return from === until || isComma(bytes, from, until);
}

/** A line that is no single document, as the documents that it consists of; empty where it is no such row either. */
export function splitDocuments(bytes: Buffer): Buffer[] {
  const scanner = createDocumentScanner(bytes.length);
  return [...scanner.push(bytes), ...scanner.end()].flatMap((piece) =>
    piece.bytes === "tooLarge" ? [] : [piece.bytes],
  );
}
