import type { KafkaAccess, Log } from "../consumers/kafka/client";
import { withCluster } from "../consumers/kafka/cluster";
import { redrive, type Redriven } from "../consumers/kafka/redriver";
import { nameTopics } from "../consumers/kafka/topics";
import { AppError } from "../models/app-error";
import type { RejectionReason } from "../models/rejection";

/** Which dead letters to send again, and where to. */
export interface RedriveOrder {
  readonly access: KafkaAccess;
  readonly topic: string;
  readonly prefix: string;
  readonly reason?: RejectionReason;
  readonly since?: number;
  readonly log: Log;
}

/** Sends dead letters to their input again. */
export async function redriveRecords(order: RedriveOrder): Promise<Redriven> {
  return withCluster(order.access, order.log, async (kafka, admin) => {
    const names = nameTopics(order.topic, order.prefix);
    const there = await admin.listTopics();
    for (const topic of [names.input, names.rejects]) {
      if (there.includes(topic)) continue;
      throw new AppError("topicMissing", `The topic "${topic}" is not there.`, "Check --topic and --prefix.");
    }
    return redrive(kafka, admin, names, { reason: order.reason, since: order.since });
  });
}
