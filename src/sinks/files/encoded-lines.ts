import { JsonBytes } from "../../models/json-bytes";

const CHUNK_BYTES = 1 << 20;

/** Some lines one after the other as bytes, and how long each is. */
export interface EncodedLines {
  readonly bytes: Uint8Array;
  readonly lengths: readonly number[];
}

/**
 * Encodes lines that wait to be written. Bytes in large chunks cost less to keep than texts and objects, which the garbage collector
 * goes through again and again. A chunk is freed with the last of its lines.
 */
export class LineEncoder {
  private readonly lines = new JsonBytes();
  private chunk = new Uint8Array();
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

  private keep(bytes: Uint8Array): Uint8Array {
    if (this.used + bytes.length > this.chunk.length) {
      this.chunk = new Uint8Array(Math.max(CHUNK_BYTES, bytes.length));
      this.used = 0;
    }
    const from = this.used;
    this.chunk.set(bytes, from);
    this.used += bytes.length;
    return this.chunk.subarray(from, this.used);
  }
}
