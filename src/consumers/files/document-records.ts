import { isOpening, trimmed } from "./brackets";
import { splitDocuments } from "./document-scanner";
import type { OpenDocument } from "./open-document";
import type { Piece } from "./piece";
import type { RawRecord } from "./raw-record";

/** A record without the white space around it; undefined where that is all. */
export function trimmedRecord(
  line: number,
  part: number | undefined,
  bytes: Buffer,
  start = 0,
  end = bytes.length,
): RawRecord | undefined {
  const [from, until] = trimmed(bytes, start, end);
  return until > from ? { line, part, bytes, from, until } : undefined;
}

/** What a scanner found, as a record; undefined where it is white space. */
export function pieceRecord(
  line: number,
  part: number | undefined,
  { bytes, head, obstacle, page }: Piece,
): RawRecord | undefined {
  if (bytes === "tooLarge") return { line, part, bytes, from: 0, until: 0, head, obstacle, page };
  const record = trimmedRecord(line, part, bytes);
  return page === undefined || record === undefined ? record : { ...record, page };
}

/** Makes records of a document over several lines: documents before it in its line count, too. */
export class DocumentRecords {
  private isFirst = true;
  private part: number | undefined;

  constructor(private readonly document: OpenDocument) {}

  /** The records of what was found in it so far. */
  take(pieces: readonly Piece[]): (RawRecord | undefined)[] {
    const { line } = this.document;
    const earlier = pieces.length > 0 && this.isFirst ? this.earlier() : [];
    return [...earlier, ...pieces.map((piece) => pieceRecord(line, this.part, piece))];
  }

  /** The records at its end. */
  close(): (RawRecord | undefined)[] {
    const { document } = this;
    const pieces = document.close(true);
    const [piece] = pieces;
    if (document.isReleased() || piece === undefined || piece.bytes === "tooLarge") return this.take(pieces);
    return this.whole(piece.bytes, !document.before.some(isOpening));
  }

  /** The records where it turns out to be broken. A line that breaks off is one record, with what stands before it. */
  breakOff(content: Buffer): (RawRecord | undefined)[] {
    const { document } = this;
    if (document.isReleased()) return this.take(document.close(false));
    return this.whole(content, document.lines < 2 || !document.before.some(isOpening));
  }

  private whole(bytes: Buffer, isAlone: boolean): (RawRecord | undefined)[] {
    const { before, line } = this.document;
    return isAlone ? [trimmedRecord(line, undefined, Buffer.concat([before, bytes]))] : this.take([{ bytes }]);
  }

  private earlier(): (RawRecord | undefined)[] {
    const { before, line } = this.document;
    this.isFirst = false;
    const documents = before.some(isOpening) ? splitDocuments(before) : [];
    if (documents.length > 0) this.part = documents.length + 1;
    return documents.map((bytes, index) => trimmedRecord(line, index + 1, bytes));
  }
}
