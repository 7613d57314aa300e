import type { Admin, Kafka } from "kafkajs";

import { AppError } from "../../models/app-error";
import type { MisroutedChoice } from "../live/fold-order";
import type { LogRecord } from "../live/port";
import { lineOf } from "../live/recorded-line";
import { readTopic } from "./lone-reader";

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
  const take = (partition: number, record: LogRecord) => {
    onLine(lineOf(topic, partition, record, partitions));
    records += 1;
  };
  await readTopic(kafka, admin, topic, take, from);
  return records;
}
