import { canonicalId } from "../../../decoding/spellings";
import { createRecordReader, type RecordReader } from "../../../decoding/bytes/record-reader";
import { recordsIn, type Decoded } from "../../../models/decoded";
import { instantFromEpochMs } from "../../../models/instant";
import type { LogRecord } from "../port/port";
import { valueMember } from "./recorded-value";

/** Decodes messages of a topic in the way a recorded log of it is decoded. */
export interface MessageDecoder {
  /**
   * Gives the records of a message: one, or several where it holds a list. Throws nothing; `isAtHome` is false where the
   * key is not the conversation that the record tells of.
   */
  readonly decode: (topic: string, partition: number, message: LogRecord) => readonly DecodedMessage[];
}

/** A record of a message as the engine takes it, and whether it lies where its conversation does. */
export interface DecodedMessage {
  readonly record: Decoded;
  readonly isAtHome: boolean;
}

/** A decoder of messages. It reads each as the line that a recorded log would have: so live and replay read the same. */
export function createMessageDecoder(recordBytesMax: number): MessageDecoder {
  const reader = createRecordReader();
  return {
    decode(topic, partition, message) {
      const offset = Number(message.offset);
      const position = { topic, partition, offset };
      const length = message.value?.length ?? 0;
      if (length > recordBytesMax) {
        const detail = `larger than ${recordBytesMax} bytes`;
        const rejections = [{ position, reason: "tooLarge" as const, detail }];
        return [{ record: { kind: "rejected", position, rejections }, isAtHome: true }];
      }
      const read = readValue(reader, message, position);
      const records = read === undefined ? readLine(reader, message, position) : [read];
      return records.map((record) => {
        const isAtHome = record.kind !== "observations" || keyOf(message) === record.conversationId;
        return { record, isAtHome };
      });
    },
  };
}

interface TopicPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Reads a message's value as it lies there; undefined where that takes a line. */
function readValue(reader: RecordReader, message: LogRecord, position: TopicPosition): Decoded | undefined {
  const { value, timestamp: stated } = message;
  const timestamp = stated >= 0 ? instantFromEpochMs(stated) : undefined;
  if (value === null || (stated >= 0 && timestamp === undefined)) return undefined;
  return reader.readValue(value, { position, partition: position.partition, timestamp });
}

/**
 * Writes a message as the line of a recorded log, and reads that. What the cluster says of a message stands behind its
 * value: nothing in a value can take its place.
 */
function readLine(reader: RecordReader, message: LogRecord, position: TopicPosition): readonly Decoded[] {
  const line = lineOf(position, message);
  return recordsIn(reader.readAll(line, 0, line.length, () => position));
}

function lineOf({ topic, partition, offset }: TopicPosition, { value, timestamp }: LogRecord): Buffer {
  const stamp = timestamp >= 0 ? timestamp : "null";
  const place = `"topic":${JSON.stringify(topic)},"partition":${partition},"offset":${offset},"timestamp":${stamp}`;
  return Buffer.from(`{${valueMember(value)},${place}}`);
}

function keyOf({ key }: LogRecord): string | undefined {
  return key === null ? undefined : canonicalId(key.toString());
}
