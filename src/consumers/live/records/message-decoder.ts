import { canonicalId } from "../../../decoding/spellings";
import { createRecordReader, type RecordReader } from "../../../decoding/bytes/record-reader";
import { recordsIn, type Decoded } from "../../../models/decoded";
import { instantFromEpochMs } from "../../../models/instant";
import type { LogRecord } from "../port/port";
import { valueMember } from "./recorded-value";

/** Decodes messages of a topic exactly as a recorded log of the topic is decoded. */
export interface MessageDecoder {
  /**
   * The records of a message: one, or several where its value is a list. Throws nothing.
   */
  readonly decode: (topic: string, partition: number, message: LogRecord) => readonly DecodedMessage[];
}

/** A record of a message as the engine takes it. */
export interface DecodedMessage {
  readonly record: Decoded;
  /** Whether the key of the message is the id of the conversation; true of a rejection. If not, the record may lie in a wrong partition. */
  readonly isRoutedByKey: boolean;
}

/** A decoder of messages. It reads a message as the line that a recorded log has for it, so that live and replay agree. */
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
        return [{ record: { kind: "rejected", position, rejections }, isRoutedByKey: true }];
      }
      const read = readValue(reader, message, position);
      const records = read === undefined ? readLine(reader, message, position) : [read];
      return records.map((record) => {
        const isRoutedByKey = record.kind !== "observations" || keyOf(message) === record.conversationId;
        return { record, isRoutedByKey };
      });
    },
  };
}

interface TopicPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Reads a message's value without copying it; undefined where only its line can be read. */
function readValue(reader: RecordReader, message: LogRecord, position: TopicPosition): Decoded | undefined {
  const { value, timestamp: stated } = message;
  const timestamp = stated >= 0 ? instantFromEpochMs(stated) : undefined;
  if (value === null || (stated >= 0 && timestamp === undefined)) return undefined;
  return reader.readValue(value, { position, partition: position.partition, timestamp });
}

/**
 * Writes a message as the line of a recorded log, and reads that. Offset and timestamp stand behind the value: of two members of
 * one name the last counts, so nothing in a value can replace them.
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
