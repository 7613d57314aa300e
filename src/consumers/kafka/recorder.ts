import type { Admin, Kafka } from "kafkajs";

import { policyLine } from "../../decoding/policy-line";
import { AppError } from "../../models/app-error";
import type { PolicySwitch } from "../../models/policy-switch";
import type { MisroutedChoice } from "../live/fold-order";
import type { LogRecord } from "../live/port";
import { lineOf } from "../live/recorded-line";
import { PolicyPlacing, readPolicies } from "../live/recorded-policies";
import { readingOf } from "./kafka-log";
import { readTopic } from "./lone-reader";

/** What is recorded of a topic, and what is recorded already. */
export interface TopicRecording {
  readonly topic: string;
  /** Where a service keeps by which policies it served the topic; undefined where that is left out. */
  readonly state: string | undefined;
  /** By partition, the offset to go on from, and how many policies are recorded. */
  readonly from: ReadonlyMap<number, bigint>;
  readonly policies: ReadonlyMap<number, number>;
  /** Where a service rejects what is misrouted, so does a replay of the recording: the lines tell how many partitions the topic has. */
  readonly misrouted: Exclude<MisroutedChoice, "stop">;
}

/**
 * Reads a topic from the offsets that are given on up to where it ends now, partition after partition, and gives each record as
 * a line of a recorded log, with its place, key and timestamp; and before it, by which policy the topic was served from there on.
 * Returns how many records.
 */
export async function recordTopic(
  kafka: Kafka,
  admin: Admin,
  recording: TopicRecording,
  onLine: (line: string) => void,
): Promise<number> {
  const { topic, from, misrouted } = recording;
  const names = await admin.listTopics();
  if (!names.includes(topic)) {
    throw new AppError("topicMissing", `The topic "${topic}" is not there.`, "Name another with --topic.");
  }
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const count = topics[0]?.partitions.length ?? 0;
  const { state } = recording;
  const hasState = state !== undefined && names.includes(state);
  const placings = await placePolicies(
    readingOf(kafka, admin),
    { ...recording, state: hasState ? state : undefined },
    count,
  );
  const putPolicies = (partition: number, offset: bigint) => {
    for (const change of placings.get(partition)?.before(offset) ?? []) onLine(policyLine(topic, change));
  };
  let records = 0;
  const take = (partition: number, record: LogRecord) => {
    putPolicies(partition, record.offset);
    onLine(lineOf(topic, partition, record, misrouted === "fold" ? undefined : count));
    records += 1;
  };
  const ends = await readTopic(kafka, admin, topic, take, from);
  // What a service switched behind the end of this recording belongs to what is recorded later.
  for (const [partition, end] of ends) putPolicies(partition, end);
  return records;
}

/** Where the policies that are not recorded belong, by partition. */
async function placePolicies(
  log: ReturnType<typeof readingOf>,
  { topic, state, from, policies }: TopicRecording,
  partitions: number,
): Promise<ReadonlyMap<number, PolicyPlacing>> {
  const placings = new Map<number, PolicyPlacing>();
  if (state === undefined) return placings;
  for (let partition = 0; partition < partitions; partition += 1) {
    const all = await readPolicies(log, { state, input: topic, partition });
    const left = all.slice(policies.get(partition) ?? 0);
    refuseTooLate(left, from.get(partition) ?? 0n, { topic, partition });
    placings.set(partition, new PolicyPlacing(left));
  }
  return placings;
}

/** A policy that was switched among what is recorded already cannot be put there. */
function refuseTooLate(
  left: readonly PolicySwitch[],
  next: bigint,
  { topic, partition }: { readonly topic: string; readonly partition: number },
): void {
  const late = left.find(({ offset }) => BigInt(offset) < next);
  if (late === undefined) return;
  throw new AppError(
    "inputUnreadable",
    `${topic}[${partition}] was served by the policy ${late.digest} from offset ${late.offset} on, and the recording goes up to ${next} without it.`,
    "Record anew: with --force, or into another --out. With --no-policies the policies are left out.",
  );
}
