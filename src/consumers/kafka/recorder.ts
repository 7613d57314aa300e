import type { Admin, Kafka, KafkaMessage } from "kafkajs";

import { AppError } from "../../models/app-error";
import type { MisroutedChoice } from "./fold-order";
import { readTopic } from "./lone-reader";
import { valueMember } from "./recorded-value";

/**
 * Reads a topic from the offsets that are given on up to where it ends now, partition after partition, and gives each record as
 * a line of a recorded log, with its place, key and timestamp. Returns how many. Where a service rejects what is misrouted, so
 * does a replay of the recording: the lines tell how many partitions the topic has.
 */
export async function recordTopic(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  onLine: (line: string) => void,
  from: ReadonlyMap<number, bigint>,
  misrouted: Exclude<MisroutedChoice, "stop"> = "reject",
): Promise<number> {
  if (!(await admin.listTopics()).includes(topic)) {
    throw new AppError("topicMissing", `The topic "${topic}" is not there.`, "Name another with --topic.");
  }
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitions = misrouted === "fold" ? undefined : topics[0]?.partitions.length;
  let records = 0;
  const take = (partition: number, message: KafkaMessage) => {
    onLine(lineOf(topic, partition, message, partitions));
    records += 1;
  };
  await readTopic(kafka, admin, topic, take, from);
  return records;
}

/**
 * A record as a line. Where the number of partitions
 * is told, whoever reads the line holds the record to its key, as a service does.
 */
export function lineOf(
  topic: string,
  partition: number,
  { offset, timestamp, key, value }: KafkaMessage,
  partitions?: number,
): string {
  const place = `{"topic":${JSON.stringify(topic)},"partition":${partition},"offset":${offset},"timestamp":${timestamp}`;
  const named = key === null ? "null" : JSON.stringify(key.toString());
  const counted = partitions === undefined ? "" : `,"partitions":${partitions}`;
  return `${place},"key":${named}${counted},${valueMember(value)}}`;
}
