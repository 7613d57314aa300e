import { asAppError } from "../../consumers/kafka/client-errors";
import { createKafkaLog } from "../../consumers/kafka/kafka-log";
import { switchPrefix } from "../../consumers/live/state/prefix-switch";
import type { ServeOptions } from "./serve-options";

/** Lets the prefix of the options take over from another one with which it has caught up. Throws `AppError` where that cannot be. */
export async function takeOver(options: ServeOptions, from: string): Promise<void> {
  const { access, log, topics: inputs, prefix: to, groupId: group } = options;
  const cluster = createKafkaLog(access, log);
  try {
    await cluster.connect();
    await switchPrefix(cluster, { inputs, from, to, group, log });
  } catch (error) {
    throw asAppError(error);
  } finally {
    await cluster.disconnect();
  }
}
