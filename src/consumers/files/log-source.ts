import { AppError } from "../../models/app-error";
import { isSingle, recordsIn, type Decoded, type DecodedRecord } from "../../models/decoded";
import { contain } from "../../models/fault";
import type { Position } from "../../models/position";
import { rejected } from "../../decoding/assemble";
import { positionIn } from "../../decoding/recorded";
import { createRecordReader, type ReadingCounts, type RecordReader } from "../../decoding/bytes/record-reader";
import { foreignContent, type ForeignFile } from "./foreign-content";
import { STANDARD_INPUT, type InputFile } from "./inputs";
import { describeProblem } from "./describe-problem";
import { openLog, type OnBytes } from "./open-log";
import { splitDocuments } from "./document-scanner";
import type { PageCount } from "./piece";
import { createRecordSplitter, type RawRecord } from "./record-splitter";

/** A file of the log that could not be read to its end. What could be read of it was. */
export interface DamagedFile {
  readonly file: string;
  readonly problem: string;
}

/** A place between two lines of a log: a file by its number, and how far its bytes, decompressed, were read. */
export interface LogPlace {
  readonly file: number;
  readonly bytes: number;
  readonly line: number;
  /** How many records from there on are read already; none by default. */
  readonly skip?: number;
}

/** What reading a log reports besides its records. */
export interface ReadingCallbacks {
  /** Reads the records: what it remembers of one reading of a log serves the next. A new one if it is not said. */
  readonly reader?: RecordReader;
  /** In pieces of how many bytes a file is read; 1 MiB if it is not said. */
  readonly chunkBytes?: number;
  readonly onBytes: (bytes: number) => void;
  /** Told of each piece of a file, by its number, as it lies on disk. */
  readonly onChunk?: (file: number, chunk: Uint8Array) => void;
  readonly onDamage: (damage: DamagedFile) => void;
  /** Told of each file before anything of it is given out. */
  readonly onFile?: (file: string) => void;
  /** Told of a file whose first bytes are those of something else than JSON. It is read all the same. */
  readonly onForeign?: (file: ForeignFile) => void;
  /** Where reading begins; at the start of the log if it is not said. */
  readonly from?: LogPlace;
  /** Told before a batch is given out: once it is done with, reading can begin again there. */
  readonly onPlace?: (place: LogPlace) => void;
  /** Told at the end: how many records were read from bytes, and how many were parsed whole. */
  readonly onRead?: (counts: ReadingCounts) => void;
  /** Told of each record that was decoded, before it is given out; `raw` is what it was read from, of one that is too large its beginning. */
  readonly onDecoded?: (decoded: Decoded, raw: () => Buffer) => void;
}

/**
 * The decoded records of a log, file after file, a batch at a time. A file that is missing stops the run before it
 * begins; one that turns out to be damaged is named, and the others are read on.
 */
export async function* readLog(
  files: readonly InputFile[],
  recordBytesMax: number,
  callbacks: ReadingCallbacks,
): AsyncGenerator<readonly Decoded[]> {
  const { reader = createRecordReader(), from = { file: 0, bytes: 0, line: 1 }, onPlace } = callbacks;
  for (const [number, file] of files.entries()) {
    if (number < from.file) continue;
    callbacks.onFile?.(file.name);
    const start: Omit<LogPlace, "file"> = number === from.file ? from : { bytes: 0, line: 1 };
    const splitter = createRecordSplitter(recordBytesMax, start.line);
    const name = file.path === STANDARD_INPUT ? "stdin" : file.name;
    const decode = (raw: RawRecord) => decodeRaw(reader, raw, name, recordBytesMax, callbacks);
    let { skip = 0 } = start;
    const unread = (records: RawRecord[]) => {
      const done = records.splice(0, skip);
      skip -= done.length;
      // What was read of a page counts in it.
      for (const raw of done) if (raw.page !== undefined) decodeRaw(reader, raw, name, recordBytesMax);
      return records;
    };
    let bytes = 0;
    const onBytes: OnBytes = (count, piece) => {
      callbacks.onBytes(count);
      callbacks.onChunk?.(number, piece);
    };
    // Where records are still skipped, what comes behind the damage was taken before: it was reported then.
    const onDamage = (problem: string) => (skip === 0 ? callbacks.onDamage({ file: name, problem }) : undefined);
    for await (const chunk of untilDamage(openLog(file, onBytes, callbacks.chunkBytes), onDamage)) {
      if (bytes === 0) lookForForeign(name, chunk, callbacks.onForeign);
      const skipped = Math.min(chunk.length, Math.max(0, start.bytes - bytes));
      bytes += chunk.length;
      if (skipped === chunk.length) continue;
      const batch = decodeAll(unread(splitter.push(chunk.subarray(skipped))), decode);
      const place = splitter.place();
      if (place !== undefined) onPlace?.({ file: number, bytes: bytes - place.keptBytes, line: place.line, skip });
      yield batch;
    }
    const rest = decodeAll(unread(splitter.end()), decode);
    onPlace?.({ file: number + 1, bytes: 0, line: 1 });
    yield rest;
  }
  callbacks.onRead?.(reader.counts());
}

/** The chunks of a file as far as it can be read. An error of whoever uses them is not the file's. */
async function* untilDamage(
  chunks: AsyncGenerator<Buffer>,
  onDamage: (problem: string) => void,
): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    if (error instanceof AppError) throw error;
    onDamage(describeProblem(error));
  }
}

/** Tells of a file that begins as no JSON does. */
export function lookForForeign(file: string, head: Uint8Array, onForeign?: (file: ForeignFile) => void): void {
  const content = onForeign && foreignContent(head);
  if (content !== undefined) onForeign?.({ file, ...content });
}

function decodeAll(records: readonly RawRecord[], decode: (raw: RawRecord) => DecodedRecord): Decoded[] {
  const decoded: Decoded[] = [];
  for (const raw of records) {
    const one = decode(raw);
    if (isSingle(one)) decoded.push(one);
    else for (const each of one) decoded.push(each);
  }
  return decoded;
}

/** Decodes a record as it stands in a log, or each document of a line that holds several. */
export function decodeRaw(
  reader: RecordReader,
  { line, part, bytes, from, until, head, obstacle, page }: RawRecord,
  file: string,
  recordBytesMax: number,
  { onDecoded }: Pick<ReadingCallbacks, "onDecoded"> = {},
): DecodedRecord {
  const place = (): Position => (part === undefined ? { file, line } : { file, line, part });
  if (bytes === "tooLarge") {
    const detail = `larger than ${String(recordBytesMax)} bytes`;
    const position = head === undefined ? undefined : positionIn(head);
    const refused = rejected(position ?? place(), obstacle ?? { reason: "tooLarge", detail });
    const decoded = page === undefined ? refused : inPage(refused, page);
    report(decoded, onDecoded, () => head ?? Buffer.alloc(0));
    return decoded;
  }
  const read = reader.readAll(bytes, from, until, place);
  const decoded = page === undefined ? read : inPage(read, page);
  const mayBeSeveral = part === undefined && page === undefined && isNoDocument(decoded);
  const split = () => splitDocuments(bytes.subarray(from, until));
  const documents = mayBeSeveral ? contain<readonly Buffer[]>(split, () => []) : [];
  if (documents.length < 2) {
    report(decoded, onDecoded, () => bytes.subarray(from, until));
    return decoded;
  }
  return documents.flatMap((document, index) => {
    const inner = reader.readAll(document, 0, document.length, () => ({ file, line, part: index + 1 }));
    report(inner, onDecoded, () => document);
    return inner;
  });
}

/** The records of an element of a page, numbered on. What says where it lay in a topic lies there. */
function inPage(decoded: DecodedRecord, page: PageCount): DecodedRecord {
  const records = recordsIn(decoded).map((record) => {
    if (!("file" in record.position)) return record;
    page.records += 1;
    return withItem(record, page.records);
  });
  const [one] = records;
  return one !== undefined && records.length === 1 ? one : records;
}

function withItem(record: Decoded, item: number): Decoded {
  const position = { ...record.position, item };
  if (record.kind === "ignored") return { ...record, position };
  return { ...record, position, rejections: record.rejections.map((one) => ({ ...one, position })) };
}

/** Whether a line is not one document: it may be several. */
function isNoDocument(decoded: DecodedRecord): boolean {
  const [one, second] = recordsIn(decoded);
  const reason = one?.kind === "rejected" ? one.rejections[0]?.reason : undefined;
  return second === undefined && (reason === "notJson" || reason === "internal");
}

function report(decoded: DecodedRecord, onDecoded: ReadingCallbacks["onDecoded"], raw: () => Buffer): void {
  if (onDecoded === undefined) return;
  for (const one of recordsIn(decoded)) onDecoded(one, raw);
}
