/* eslint-disable @typescript-eslint/no-require-imports -- inner modules of kafkajs, without types */
import { AppError } from "../../models/app-error";
import { sizeOf } from "../live/intake/topic-queue";
import { passAborted, type AbortedTransaction, type FetchedRecord } from "./aborted-records";

/**
 * How many bytes of one answer to a fetch are taken, as they are unpacked: the client bounds only what is packed, and 10 MiB may
 * come to gigabytes. What lies behind is fetched again. A batch is taken whole.
 */
export const ANSWER_BYTES = 32 << 20;

/** The version of a fetch that every broker since 2.3 answers, and the newest that the client knows. */
const FETCH_VERSION = 11;
/** Where a batch of records says of which format it is, and the format that brokers store since 0.11. */
const [FORMAT_AT, FORMAT] = [16, 2];
/** Where it says how far behind its first offset its last one lies. */
const LAST_OFFSET_AT = 23;
/** A batch has as many bytes before its records. */
const BATCH_HEAD = 49;

/**
 * In the place of what compaction took at the end of batches: the client takes it for a mark of a transaction, and reads on behind it. It would ask
 * for the same batches again and again.
 */
const taken = (offset: bigint): FetchedRecord => ({
  ...{ key: null, value: null, headers: {}, timestamp: "0", attributes: 0, offset: String(offset) },
  isControlRecord: true,
});

/** The client's reader of bytes. */
interface Decoder {
  readonly offset: number;
  readonly readInt16: () => number;
  readonly readInt32: () => number;
  readonly readInt64: () => { readonly toString: () => string };
  readonly readString: () => string;
  readonly readBytes: (length: number) => Buffer;
  readonly canReadBytes: (length: number) => boolean;
  readonly readArray: <Value>(read: (decoder: Decoder) => Value) => Value[];
  readonly readArrayAsync: <Value>(read: (decoder: Decoder) => Promise<Value>) => Promise<Value[]>;
}

const DecoderOf = require("kafkajs/src/protocol/decoder") as new (bytes: Buffer) => Decoder;
const readBatch = require("kafkajs/src/protocol/recordBatch/v0/decoder") as (
  decoder: Decoder,
) => Promise<{ readonly records: readonly FetchedRecord[] }>;
const readOldMessages = require("kafkajs/src/protocol/messageSet/decoder") as (
  decoder: Decoder,
  size: number,
) => Promise<readonly FetchedRecord[]>;

/** Where batches are read from, and how many bytes of the answer may still be taken. */
interface Reading {
  readonly topic: string;
  readonly partition: number;
  readonly budget: { left: number };
}

/** Reads an answer as the client does, within a bound. Throws `AppError` that names the batch where one cannot be unpacked. */
export async function readAnswer(bytes: Buffer, bytesMax = ANSWER_BYTES): Promise<object> {
  const decoder = new DecoderOf(bytes);
  const budget = { left: bytesMax };
  const clientSideThrottleTime = decoder.readInt32();
  const [errorCode, sessionId] = [decoder.readInt16(), decoder.readInt32()];
  const responses = await decoder.readArrayAsync(async () => {
    const topicName = decoder.readString();
    const partitions = await decoder.readArrayAsync(async () => readPartition(decoder, topicName, budget));
    return { topicName, partitions };
  });
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses: withoutIdle(responses) };
}

/** What the client makes of a partition. */
interface ReadPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly lastStartOffset: string;
  /** None: what was aborted is marked. */
  readonly abortedTransactions: readonly never[];
  readonly preferredReadReplica: number;
  readonly messages: readonly FetchedRecord[];
}

interface ReadTopic {
  readonly topicName: string;
  readonly partitions: readonly ReadPartition[];
}

/** Of several partitions those of which there is nothing are left out: the client puts each through its queue, and does nothing with it. */
function withoutIdle(topics: readonly ReadTopic[]): readonly ReadTopic[] {
  const isOne = topics.length === 1 && topics[0]?.partitions.length === 1;
  if (isOne) return topics;
  const isNews = ({ errorCode, preferredReadReplica, messages }: ReadPartition): boolean =>
    errorCode !== 0 || preferredReadReplica !== -1 || messages.length > 0;
  return topics.map((topic) => ({ ...topic, partitions: topic.partitions.filter(isNews) }));
}

async function readPartition(decoder: Decoder, topic: string, budget: Reading["budget"]): Promise<ReadPartition> {
  const readOffset = () => decoder.readInt64().toString();
  const partition = decoder.readInt32();
  const head = {
    partition,
    errorCode: decoder.readInt16(),
    highWatermark: readOffset(),
    lastStableOffset: readOffset(),
    lastStartOffset: readOffset(),
  };
  const aborted = decoder.readArray((): AbortedTransaction => ({
    producerId: readOffset(),
    firstOffset: readOffset(),
  }));
  const preferredReadReplica = decoder.readInt32();
  const messages = await readMessages(decoder, { topic, partition, budget });
  return { ...head, abortedTransactions: [], preferredReadReplica, messages: passAborted(messages, aborted) };
}

async function readMessages(decoder: Decoder, reading: Reading): Promise<readonly FetchedRecord[]> {
  const size = decoder.readInt32();
  if (size <= 0 || !decoder.canReadBytes(size)) return [];
  const bytes = decoder.readBytes(size);
  const batches = new DecoderOf(bytes);
  if (bytes[FORMAT_AT] !== FORMAT) return readOldMessages(batches, size);
  const messages: FetchedRecord[] = [];
  while (reading.budget.left > 0 && batches.canReadBytes(BATCH_HEAD)) {
    const records = await readWhole(batches, bytes, reading);
    if (records === undefined) break;
    for (const record of records) {
      messages.push(record);
      reading.budget.left -= sizeOf(record);
    }
  }
  return messages;
}

/** All that a batch had, the next one; undefined where an answer ends in the midst of it. */
async function readWhole(
  batches: Decoder,
  bytes: Buffer,
  { topic, partition }: Reading,
): Promise<readonly FetchedRecord[] | undefined> {
  const offset = bytes.readBigInt64BE(batches.offset);
  const last = offset + BigInt(bytes.readInt32BE(batches.offset + LAST_OFFSET_AT));
  try {
    const { records } = await readBatch(batches);
    return records.at(-1)?.offset === String(last) ? records : [...records, taken(last)];
  } catch (error) {
    if ((error as Error).name === "KafkaJSPartialMessageError") return undefined;
    throw new BatchError(`${topic}[${partition}] at offset ${offset}`, last + 1n, (error as Error).message);
  }
}

/** A batch that cannot be unpacked, or comes to more than one may. */
class BatchError extends AppError {
  /** Tells the client not to try again. */
  readonly retriable = false;

  constructor(place: string, behind: bigint, reason: string) {
    super(
      "inputUnreadable",
      `The batch of ${place} cannot be unpacked: ${reason}`,
      `Delete what lies before offset ${behind} (kafka-delete-records.sh), the batch with it, and start again; let producers write smaller batches (batch.size, max.request.size).`,
    );
  }
}

/** Lets the client read answers so. */
export function patchFetching(): void {
  const response = require(`kafkajs/src/protocol/requests/fetch/v${FETCH_VERSION}/response`) as {
    decode: (bytes: Buffer) => Promise<object>;
  };
  response.decode = async (bytes) => readAnswer(bytes);
}
