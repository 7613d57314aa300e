import type { KafkaMessage } from "kafkajs";

import { canonicalId } from "../../decoding/spellings";
import { createRecordReader } from "../../decoding/bytes/record-reader";
import type { Decoded } from "../../models/decoded";

/** Decodes messages of a topic in the way a recorded log of it is decoded. */
export interface MessageDecoder {
  /** Throws nothing; `isAtHome` is false where the key is not the conversation that the message tells of. */
  readonly decode: (topic: string, partition: number, message: KafkaMessage) => DecodedMessage;
}

/** A message as the engine takes it, and whether it lies where its conversation does. */
export interface DecodedMessage {
  readonly record: Decoded;
  readonly isAtHome: boolean;
}

/**
 * A decoder of messages. It writes each as the line that a recorded log would have: so live and replay read the same. What
 * the cluster says of a message stands behind its value: nothing in a value can take its place.
 */
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
        return { record: { kind: "rejected", position, rejections }, isAtHome: true };
      }
      const line = lineOf(topic, partition, offset, message);
      const record = reader.read(line, 0, line.length, () => position);
      const isAtHome = record.kind !== "observations" || keyOf(message) === record.conversationId;
      return { record, isAtHome };
    },
  };
}

const BEFORE = Buffer.from('{"value":');

function lineOf(topic: string, partition: number, offset: number, { value, timestamp }: KafkaMessage): Buffer {
  const stamp = Number(timestamp) >= 0 ? timestamp : "null";
  const place = `,"topic":${JSON.stringify(topic)},"partition":${partition},"offset":${offset},"timestamp":${stamp}}`;
  return Buffer.concat([BEFORE, value ?? Buffer.from("null"), Buffer.from(place)]);
}

function keyOf({ key }: KafkaMessage): string | undefined {
  return key === null ? undefined : canonicalId(key.toString());
}
