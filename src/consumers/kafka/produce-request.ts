/**
 * The client encodes a request to produce through some nine buffers, one for each record and one for each level around them, and
 * grows each by doubling: for each byte that is sent it allocates and zeroes some twenty. All of that lies outside of the heap,
 * where 64 MB of news make the garbage collector mark everything. Here the request is measured, then written into one buffer.
 */
import { checksum } from "./crc32c";
import { headerEntries, type HeaderEntry } from "../live/records/header-entries";
import { ProtocolWriter, sizeOfBytes, sizeOfVarInt, toBigInt, type Integer, type Text } from "./protocol-writer";

/** A message as a producer hands it on. */
interface Message {
  readonly key?: unknown;
  readonly value?: unknown;
  readonly headers?: object;
  readonly timestamp?: string | undefined;
}

interface PartitionData {
  readonly partition: number;
  readonly messages: readonly Message[];
  readonly firstSequence?: number;
}

/** What a request to produce is made of. */
export interface ProduceFields {
  readonly acks: number;
  readonly timeout: number;
  readonly compression?: number;
  readonly transactionalId?: string | null;
  readonly producerId?: Integer;
  readonly producerEpoch?: number;
  readonly topicData: readonly { readonly topic: string; readonly partitions: readonly PartitionData[] }[];
}

/** A record that was measured. */
interface Measured {
  readonly key: Text;
  readonly value: Text;
  readonly headers: readonly HeaderEntry[];
  readonly delta: number;
  /** Of the record without this length itself. */
  readonly bytes: number;
}

interface Batch {
  readonly partition: number;
  readonly firstSequence: number;
  readonly firstTimestamp: number;
  readonly maxTimestamp: number;
  readonly records: readonly Measured[];
  /** From its first byte to its last. */
  readonly bytes: number;
}

const MAGIC = 2;
const TRANSACTIONAL = 16;
/** Of a batch, before its records; up to behind its length; up to behind its checksum. */
const [HEAD_BYTES, LENGTH_END, CHECKSUM_END] = [61, 12, 21];

/**
 * The body of a request to produce, of version 3 or later, byte for byte as the client would encode it. Undefined where something
 * is in it that is left to the client: compression, or values of another kind. The client cannot write a header without a value.
 */
export function encodeProduce(options: ProduceFields, now: number): Buffer | undefined {
  if ((options.compression ?? 0) !== 0 || !options.topicData.every(isPlain)) return undefined;
  const { transactionalId = null, producerId = -1, producerEpoch = 0 } = options;
  const topics = options.topicData.map(({ topic, partitions }) => ({
    topic,
    batches: partitions.map((data) => measure(data, now)),
  }));
  const writer = new ProtocolWriter(sizeOfBody(transactionalId, topics));
  writer.string(transactionalId);
  writer.int16(options.acks);
  writer.int32(options.timeout);
  writer.int32(topics.length);
  for (const { topic, batches } of topics) {
    writer.string(topic);
    writer.int32(batches.length);
    for (const batch of batches) writeBatch(writer, batch, producerId, producerEpoch, transactionalId !== null);
  }
  return writer.bytes;
}

function isPlain({ partitions }: ProduceFields["topicData"][number]): boolean {
  return partitions.every(({ messages }) => messages.every(isPlainMessage));
}

function isPlainMessage({ key, value, headers }: Message): boolean {
  return isText(key) && isText(value) && headerEntries(headers).every(([, one]) => isText(one));
}

function isText(value: unknown): value is Text {
  return value === undefined || value === null || typeof value === "string" || Buffer.isBuffer(value);
}

function measure({ partition, messages, firstSequence = 0 }: PartitionData, now: number): Batch {
  const stated = messages.flatMap(({ timestamp }) => timestamp ?? []).sort();
  const firstTimestamp = Number(stated[0] ?? now);
  let bytes = HEAD_BYTES;
  const records = messages.map((message, index): Measured => {
    const delta = Number(message.timestamp || now) - firstTimestamp;
    const [key, value] = [message.key as Text, message.value as Text];
    const headers = headerEntries(message.headers);
    const lead = 1 + sizeOfVarInt(delta) + sizeOfVarInt(index);
    const body = lead + sizeOfBytes(key) + sizeOfBytes(value) + sizeOfHeaders(headers);
    bytes += sizeOfVarInt(body) + body;
    return { key, value, headers, delta, bytes: body };
  });
  return { partition, firstSequence, firstTimestamp, maxTimestamp: Number(stated.at(-1) ?? now), records, bytes };
}

function sizeOfHeaders(headers: readonly HeaderEntry[]): number {
  return headers.reduce(
    (bytes, [name, value]) => bytes + sizeOfBytes(name) + sizeOfBytes(value),
    sizeOfVarInt(headers.length),
  );
}

function sizeOfBody(transactionalId: string | null, topics: readonly { topic: string; batches: readonly Batch[] }[]) {
  let bytes = 2 + Buffer.byteLength(transactionalId ?? "") + 2 + 4 + 4;
  for (const { topic, batches } of topics) {
    bytes += 2 + Buffer.byteLength(topic) + 4;
    for (const batch of batches) bytes += 4 + 4 + batch.bytes;
  }
  return bytes;
}

function writeBatch(
  writer: ProtocolWriter,
  { partition, firstSequence, firstTimestamp, maxTimestamp, records, bytes }: Batch,
  producerId: Integer,
  producerEpoch: number,
  isTransactional: boolean,
): void {
  writer.int32(partition);
  writer.int32(bytes);
  const from = writer.at;
  writer.int64(0n);
  writer.int32(bytes - LENGTH_END);
  writer.int32(0);
  writer.int8(MAGIC);
  writer.int32(0);
  writer.int16(isTransactional ? TRANSACTIONAL : 0);
  writer.int32(records.length - 1);
  writer.int64(BigInt(firstTimestamp));
  writer.int64(BigInt(maxTimestamp));
  writer.int64(toBigInt(producerId));
  writer.int16(producerEpoch);
  writer.int32(firstSequence);
  writer.int32(records.length);
  for (const [index, record] of records.entries()) writeRecord(writer, record, index);
  const sum = checksum(writer.bytes, from + CHECKSUM_END, writer.at);
  writer.bytes.writeUInt32BE(sum, from + CHECKSUM_END - 4);
}

function writeRecord(writer: ProtocolWriter, { key, value, headers, delta, bytes }: Measured, index: number): void {
  writer.varInt(bytes);
  writer.int8(0);
  writer.varInt(delta);
  writer.varInt(index);
  writer.varIntBytes(key);
  writer.varIntBytes(value);
  writer.varInt(headers.length);
  for (const [name, one] of headers) {
    writer.varIntBytes(name);
    writer.varIntBytes(one);
  }
}
