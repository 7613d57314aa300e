import { countOf } from "../../models/format-count";
import type { Admin, ITopicMetadata } from "kafkajs";

import { AppError } from "../../models/app-error";
import type { Log } from "../live/port/log";
import { equalCountOf } from "../live/port/partition-counts";
import { alterTopicCommand } from "../live/port/topic-advice";
import type { TopicNames } from "../live/port/topic-names";
import { createTopics } from "./topic-creation";
import { retentionOf, settingOf } from "./topic-settings";

const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;
/** How much longer a view is kept than a conversation may be without news before it is swept. */
const VIEWS_BEYOND_SWEEP_MS = 30 * DAY_MS;
/**
 * A broker compacts no segment that is still written to, and those are of a gigabyte and a week by default: whoever restores
 * would read all of it.
 */
const SEGMENTS: readonly Setting[] = [
  { name: "segment.bytes", value: String(4 << 20) },
  { name: "segment.ms", value: String(5 * 60_000) },
  { name: "min.cleanable.dirty.ratio", value: "0.1" },
];
const COMPACT: readonly Setting[] = [{ name: "cleanup.policy", value: "compact" }, ...SEGMENTS];
const KEPT: readonly Setting[] = [{ name: "retention.ms", value: String(KEPT_MS) }];

const APART =
  "Write the records of a conversation to the same partition of topics with equal counts, or fold each topic by itself, under a --prefix of its own.";

interface Setting {
  readonly name: string;
  readonly value: string;
}

type Written = Exclude<keyof TopicNames, "inputs">;
const WRITTEN: readonly Written[] = ["state", "measurements", "deadlines", "conversations", "rejects"];

/** What each written topic is made with; of those that exist, only what the contract needs is checked. */
function settingsOf(kind: Written, { viewsMs }: TopicOptions): readonly Setting[] {
  if (kind === "state") return COMPACT;
  if (kind !== "conversations") return KEPT;
  const byAge = { name: "retention.ms", value: String(viewsMs) };
  return [{ name: "cleanup.policy", value: "compact,delete" }, byAge, ...SEGMENTS];
}

/** How topics are prepared. */
export interface TopicOptions {
  readonly mayStampOnArrival: boolean;
  /** How long the last view of a conversation is kept. */
  readonly viewsMs: number;
  /** How long a conversation may be open without news: its view may not go before. */
  readonly sweepMs: number;
  readonly log: Log;
}

/** How long views are kept unless it is said: a while longer than a conversation that never ends. */
export function usualViewsMs(sweepMs: number): number {
  return sweepMs + VIEWS_BEYOND_SWEEP_MS;
}

/** Throws `AppError` where one of some topics is not there. */
export async function requireTopics(admin: Pick<Admin, "listTopics">, topics: readonly string[]): Promise<void> {
  const there = await admin.listTopics();
  const missing = topics.find((topic) => !there.includes(topic));
  if (missing === undefined) return;
  throw new AppError("topicMissing", `The topic "${missing}" is not there.`, "Check --topic and --prefix.");
}

/**
 * Makes the topics that are not there and checks those that are. Returns how many partitions the input has. Throws
 * `AppError` with the command that mends it where something does not fit.
 */
export async function prepareTopics(admin: Admin, names: TopicNames, options: TopicOptions): Promise<number> {
  const there = new Set(await admin.listTopics());
  const absent = names.inputs.find((input) => !there.has(input));
  if (absent !== undefined) throw inputMissing(absent);
  const outputs = WRITTEN.map((kind) => ({ kind, topic: names[kind] }));
  const known = [...names.inputs, ...outputs.map(({ topic }) => topic).filter((topic) => there.has(topic))];
  const { topics } = await admin.fetchTopicMetadata({ topics: known });
  const counts = new Map(names.inputs.map((input) => [input, countPartitions(topics, input)]));
  const partitions = equalCountOf(counts, APART);
  if (!options.mayStampOnArrival) for (const input of names.inputs) await checkStamps(admin, input);
  const missing = outputs.filter(({ topic }) => !there.has(topic));
  await createTopics(
    admin,
    missing.map(({ kind, topic }) => ({
      topic,
      numPartitions: partitions,
      replicationFactor: -1,
      configEntries: [...settingsOf(kind, options)],
    })),
  );
  for (const { kind, topic } of outputs) {
    if (missing.some((other) => other.topic === topic)) continue;
    checkPartitions(topic, countPartitions(topics, topic), partitions);
    if (kind === "state") await checkCompaction(admin, topic);
    if (kind === "conversations") await checkViews(admin, topic, options);
  }
  return partitions;
}

function inputMissing(input: string): AppError {
  return new AppError(
    "topicMissing",
    `The topic "${input}" is not there.`,
    `Name another with --topic, or make it: kafka-topics.sh --bootstrap-server … --create --topic ${input} --partitions 8`,
  );
}

function countPartitions(topics: readonly ITopicMetadata[], name: string): number {
  return topics.find((topic) => topic.name === name)?.partitions.length ?? 0;
}

function checkPartitions(topic: string, partitions: number, wanted: number): void {
  if (partitions === wanted) return;
  const advice =
    partitions < wanted
      ? `kafka-topics.sh --bootstrap-server … --alter --topic ${topic} --partitions ${wanted} mends it only if the input always had ${wanted}; else fold again under another --prefix.`
      : "A conversation's records go to the partition of its input: fold again under another --prefix.";
  const message = `The topic "${topic}" has ${countOf(partitions, "partition")}, its input ${wanted}.`;
  throw new AppError("topicWrong", message, advice);
}

async function checkCompaction(admin: Admin, topic: string): Promise<void> {
  const policy = await settingOf(admin, topic, "cleanup.policy");
  if (policy === undefined || policy === "compact") return;
  throw new AppError(
    "topicWrong",
    `The topic "${topic}" has cleanup.policy=${policy}, which forgets conversations that are still open.`,
    alterTopicCommand(topic, "cleanup.policy=compact"),
  );
}

/** Views may go by age, but none before its conversation is swept; where none ever goes, that is said. */
async function checkViews(admin: Admin, topic: string, { sweepMs, viewsMs, log }: TopicOptions): Promise<void> {
  const policies = (await settingOf(admin, topic, "cleanup.policy"))?.split(",") ?? ["compact"];
  const byAge = alterTopicCommand(topic, `cleanup.policy=[compact,delete],retention.ms=${viewsMs}`);
  if (!policies.includes("compact")) {
    const message = `The topic "${topic}" has cleanup.policy=${policies.join(",")}, which keeps every view there ever was.`;
    throw new AppError("topicWrong", message, byAge);
  }
  const retentionMs = await retentionOf(admin, topic);
  if (retentionMs === undefined) return log.warn("views are kept for ever", { topic, advice: byAge });
  if (retentionMs > sweepMs) return;
  const message = `The topic "${topic}" has retention.ms=${retentionMs}, and so forgets conversations before they are swept (${sweepMs} ms).`;
  throw new AppError("topicWrong", message, byAge);
}

/** A broker that stamps records as they arrive hides when they were made: repeats and order cannot be known any more. */
async function checkStamps(admin: Admin, topic: string): Promise<void> {
  if ((await settingOf(admin, topic, "message.timestamp.type")) !== "LogAppendTime") return;
  throw new AppError(
    "topicWrong",
    `The topic "${topic}" stamps records as they arrive (message.timestamp.type=LogAppendTime).`,
    `${alterTopicCommand(topic, "message.timestamp.type=CreateTime")}; or --accept-append-time where every body has its own instant.`,
  );
}
