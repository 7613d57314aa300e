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

/** A line of a stack that names a file. */
const AT_FILE = /^\s+at .*:\d+:\d+\)?$/;
const IN_CLIENT = /[\\/]node_modules[\\/]kafkajs[\\/]/;

/** Whether the client itself threw an error: what of ours it calls throws from a file of ours. */
function isOfClient({ stack = "" }: Error): boolean {
  const place = stack.split("\n").find((line) => AT_FILE.test(line));
  return place !== undefined && IN_CLIENT.test(place);
}

/**
 * The client fails by a `TypeError` where what it knows of the cluster names no partition of a topic, as brokers that are busy may say: that
 * passes. One of our own is a fault, and stays what it is.
 */
async function named<Offsets>(topic: string, asked: Promise<Offsets>): Promise<Offsets> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof TypeError) || !isOfClient(error)) throw error;
    // Its types leave out that an error takes its cause.
    const details = { retriable: true, cause: error };
    throw new KafkaJSError(`The brokers named no partition of ${topic}`, details);
  }
}
