import { findInputs, type InputFile } from "../consumers/files/inputs";
import { openLog } from "../consumers/files/open-log";
import { createRecordSplitter, type RawRecord } from "../consumers/files/record-splitter";
import type { KafkaAccess, Log } from "../consumers/kafka/client";
import { withCluster } from "../consumers/kafka/cluster";
import { Publisher, type Publication } from "../consumers/kafka/publisher";
import { createRecordReader } from "../decoding/bytes/record-reader";
import type { ReplayProgress } from "./replay";

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
  readonly log: Log;
}

/** Publishes a recorded log to a topic: its records with their keys, timestamps and partitions. Returns how many. */
export async function publishLog(order: PublishOrder, onProgress: (progress: ReplayProgress) => void): Promise<number> {
  const files = findInputs(order.logs);
  return withCluster(order.access, order.log, async (kafka, admin) => {
    const publisher = new Publisher(kafka, admin, order.topic, order.speed !== Infinity);
    const pace = createPace(order.speed);
    let records = 0;
    const onBytes = (bytesRead: number, bytesAll: number) => onProgress({ bytesRead, bytesAll, records });
    for await (const publication of readPublications(files, order.recordBytesMax, onBytes)) {
      if (records === 0) await publisher.open(order.partitions, publication.timestamp);
      await pace(publication.timestamp);
      await publisher.publish(publication);
      records += 1;
    }
    if (records > 0) await publisher.close();
    return records;
  });
}

async function* readPublications(
  files: readonly InputFile[],
  recordBytesMax: number,
  onBytes: (read: number, all: number) => void,
): AsyncGenerator<Publication> {
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const reader = createRecordReader();
  let read = 0;
  for (const file of files) {
    const splitter = createRecordSplitter(recordBytesMax);
    const each = (raw: RawRecord) => toPublication(raw, reader);
    for await (const chunk of openLog(file, (bytes) => (read += bytes))) {
      for (const raw of splitter.push(chunk)) yield each(raw);
      onBytes(read, all);
    }
    for (const raw of splitter.end()) yield each(raw);
  }
}

/** A recorded line as it was in its topic; a bare value with its conversation as key; rubbish as it is. */
function toPublication(raw: RawRecord, reader: ReturnType<typeof createRecordReader>): Publication {
  const { bytes, from, until } = raw;
  if (bytes === "tooLarge") return { partition: undefined, key: null, value: null, timestamp: undefined };
  const text = bytes.toString("utf8", from, until);
  const recorded = parseRecorded(text);
  if (recorded !== undefined) return recorded;
  const decoded = reader.read(bytes, from, until, () => ({ partition: 0, offset: 0 }));
  const isNews = decoded.kind === "observations";
  const key = isNews ? decoded.conversationId : null;
  return {
    partition: undefined,
    key,
    value: Buffer.from(bytes.subarray(from, until)),
    timestamp: isNews ? decoded.at : undefined,
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
  const { partition, key, value, payload, timestamp, ts } = line as Readonly<Record<string, unknown>>;
  if (typeof partition !== "number") return undefined;
  const content = value ?? payload ?? null;
  const stamp = timestamp ?? ts;
  return {
    partition,
    key: typeof key === "string" ? key : null,
    value: content === null || typeof content === "string" ? content : JSON.stringify(content),
    timestamp: typeof stamp === "number" ? stamp : undefined,
  };
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
