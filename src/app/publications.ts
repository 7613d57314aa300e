import { describeProblem } from "../consumers/files/describe-problem";
import type { InputFile } from "../consumers/files/inputs";
import { lookForForeign } from "../consumers/files/log-source";
import { openLog } from "../consumers/files/open-log";
import { createRecordSplitter, type RawRecord } from "../consumers/files/record-splitter";
import type { Publication } from "../consumers/kafka/publication";
import { createRecordReader } from "../decoding/bytes/record-reader";
import { countDecoded, createLogReading, type LogReadingCollector } from "./log-reading";

/** What is published of a log, record by record. `onBytes` is called with how many bytes were read of the files, and of how many. */
export async function* readPublications(
  files: readonly InputFile[],
  recordBytesMax: number,
  log: LogReadingCollector,
  onBytes: (read: number, all: number) => void,
): AsyncGenerator<Publication> {
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const toPublications = createPublications(log);
  let read = 0;
  for (const file of files) {
    const splitter = createRecordSplitter(recordBytesMax);
    let onForeign: LogReadingCollector["foreign"] | undefined = log.foreign;
    try {
      for await (const chunk of openLog(file, (bytes) => (read += bytes))) {
        lookForForeign(file.name, chunk, onForeign);
        onForeign = undefined;
        for (const raw of splitter.push(chunk)) yield* toPublications(raw);
        onBytes(read, all);
      }
    } catch (error) {
      log.damage({ file: file.name, problem: describeProblem(error) });
    }
    for (const raw of splitter.end()) yield* toPublications(raw);
  }
}

/**
 * The latest timestamp of what is published of a log; undefined where there is none, or the log can be read only once. It
 * reads all of the log, beside whatever else is done, until `isOver` says that nobody waits for it any more.
 */
export async function latestTimestamp(
  files: readonly InputFile[],
  recordBytesMax: number,
  isOver: () => boolean,
): Promise<number | undefined> {
  // Standard input and named pipes have no size, and are gone once they are read.
  if (files.some(({ bytes }) => bytes === 0)) return undefined;
  let latest: number | undefined;
  for await (const { timestamp } of readPublications(files, recordBytesMax, createLogReading(), () => undefined)) {
    if (isOver()) return undefined;
    if (timestamp !== undefined) latest = Math.max(latest ?? timestamp, timestamp);
  }
  return latest;
}

/** Makes what is published of a record: a recorded line as it was in its topic; a bare value with its conversation as key; rubbish as it is; of convofold's own lines nothing. */
function createPublications(log: LogReadingCollector): (raw: RawRecord) => readonly Publication[] {
  const reader = createRecordReader();
  return ({ bytes, from, until }) => {
    if (bytes === "tooLarge") return [{ partition: undefined, key: null, value: null, timestamp: undefined }];
    const recorded = parseRecorded(bytes.toString("utf8", from, until));
    const decoded = reader.read(bytes, from, until, () => ({ partition: 0, offset: 0 }));
    countDecoded(log, decoded);
    // By which policy a service went is no record of its input.
    if (decoded.kind === "ignored" && decoded.policySwitch !== undefined) return [];
    if (recorded !== undefined) return [recorded];
    const observed = decoded.kind === "observations" ? decoded : undefined;
    const value = Buffer.from(bytes.subarray(from, until));
    return [{ partition: undefined, key: observed?.conversationId ?? null, value, timestamp: observed?.at }];
  };
}

function parseRecorded(text: string): Publication | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof line !== "object" || line === null || !("partition" in line)) return undefined;
  const { partition, key, value, valueBase64, payload, timestamp, ts } = line as Readonly<Record<string, unknown>>;
  if (typeof partition !== "number") return undefined;
  const content = value ?? payload ?? bytesOf(valueBase64) ?? null;
  const stamp = timestamp ?? ts;
  return {
    partition,
    key: typeof key === "string" ? key : null,
    value: content === null || isRaw(content) ? content : JSON.stringify(content),
    timestamp: typeof stamp === "number" ? stamp : undefined,
  };
}

function bytesOf(base64: unknown): Buffer | undefined {
  return typeof base64 === "string" ? Buffer.from(base64, "base64") : undefined;
}

function isRaw(content: unknown): content is string | Buffer {
  return typeof content === "string" || Buffer.isBuffer(content);
}
