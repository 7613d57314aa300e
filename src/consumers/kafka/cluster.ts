import type { Admin, Kafka } from "kafkajs";

import { AppError } from "../../models/app-error";
import { createKafka, type KafkaAccess, type Log } from "./client";

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

/** What the client threw, as a failure of the world with what to do next. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError("kafkaFailed", `Kafka failed: ${reason.trim()}`, adviceFor(reason));
}

function adviceFor(reason: string): string {
  if (/\bSASL\b|authentication failed/i.test(reason)) return "Check KAFKA_SASL_*: mechanism, name, password or token.";
  if (/\bSSL\b|\bTLS\b|certificate/i.test(reason)) {
    return "Check KAFKA_SSL_*: the authority, and the client's certificate and key where the brokers ask for them.";
  }
  return "Check --brokers and that the cluster is up; then start again.";
}
