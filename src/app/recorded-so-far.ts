import { existsSync, statSync } from "node:fs";
import path from "node:path";

import { openLog } from "../consumers/files/open-log";
import { isPolicyText } from "../decoding/policy-line";
import { placeIn } from "../decoding/recorded";
import { AppError } from "../models/app-error";

/** How far a topic was recorded into a file. */
export interface RecordedSoFar {
  /** The offset behind the last one of each partition. */
  readonly next: ReadonlyMap<number, bigint>;
  /** By partition, how many policies it names. */
  readonly policies: ReadonlyMap<number, number>;
  /** How many bytes of the file are whole lines. */
  readonly bytes: number;
}

const NEWLINE = 0x0a;

/** What a recording holds: of which topic, and by which rule for records whose key is not their conversation. */
export interface RecordingKind {
  readonly topic: string;
  readonly misrouted: "reject" | "fold";
}

/**
 * Reads how far a recording goes that is to be gone on with; a last line that breaks off does not count. Throws `AppError` where it is none,
 * or one of another kind: half of a log would be read by another rule, or as another topic.
 */
export async function readRecorded(file: string, kind: RecordingKind): Promise<RecordedSoFar> {
  const so = { next: new Map<number, bigint>(), policies: new Map<number, number>() };
  let rest = Buffer.alloc(0);
  let read = 0;
  try {
    const { size: bytes } = statSync(file);
    for await (const chunk of openLog({ path: file, name: path.basename(file), bytes }, () => undefined)) {
      const text = Buffer.concat([rest, chunk]);
      const end = text.lastIndexOf(NEWLINE) + 1;
      noteLines(text.subarray(0, end).toString(), kind, so);
      read += chunk.length;
      rest = Buffer.from(text.subarray(end));
    }
    const isPacked = path.extname(file) === ".gz";
    if (!isPacked && read !== bytes) throw new Error("it is not as it was recorded, but in another encoding or packed");
    // What breaks off in a compressed file would have been an error.
    return { ...so, bytes: bytes - (isPacked ? 0 : rest.length) };
  } catch (error) {
    throw new AppError(
      "inputUnreadable",
      `"${file}" cannot be gone on with: ${error instanceof Error ? error.message : String(error)}`,
      "Record into another --out, or with --force anew.",
    );
  }
}

/** A line says how many partitions its topic has, behind its key, where records must lie where their key belongs. */
const COUNTED = /^[^\n]*?"timestamp":-?\d+,"key":(?:null|"(?:[^"\\]|\\.)*"),"partitions":\d+,/;

interface Noted {
  readonly next: Map<number, bigint>;
  readonly policies: Map<number, number>;
}

function noteLines(text: string, { topic, misrouted }: RecordingKind, { next, policies }: Noted): void {
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const place = placeIn(line);
    if (place === undefined) throw new Error('it has a line that "record" did not write');
    if (place.topic !== topic)
      throw new Error(`it holds records of the topic "${place.topic}", and what is recorded now is "${topic}"`);
    if (isPolicyText(line)) {
      policies.set(place.partition, (policies.get(place.partition) ?? 0) + 1);
      continue;
    }
    const before = COUNTED.test(line) ? "reject" : "fold";
    if (before !== misrouted)
      throw new Error(
        `it was begun with --misrouted ${before}, and is to be gone on with under --misrouted ${misrouted}`,
      );
    next.set(place.partition, place.offset + 1n);
  }
}

/** The file that a recording is to be gone on with: what an interrupted one left, else the whole one; undefined for none. */
export function recordedFile(out: string, partial: string): string | undefined {
  return [partial, out].find((file) => existsSync(file));
}
