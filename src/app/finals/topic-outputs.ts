import path from "node:path";

import type { KafkaAccess } from "../../consumers/kafka/client";
import { withCluster } from "../../consumers/kafka/cluster";
import { readTopic } from "../../consumers/kafka/partition-reader";
import type { Log } from "../../consumers/live/port/log";
import { nameTopics } from "../../consumers/live/port/topic-names";
import { AppError } from "../../models/app-error";
import { fromGapRecord, sortGaps, type Gap } from "../../models/gap";
import type { ConversationRecord } from "../../models/view";
import { guarded } from "../../sinks/files/guarded";
import { createLineWriter } from "../../sinks/files/line-writer";

/** The output topics of a service, and how to reach them. */
export interface TopicsOptions {
  readonly access: KafkaAccess;
  readonly prefix: string;
  readonly log: Log;
}

const STREAMS = ["conversations", "measurements", "deadlines"] as const;
type TopicOfStream = Readonly<Record<(typeof STREAMS)[number], string>>;

/**
 * Writes what the output topics of a service hold by now, read committed, into a folder as `replay` lays it out, and returns the gaps that
 * views are marked with. Of an erased conversation nothing is written. Throws `AppError` where a topic is not there, or cannot be read.
 */
export async function writeTopicOutputs(
  { access, prefix, log }: TopicsOptions,
  folder: string,
  onRecord: () => void,
): Promise<readonly Gap[]> {
  const topics = nameTopics("", prefix);
  return withCluster(access, log, async (kafka, admin) => {
    const there = new Set(await admin.listTopics());
    const missing = STREAMS.find((stream) => !there.has(topics[stream]));
    if (missing !== undefined) throw notThere(topics[missing]);
    const read = async (topic: string, take: (key: string, value: Buffer | null) => void) =>
      readTopic(kafka, admin, topic, (_partition, { key, value }) => take(key?.toString() ?? "", value), new Map());
    return writeStreams(topics, read, folder, onRecord);
  });
}

async function writeStreams(
  topics: TopicOfStream,
  read: (topic: string, take: (key: string, value: Buffer | null) => void) => Promise<unknown>,
  folder: string,
  onRecord: () => void,
): Promise<readonly Gap[]> {
  const erased = new Set<string>();
  await read(topics.conversations, (id, value) => (value === null ? erased.add(id) : erased.delete(id)));
  const gaps = new Map<string, Gap>();
  for (const stream of STREAMS) {
    const file = path.join(folder, `${stream}.ndjson`);
    const writer = guarded(file, () => createLineWriter(file));
    try {
      await read(topics[stream], (id, value) => {
        if (value === null || erased.has(id)) return;
        if (stream === "conversations") noteGaps(value, gaps);
        guarded(file, () => writer.append(Buffer.concat([value, NEWLINE])));
        onRecord();
      });
    } finally {
      writer.close();
    }
  }
  return sortGaps([...gaps.values()]);
}

const NEWLINE = Buffer.from("\n");
const GAPS = Buffer.from('"gaps":[');

function noteGaps(value: Buffer, gaps: Map<string, Gap>): void {
  if (!value.includes(GAPS)) return;
  const view = JSON.parse(value.toString()) as ConversationRecord;
  for (const gap of view.gaps ?? []) gaps.set(JSON.stringify(gap), fromGapRecord(gap));
}

function notThere(topic: string): AppError {
  return new AppError("topicMissing", `The topic "${topic}" is not there.`, "Name another service's with --prefix.");
}
