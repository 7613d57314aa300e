import type { NameBook } from "../models/name-book";
import type { PolicyDocument } from "../app/policy";
import type { PlayedRecord } from "../app/board/played-record";
import { createRecordSplitter } from "../consumers/files/record-splitter";
import { createRecordReader } from "../decoding/bytes/record-reader";
import { recordsIn } from "../models/decoded";

/** What `npm run demo` puts beside the page: a log and what it is read with. */
export interface BundledDay {
  /** The name of the log, as positions have it. */
  readonly file: string;
  /** The log: NDJSON, gzip, base64. */
  readonly log: string;
  readonly names: NameBook;
  readonly policy: PolicyDocument;
}

const RECORD_BYTES_MAX = 16 << 20;

/** Unpacks a log that is held as text; rejects where it is broken. */
export async function unpackLog(base64: string): Promise<Buffer> {
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const written = writer.write(Buffer.from(base64, "base64")).then(() => writer.close());
  // Both are awaited at once: where the log is broken, both reject.
  const [unpacked] = await Promise.all([readAll(readable), written]);
  return unpacked;
}

async function readAll(readable: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const reader = readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(part.value);
  return Buffer.concat(chunks);
}

/** The records of a log, in its order. */
export function decodeLog(bytes: Buffer, file: string): PlayedRecord[] {
  const splitter = createRecordSplitter(RECORD_BYTES_MAX);
  const reader = createRecordReader();
  const raw = [...splitter.push(bytes), ...splitter.end()];
  return raw.flatMap(({ line, bytes: inner, from, until }) => {
    if (inner === "tooLarge") return [];
    const its = inner.subarray(from, until);
    return recordsIn(reader.readAll(inner, from, until, () => ({ file, line }))).map((decoded) => ({
      decoded,
      bytes: its,
    }));
  });
}
