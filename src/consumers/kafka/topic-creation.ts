import type { Admin, ITopicConfig } from "kafkajs";

import { pause, withTimeout } from "../live/port/waiting";

const CREATING_MS = 30_000;
const LOOKING_AGAIN_MS = 200;
const UNSETTLED = /^(UNKNOWN_TOPIC_OR_PARTITION|LEADER_NOT_AVAILABLE)$/;

/**
 * Makes topics, and waits until they have leaders. kafkajs' own waiting breaks off where the broker that it asks does not
 * know a new topic yet, which on a busy cluster takes a moment.
 */
export async function createTopics(
  admin: Pick<Admin, "createTopics" | "fetchTopicMetadata">,
  topics: ITopicConfig[],
): Promise<void> {
  if (topics.length === 0) return;
  await admin.createTopics({ waitForLeaders: false, topics });
  const names = topics.map(({ topic }) => topic);
  await withTimeout(CREATING_MS, "creating topics", untilLed(admin, names));
}

async function untilLed(admin: Pick<Admin, "fetchTopicMetadata">, topics: string[]): Promise<void> {
  for (;;) {
    const isLed = await admin
      .fetchTopicMetadata({ topics })
      .then(({ topics: known }) => known.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0)))
      .catch((error: unknown) => {
        if (!UNSETTLED.test(String((error as { readonly type?: string }).type))) throw error;
        return false;
      });
    if (isLed) return;
    await pause(LOOKING_AGAIN_MS);
  }
}
