import type { KafkaAccess } from "../consumers/kafka/client";
import type { Log } from "../consumers/live/port/log";
import { withCluster } from "../consumers/kafka/cluster";
import { redrive, type RedriveChoice, type Redriven } from "../consumers/kafka/redriver";
import { requireTopics } from "../consumers/kafka/topics";
import { nameTopics } from "../consumers/live/port/topic-names";
import type { RejectionReason } from "../models/rejection";

/** Which dead letters to send again, and where to. */
export interface RedriveOptions {
  readonly access: KafkaAccess;
  /** The topics of the input: each letter goes to the one from which it came. */
  readonly topics: readonly string[];
  readonly prefix: string;
  readonly reason?: RejectionReason;
  readonly since?: number;
  /** Also what was sent again before. */
  readonly again: boolean;
  /** Counts, and sends nothing. */
  readonly dryRun: boolean;
  readonly log: Log;
}

/** Sends dead letters to their input again. */
export async function redriveRecords(options: RedriveOptions): Promise<Redriven> {
  return withCluster(options.access, options.log, async (kafka, admin) => {
    const names = nameTopics(options.topics, options.prefix);
    await requireTopics(admin, [...names.inputs, names.rejects]);
    return redrive(kafka, admin, names, choiceOf(options));
  });
}

function choiceOf({ reason, since, again, dryRun: isDryRun }: RedriveOptions): RedriveChoice {
  return { reason, since, again, isDryRun };
}
