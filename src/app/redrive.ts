import type { KafkaAccess } from "../consumers/kafka/client";
import type { Log } from "../consumers/live/log";
import { withCluster } from "../consumers/kafka/cluster";
import { redrive, type Redriven } from "../consumers/kafka/redriver";
import { requireTopics } from "../consumers/kafka/topics";
import { nameTopics } from "../consumers/live/topic-names";
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
    await requireTopics(admin, [names.input, names.rejects]);
    return redrive(kafka, admin, names, { reason: order.reason, since: order.since });
  });
}
