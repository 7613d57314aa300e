import { AppError } from "../../models/app-error";
import type { Decoded } from "../../models/decoded";
import type { Position } from "../../models/position";
import { decodeRecord } from "../../decoding/decode";
import { STANDARD_INPUT, type InputFile } from "./inputs";
import { openLog } from "./open-log";
import { createRecordSplitter, splitDocuments, type RawRecord } from "./record-splitter";

/** A file of the log that could not be read to its end. What could be read of it was. */
export interface DamagedFile {
  readonly file: string;
  readonly problem: string;
}

/** What reading a log tells besides its records. */
export interface ReadingNews {
  readonly onBytes: (bytes: number) => void;
  readonly onDamage: (damage: DamagedFile) => void;
}

/**
 * The decoded records of a log, file after file, a batch at a time. A file that is missing stops the run before it
 * begins; one that turns out to be damaged is named, and the others are read on.
 */
export async function* readLog(
  files: readonly InputFile[],
  recordBytesMax: number,
  news: ReadingNews,
): AsyncGenerator<readonly Decoded[]> {
  for (const file of files) {
    const splitter = createRecordSplitter(recordBytesMax);
    const name = file.path === STANDARD_INPUT ? "stdin" : file.name;
    const decode = (raw: RawRecord) => decodeRaw(raw, name, recordBytesMax);
    try {
      for await (const chunk of openLog(file, news.onBytes)) yield splitter.push(chunk).flatMap(decode);
    } catch (error) {
      if (error instanceof AppError) throw error;
      news.onDamage({ file: name, problem: describeProblem(error) });
    }
    yield splitter.end().flatMap(decode);
  }
}

/** Decodes a line, or each document of a line that holds several. */
function decodeRaw({ line, part, bytes }: RawRecord, file: string, recordBytesMax: number): Decoded[] {
  const place: Position = { file, line, ...(part !== undefined && { part }) };
  if (bytes === "tooLarge") {
    const detail = `larger than ${String(recordBytesMax)} bytes`;
    return [{ kind: "rejected", position: place, rejections: [{ position: place, reason: "tooLarge", detail }] }];
  }
  const decoded = decodeRecord(bytes, place);
  if (part !== undefined || decoded.kind !== "rejected" || decoded.rejections[0]?.reason !== "notJson")
    return [decoded];
  const documents = splitDocuments(bytes);
  if (documents.length < 2) return [decoded];
  return documents.map((document, index) => decodeRecord(document, { ...place, part: index + 1 }));
}

function describeProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR" || /unexpected (?:end|eof)/i.test(message))
    return "breaks off: it was cut short while written or copied";
  if (code === "EACCES" || code === "EPERM") return "may not be read by this user";
  if (code?.startsWith("Z_") === true) return "is damaged: its compressed data are wrong";
  return `cannot be read (${code ?? message})`;
}
