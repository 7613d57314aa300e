import { existsSync, statSync } from "node:fs";
import path from "node:path";

import { openLog } from "../consumers/files/open-log";
import { placeIn } from "../decoding/recorded";
import { AppError } from "../models/app-error";

/** How far a topic was recorded into a file. */
export interface RecordedSoFar {
  /** The offset behind the last one of each partition. */
  readonly next: ReadonlyMap<number, bigint>;
  /** How many bytes of the file are whole lines. */
  readonly bytes: number;
}

const NEWLINE = 0x0a;

/** Reads how far a file goes; a last line that breaks off does not count. Throws `AppError` where it is no such file. */
export async function readRecorded(file: string): Promise<RecordedSoFar> {
  const next = new Map<number, bigint>();
  let rest = Buffer.alloc(0);
  try {
    const { size: bytes } = statSync(file);
    for await (const chunk of openLog({ path: file, name: path.basename(file), bytes }, () => undefined)) {
      const text = Buffer.concat([rest, chunk]);
      const end = text.lastIndexOf(NEWLINE) + 1;
      noteLines(text.subarray(0, end).toString(), next);
      rest = Buffer.from(text.subarray(end));
    }
    // What breaks off in a compressed file would have been an error.
    return { next, bytes: bytes - (path.extname(file) === ".gz" ? 0 : rest.length) };
  } catch (error) {
    throw new AppError(
      "inputUnreadable",
      `"${file}" cannot be gone on with: ${error instanceof Error ? error.message : String(error)}`,
      "Record into another --out, or with --force anew.",
    );
  }
}

function noteLines(text: string, next: Map<number, bigint>): void {
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const place = placeIn(line);
    if (place === undefined) throw new Error('it has a line that "record" did not write');
    next.set(place.partition, place.offset + 1n);
  }
}

/** The file that a recording is to be gone on with: what an interrupted one left, else the whole one; undefined for none. */
export function recordedFile(out: string, partial: string): string | undefined {
  return [partial, out].find((file) => existsSync(file));
}
