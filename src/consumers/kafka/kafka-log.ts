import type { Admin, ITopicMetadata, Kafka } from "kafkajs";

import type { Log } from "../live/port/log";
import type { PartitionLog, TopicLog } from "../live/port/port";
import type { RecordedLog } from "../live/recording/recorder";
import { pause } from "../live/port/waiting";
import { createKafka, type KafkaAccess } from "./client";
import { KAFKA_ERRORS } from "./client-errors";
import { KafkaGroupMember } from "./group-member";
import { readPartition } from "./partition-reader";
import { KafkaPartitionWriter } from "./partition-writer";
import { retried, topicOffsets, topicOffsetsAt } from "./topic-offsets";
import { retentionOf } from "./topic-settings";

const LEAVING_MS = 4000;

/** The topics of a cluster as the log that a service runs on. */
export function createKafkaLog(access: KafkaAccess, log: Log): TopicLog {
  const kafka = createKafka(access, log);
  return logOf(kafka, kafka.admin());
}

function logOf(kafka: Kafka, admin: Admin): TopicLog {
  return {
    errors: KAFKA_ERRORS,
    connect: async () => admin.connect(),
    disconnect: async () => Promise.race([admin.disconnect().catch(() => undefined), pause(LEAVING_MS)]),
    createWriter: (partition, options) => new KafkaPartitionWriter(kafka, partition, options),
    createMember: (options, listener) => new KafkaGroupMember(kafka, options, listener),
    ...readingOf(kafka, admin),
    async partitionCount(topic) {
      const known = await admin.fetchTopicMetadata({ topics: [topic] }).catch(nothingWhereAbsent);
      return known.topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
    },
    async offsetsAt(topic, at) {
      const offsets = await topicOffsetsAt(admin, topic, at);
      return new Map(offsets.map(({ partition, offset }) => [partition, BigInt(offset)]));
    },
    retentionOf: async (topic) => retentionOf(admin, topic),
    async groupOffsets(groupId, topic) {
      const [held] = await retried(async () => admin.fetchOffsets({ groupId, topics: [topic] }));
      // Where a group has said nothing the broker says -1.
      const said = (held?.partitions ?? []).filter(({ offset }) => BigInt(offset) >= 0n);
      return new Map(said.map(({ partition, offset }) => [partition, BigInt(offset)]));
    },
  };
}

/** That a topic is not there is an answer too. */
function nothingWhereAbsent(error: unknown): { readonly topics: readonly ITopicMetadata[] } {
  if ((error as { readonly type?: string }).type !== "UNKNOWN_TOPIC_OR_PARTITION") throw error;
  return { topics: [] };
}

/** What only reads of a cluster. */
export function readingOf(kafka: Kafka, admin: Admin): Pick<PartitionLog, "boundsOf" | "read"> {
  return {
    read: async (reading, take) => readPartition(kafka, reading, take),
    async boundsOf(topic) {
      const offsets = await topicOffsets(admin, topic);
      return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
    },
  };
}

/** What a recording needs of a cluster. */
export function recordedLogOf(kafka: Kafka, admin: Admin): RecordedLog {
  return { ...readingOf(kafka, admin), topics: async () => admin.listTopics(), errors: KAFKA_ERRORS };
}
