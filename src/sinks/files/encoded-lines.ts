import { JsonBytes } from "../../models/json-bytes";

const CHUNK_BYTES = 1 << 20;

/** Some lines one after the other as bytes, and how long each is. */
export interface EncodedLines {
  readonly bytes: Uint8Array;
  readonly lengths: readonly number[];
}

/**
 * Encodes lines that wait to be written. Bytes in large chunks cost less to keep than texts and objects, which the garbage collector
 * goes through again and again. Chunks are used again once all of their lines are written, as memory that was never used costs more.
 */
export class LineEncoder {
  private readonly lines = new JsonBytes();
  private readonly chunks: Uint8Array[] = [];
  /** Which chunk is written into, and how much of it is used. */
  private current = -1;
  private used = 0;

  /** A line for each record, as `put` writes it. */
  encode<Item>(records: readonly Item[], put: (to: JsonBytes, record: Item) => void): EncodedLines {
    const { lines } = this;
    lines.clear();
    const lengths = records.map((record) => {
      const from = lines.length();
      put(lines, record);
      lines.endLine();
      return lines.length() - from;
    });
    return { bytes: this.keep(lines.written()), lengths };
  }

  /** All lines so far are written: their chunks are used again. */
  reuse(): void {
    this.current = -1;
    this.used = 0;
  }

  private keep(bytes: Uint8Array): Uint8Array {
    const known = this.chunks[this.current];
    const chunk = known !== undefined && this.used + bytes.length <= known.length ? known : this.next(bytes.length);
    const from = this.used;
    chunk.set(bytes, from);
    this.used += bytes.length;
    return chunk.subarray(from, this.used);
  }

  private next(length: number): Uint8Array {
    this.current += 1;
    this.used = 0;
    const known = this.chunks[this.current];
    if (known !== undefined && known.length >= length) return known;
    return (this.chunks[this.current] = new Uint8Array(Math.max(CHUNK_BYTES, length)));
  }
}
