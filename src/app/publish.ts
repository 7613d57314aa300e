import { findLog, STANDARD_INPUT, type InputFile } from "../consumers/files/inputs";
import { describeProblem } from "../consumers/files/describe-problem";
import { lookForForeign } from "../consumers/files/log-source";
import { openLog } from "../consumers/files/open-log";
import { createRecordSplitter, type RawRecord } from "../consumers/files/record-splitter";
import type { KafkaAccess } from "../consumers/kafka/client";
import type { Log } from "../consumers/live/log";
import { withCluster } from "../consumers/kafka/cluster";
import { PLAYED_HEADERS } from "../consumers/live/played";
import type { Publication } from "../consumers/kafka/publication";
import { Publisher } from "../consumers/kafka/publisher";
import { createRecordReader } from "../decoding/bytes/record-reader";
import { AppError } from "../models/app-error";
import { countDecoded, createLogReading, type LogReading, type LogReadingCollector } from "./log-reading";
import type { ReplayProgress } from "./replay-order";

/** What to publish, where to, and how fast. */
export interface PublishOrder {
  readonly logs: readonly string[];
  readonly access: KafkaAccess;
  readonly topic: string;
  /** How many partitions the topic is made with where it is not there. */
  readonly partitions: number;
  /** How many times as fast as it was recorded; Infinity for as fast as it goes. */
  readonly speed: number;
  readonly recordBytesMax: number;
  /** Goes on with a log of which the topic has the beginning. */
  readonly resume: boolean;
  readonly log: Log;
}

/** What was published. */
export interface Published {
  readonly records: number;
  /** How many of the log were there already. */
  readonly there: number;
  /** What the records are; news of a conversation counts as folded. */
  readonly reading: LogReading;
}

/** Publishes a recorded log to a topic: its records with their keys, timestamps and partitions, marked as played. */
export async function publishLog(
  order: PublishOrder,
  onProgress: (progress: ReplayProgress) => void,
): Promise<Published> {
  if (order.resume && order.logs.includes(STANDARD_INPUT))
    throw new AppError(
      "wrongUse",
      "Standard input cannot be resumed: it is read twice then.",
      "Name the files of the log.",
    );
  const { files, skipped: skippedFiles } = findLog(order.logs);
  const log = createLogReading();
  return withCluster(order.access, order.log, async (kafka, admin) => {
    const publisher = new Publisher(kafka, admin, order.topic, order.speed !== Infinity);
    const pace = createPace(order.speed);
    let [records, there] = [0, 0];
    const onBytes = (bytesRead: number, bytesAll: number) => onProgress({ bytesRead, bytesAll, records });
    try {
      if (order.resume) await lookWhatIsThere(publisher, files, order);
      for await (const publication of readPublications(files, order.recordBytesMax, log, onBytes)) {
        if (records + there === 0) await publisher.open(order.partitions, publication.timestamp);
        if (publisher.has(publication)) there += 1;
        else {
          await pace(publication.timestamp);
          await publisher.publish({ ...publication, headers: PLAYED_HEADERS });
          records += 1;
        }
      }
      await publisher.end();
    } finally {
      await publisher.disconnect();
    }
    return { records, there, reading: { ...log.reading(), skippedFiles } };
  });
}

/** Looks at all of a log before anything is sent. Throws `AppError` where the topic has something else than its beginning. */
async function lookWhatIsThere(
  publisher: Publisher,
  files: readonly InputFile[],
  { partitions, recordBytesMax }: PublishOrder,
): Promise<void> {
  let isOpen = false;
  for await (const publication of readPublications(files, recordBytesMax, createLogReading(), () => undefined)) {
    if (!isOpen) {
      await publisher.open(partitions, publication.timestamp);
      await publisher.resume();
      isOpen = true;
    }
    publisher.has(publication);
  }
  publisher.startOver();
}

async function* readPublications(
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
    const news = decoded.kind === "observations" ? decoded : undefined;
    const value = Buffer.from(bytes.subarray(from, until));
    return [{ partition: undefined, key: news?.conversationId ?? null, value, timestamp: news?.at }];
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

/** Waits until it is a record's turn. */
function createPace(speed: number): (timestamp: number | undefined) => Promise<void> {
  let first: { readonly timestamp: number; readonly at: number } | undefined;
  return async (timestamp) => {
    if (speed === Infinity || timestamp === undefined) return;
    first ??= { timestamp, at: performance.now() };
    const wait = first.at + (timestamp - first.timestamp) / speed - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
  };
}
