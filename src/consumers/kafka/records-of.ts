import type { Admin, Kafka } from "kafkajs";

import { documentAt } from "../../decoding/decode";
import { canonicalId } from "../../decoding/spellings";
import type { Decoded } from "../../models/decoded";
import { createMessageDecoder } from "../live/records/message-decoder";
import type { LogRecord } from "../live/port/port";
import { withTimeout } from "../live/port/waiting";
import { readPartition } from "./partition-reader";
import { topicOffsetsAt } from "./topic-offsets";

/** Where the records of a conversation lie, and when they were written. */
export interface RecordsWanted {
  readonly topics: readonly string[];
  readonly partition: number;
  readonly conversationId: string;
  readonly fromAt: number;
  readonly untilAt: number;
}

/** A record of the input, decoded, with the document that it holds. */
export interface InputRecord {
  readonly decoded: Decoded;
  readonly document: unknown;
}

function documentOf({ value }: LogRecord, { position }: Decoded): unknown {
  return value === null ? null : documentAt(value, position);
}

/** Records may be written somewhat before or after what they are about. */
const AROUND_MS = 300_000;
const READING_MS = 20_000;
const RECORD_BYTES_MAX = 1 << 20;

/**
 * Reads the records of one conversation out of the input: that part of its partition in which it occurs. Those of several topics are
 * in the order of their timestamps.
 */
export async function readRecordsOf(kafka: Kafka, admin: Admin, wanted: RecordsWanted): Promise<InputRecord[]> {
  const found: DatedRecord[] = [];
  for (const topic of wanted.topics) found.push(...(await readFrom(kafka, admin, topic, wanted)));
  if (wanted.topics.length > 1) found.sort((one, other) => one.timestamp - other.timestamp);
  return found.map(({ record }) => record);
}

interface DatedRecord {
  readonly timestamp: number;
  readonly record: InputRecord;
}

async function readFrom(kafka: Kafka, admin: Admin, topic: string, wanted: RecordsWanted): Promise<DatedRecord[]> {
  const { partition, conversationId, fromAt, untilAt } = wanted;
  const starts = await topicOffsetsAt(admin, topic, fromAt - AROUND_MS);
  const from = starts.find((one) => one.partition === partition)?.offset ?? "0";
  const decoder = createMessageDecoder(RECORD_BYTES_MAX);
  const found: DatedRecord[] = [];
  const take = (message: LogRecord) => {
    if (message.key !== null && canonicalId(message.key.toString()) === conversationId) {
      for (const { record } of decoder.decode(topic, partition, message)) {
        const document = documentOf(message, record);
        found.push({ timestamp: message.timestamp, record: { decoded: record, document } });
      }
    }
    return message.timestamp > untilAt + AROUND_MS ? "last" : "more";
  };
  const reading = readPartition(kafka, { topic, partition, from: BigInt(from), endsWhenEmpty: true }, take);
  await withTimeout(READING_MS, "reading the records of a conversation", reading);
  return found;
}
