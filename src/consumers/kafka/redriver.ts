import type { Admin, Kafka, KafkaMessage } from "kafkajs";

import { readTopic } from "./lone-reader";
import { Publisher } from "./publisher";
import type { TopicNames } from "./topics";

/** Which dead letters are to be sent again. */
export interface RedriveChoice {
  /** Only those that were rejected for this; all where it is not said. */
  readonly reason: string | undefined;
  /** Only those from here on, in epoch ms. */
  readonly since: number | undefined;
}

/** Sends dead letters to the input again, each with its key and timestamp, into its partition. Returns how many. */
export async function redrive(kafka: Kafka, admin: Admin, names: TopicNames, choice: RedriveChoice): Promise<number> {
  const publisher = new Publisher(kafka, admin, names.input, false);
  const chosen: { readonly partition: number; readonly message: KafkaMessage }[] = [];
  await readTopic(kafka, admin, names.rejects, (partition, message) => {
    if (isChosen(message, choice)) chosen.push({ partition, message });
  });
  await publisher.open(1, undefined);
  for (const { partition, message } of chosen) {
    const timestamp = Number(headerOf(message, "timestamp") ?? message.timestamp);
    await publisher.publish({ partition, key: message.key?.toString() ?? null, value: message.value, timestamp });
  }
  await publisher.close();
  return chosen.length;
}

function isChosen(message: KafkaMessage, { reason, since }: RedriveChoice): boolean {
  if (message.value === null || (since !== undefined && Number(message.timestamp) < since)) return false;
  return reason === undefined || headerOf(message, "reason") === reason;
}

function headerOf({ headers }: KafkaMessage, name: string): string | undefined {
  return headers?.[`convofold.${name}`]?.toString();
}
