import type { Admin } from "kafkajs";

import { pause } from "../live/port/waiting";
import { KafkaJSError } from "./patched-client";

const TRIES = 20;
const TRY_AGAIN_MS = 100;

/** Where each partition of a topic begins and ends. */
export async function topicOffsets(
  admin: Pick<Admin, "fetchTopicOffsets">,
  topic: string,
): ReturnType<Admin["fetchTopicOffsets"]> {
  return retried(async () => named(topic, admin.fetchTopicOffsets(topic)));
}

/** Of each partition of a topic the offset of its first record that is stamped `at` or later; its end where there is none. */
export async function topicOffsetsAt(
  admin: Pick<Admin, "fetchTopicOffsetsByTimestamp">,
  topic: string,
  at: number,
): ReturnType<Admin["fetchTopicOffsetsByTimestamp"]> {
  return retried(async () => named(topic, admin.fetchTopicOffsetsByTimestamp(topic, at)));
}

/** Asks again where a group, or a partition, is just being given to another broker: the client itself does so for some calls only. */
export async function retried<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tried === TRIES || !(error instanceof KafkaJSError) || !error.retriable) throw error;
      await pause(TRY_AGAIN_MS);
    }
  }
}

/** The client fails by a `TypeError` where what it knows of the cluster names no partition of a topic, as brokers that are busy may say: that passes. */
async function named<Offsets>(topic: string, asked: Promise<Offsets>): Promise<Offsets> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new KafkaJSError(`The brokers named no partition of ${topic}`, { retriable: true });
  }
}
