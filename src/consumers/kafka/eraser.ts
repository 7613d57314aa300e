import { countOf } from "../../models/format-count";
import type { Admin, Kafka } from "kafkajs";

import { AppError } from "../../models/app-error";
import { isAbout, type Erasure } from "../../models/erasure";
import type { LogRecord } from "../live/port/port";
import { inputName, type TopicNames } from "../live/port/topic-names";
import { isNamedInMessage, surveyPartition, type PartitionSurvey } from "./erasure-survey";
import { parseValue } from "./json-value";
import { readTopic } from "./partition-reader";
import { KafkaPartitionWriter } from "./partition-writer";
import { retentionOf } from "./topic-settings";
import { topicOffsets } from "./topic-offsets";

/** What is to be erased from the topics of a service, and how. */
export interface TopicErasure {
  readonly erasure: Erasure;
  readonly groupId: string;
  /** Counts, and changes nothing. */
  readonly isDryRun: boolean;
  /** Deletes measurements, deadlines and dead letters up to the last that is found, all others before it too. */
  readonly mayTruncate: boolean;
}

/** What a topic holds that no empty record takes the place of. */
export interface KeptTopic {
  readonly topic: string;
  readonly found: number;
  /** Records from the start of each partition up to the last that is found: what `mayTruncate` deletes. */
  readonly upToLast: number;
  /** How long the topic keeps records; undefined where for ever. */
  readonly retentionMs: number | undefined;
}

/** What was erased from the topics of a service, or would be. */
export interface ErasedTopics extends Pick<PartitionSurvey, "states" | "viewsDropped" | "viewsBlanked"> {
  /** Conversations that were erased though they are open: a further record begins them anew. */
  readonly openErased: readonly string[];
  /** Open conversations of an erased user, which were left as they are: their next record names the user again. */
  readonly openLeft: readonly string[];
  readonly kept: readonly KeptTopic[];
  readonly inputRetentionMs: number | undefined;
}

/**
 * Erases from the topics of a service while nobody serves it. State and views are compacted: an empty record, or a view without
 * the id, takes the place of each, in a transaction that fences whoever might still write. Throws `AppError` where the group has
 * members, or where the input has records that would bring back what is erased.
 */
export async function eraseFromTopics(
  kafka: Kafka,
  admin: Admin,
  topics: TopicNames,
  options: TopicErasure,
): Promise<ErasedTopics> {
  if (!options.isDryRun) await refuseMembers(admin, options.groupId);
  const partitions = (await topicOffsets(admin, topics.state)).map(({ partition }) => partition);
  const surveys: PartitionSurvey[] = [];
  for (const partition of partitions.sort((one, other) => one - other)) {
    surveys.push(await surveyPartition(kafka, topics, partition, options.erasure));
  }
  if (!options.isDryRun) {
    refuseUnread(topics, surveys);
    for (const partition of partitions) await erasePartition(kafka, topics, partition, options);
  }
  const kept: KeptTopic[] = [];
  for (const topic of [topics.measurements, topics.deadlines, topics.rejects]) {
    kept.push(await lookThrough(kafka, admin, topic, topic === topics.rejects, options));
  }
  const sum = (name: "states" | "viewsDropped" | "viewsBlanked") => surveys.reduce((all, one) => all + one[name], 0);
  const open = surveys.flatMap((survey) => survey.open);
  const { conversations } = options.erasure;
  return {
    states: sum("states"),
    viewsDropped: sum("viewsDropped"),
    viewsBlanked: sum("viewsBlanked"),
    openErased: open.filter((id) => conversations.has(id)),
    openLeft: open.filter((id) => !conversations.has(id)),
    kept,
    inputRetentionMs: await longestRetentionOf(admin, topics.inputs),
  };
}

/** Who serves a partition holds its conversations in memory, and would write them again. */
async function refuseMembers(admin: Admin, groupId: string): Promise<void> {
  const { groups } = await admin.describeGroups([groupId]);
  const members = groups[0]?.members.length ?? 0;
  if (members === 0) return;
  throw new AppError(
    "outputInUse",
    `The group "${groupId}" has ${countOf(members, "running worker")}. What is in memory there would be written again.`,
    "Stop them (SIGTERM), erase, and start them again; --dry-run may be run meanwhile.",
  );
}

/** For how long some topic keeps its records; undefined where one keeps them for ever. */
async function longestRetentionOf(admin: Admin, topics: readonly string[]): Promise<number | undefined> {
  let longest = 0;
  for (const topic of topics) longest = Math.max(longest, (await retentionOf(admin, topic)) ?? Infinity);
  return longest === Infinity ? undefined : longest;
}

function refuseUnread(topics: TopicNames, surveys: readonly PartitionSurvey[]): void {
  const unread = surveys.reduce((all, one) => all + one.unread, 0);
  if (unread === 0) return;
  throw new AppError(
    "outputInUse",
    `"${inputName(topics)}" has ${countOf(unread, "record")} of what is to be erased still to be folded: a worker would bring it back. Nothing was erased.`,
    "Start a worker, wait until its lag is 0, stop it with SIGTERM, and erase then.",
  );
}

/** What was found before is looked for again once nobody else can write any more. */
async function erasePartition(
  kafka: Kafka,
  topics: TopicNames,
  partition: number,
  options: TopicErasure,
): Promise<void> {
  const { groupId, erasure } = options;
  const writer = new KafkaPartitionWriter(kafka, partition, {
    groupId,
    topics,
    during: async (_phase, work) => work(),
  });
  try {
    await writer.open();
    const { messages } = await surveyPartition(kafka, topics, partition, erasure);
    if (messages.length > 0) await writer.write(messages, undefined);
  } finally {
    await writer.close();
  }
}

/** Counts what a topic holds of what is erased; deletes up to the last of it where that is asked for. */
async function lookThrough(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  isRaw: boolean,
  { erasure, isDryRun, mayTruncate }: TopicErasure,
): Promise<KeptTopic> {
  const seen = new Map<number, number>();
  const last = new Map<number, { readonly next: bigint; readonly before: number }>();
  let found = 0;
  const isFound = (message: LogRecord) =>
    isRaw ? isNamedInMessage(message, erasure) : message.value !== null && isAbout(parseValue(message.value), erasure);
  await readTopic(kafka, admin, topic, (partition, message) => {
    const before = (seen.get(partition) ?? 0) + 1;
    seen.set(partition, before);
    if (!isFound(message)) return;
    found += 1;
    last.set(partition, { next: message.offset + 1n, before });
  });
  const partitions = [...last].map(([partition, { next }]) => ({ partition, offset: String(next) }));
  if (mayTruncate && !isDryRun && found > 0) await admin.deleteTopicRecords({ topic, partitions });
  const upToLast = [...last.values()].reduce((all, { before }) => all + before, 0);
  return { topic, found, upToLast, retentionMs: await retentionOf(admin, topic) };
}
