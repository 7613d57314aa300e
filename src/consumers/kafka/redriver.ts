import type { Admin, Kafka } from "kafkajs";

import type { RejectionReason } from "../../models/rejection";
import { headerOf, originalHeaders } from "../live/dead-letter";
import type { LogRecord } from "../live/port";
import type { TopicNames } from "../live/topic-names";
import { readTopic } from "./lone-reader";
import { Publisher } from "./publisher";

/** Which dead letters are to be sent again. */
export interface RedriveChoice {
  /** Only those that were rejected for this; all where it is not said. */
  readonly reason: RejectionReason | undefined;
  /** Only those from here on, in epoch ms. */
  readonly since: number | undefined;
}

/** How many records were sent again, and how many dead letters hold no bytes that could be. */
export interface Redriven {
  readonly sent: number;
  readonly omitted: number;
}

/**
 * Sends the records of dead letters to the input again, each as it came, into its partition: once, though several things of
 * it were rejected. Throws `AppError` where the input would delete them at once.
 */
export async function redrive(kafka: Kafka, admin: Admin, names: TopicNames, choice: RedriveChoice): Promise<Redriven> {
  const { oldest, omitted } = await look(kafka, admin, names, choice);
  const publisher = new Publisher(kafka, admin, names.input, false);
  await publisher.open(1, oldest);
  let sent = 0;
  let last: string | undefined;
  await readTopic(kafka, admin, names.rejects, async (partition, letter) => {
    const position = headerOf(letter, "position") ?? String(letter.offset);
    if (letter.value === null || !isChosen(letter, choice) || position === last) return;
    last = position;
    sent += 1;
    const { key, value } = letter;
    await publisher.publish({
      partition,
      key,
      value,
      timestamp: timestampOf(letter),
      headers: originalHeaders(letter),
    });
  });
  await publisher.close();
  return { sent, omitted };
}

/** Looks before anything is sent: when the oldest of the records was made, and how many cannot be sent. */
async function look(kafka: Kafka, admin: Admin, names: TopicNames, choice: RedriveChoice) {
  let oldest = Infinity;
  let omitted = 0;
  await readTopic(kafka, admin, names.rejects, (_, letter) => {
    if (!isChosen(letter, choice)) return;
    if (letter.value === null) omitted += 1;
    else oldest = Math.min(oldest, timestampOf(letter));
  });
  return { oldest, omitted };
}

function isChosen(letter: LogRecord, { reason, since }: RedriveChoice): boolean {
  if (since !== undefined && letter.timestamp < since) return false;
  return reason === undefined || headerOf(letter, "reason") === reason;
}

function timestampOf(letter: LogRecord): number {
  return Number(headerOf(letter, "timestamp") ?? letter.timestamp);
}
