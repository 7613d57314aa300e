import type { Admin } from "kafkajs";

import type { Log } from "../live/port/log";
import { pause } from "../live/port/waiting";

const LOOK_AGAIN_MS = 1000;
/** How often it is said that a topic is still waited for. */
const SAY_AGAIN_MS = 60_000;

/** Waits until topics are there, and says which ones it waits for, and for whom. False where it was stopped before. */
export async function waitForTopics(
  admin: Pick<Admin, "listTopics">,
  topics: readonly string[],
  makers: string,
  log: Log,
  stop: AbortSignal,
): Promise<boolean> {
  let saidAt = -Infinity;
  while (!stop.aborted) {
    const there = await admin.listTopics().catch((error: unknown) => {
      log.warn("the cluster did not say which topics there are", { error: String(error) });
      return [] as string[];
    });
    const missing = topics.filter((topic) => !there.includes(topic));
    if (missing.length === 0) return true;
    if (performance.now() - saidAt >= SAY_AGAIN_MS) {
      log.info(`waiting for a topic that is not there yet; ${makers}`, { topics: missing });
      saidAt = performance.now();
    }
    await pause(LOOK_AGAIN_MS);
  }
  return false;
}
