import type { Admin, Kafka } from "kafkajs";

import type { Log } from "../live/port/log";
import { asAppError } from "./client-errors";
import { createKafka, type KafkaAccess } from "./client";

/** Works with a cluster, and leaves it in any case. Throws `AppError` where the cluster fails. */
export async function withCluster<Result>(
  access: KafkaAccess,
  log: Log,
  work: (kafka: Kafka, admin: Admin) => Promise<Result>,
): Promise<Result> {
  const kafka = createKafka(access, log);
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(kafka, admin);
  } catch (error) {
    throw asAppError(error);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** The clients of a cluster that is asked. */
export interface ClusterClients {
  readonly kafka: Kafka;
  readonly admin: Admin;
}
