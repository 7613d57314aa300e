import { policyLine } from "../../decoding/policy-line";
import { AppError } from "../../models/app-error";
import type { PolicySwitch } from "../../models/policy-switch";
import type { MisroutedChoice } from "./fold-order";
import type { Log } from "./log";
import type { LogErrors, LogRecord, PartitionBounds, PartitionLog } from "./port";
import { lineOf } from "./recorded-line";
import { PolicyPlacing, readServed } from "./recorded-policies";

/** What recording a topic needs of a log. */
export interface RecordedLog extends Pick<PartitionLog, "boundsOf" | "read"> {
  /** The topics that there are, as far as one may know of them. */
  readonly topics: () => Promise<readonly string[]>;
  readonly errors: LogErrors;
}

/** Where a service keeps by which policies it served a topic. */
export interface StateChoice {
  readonly topic: string;
  /** Whether somebody named it: then it is wrong that it is not there. */
  readonly isNamed: boolean;
}

/** What is recorded of a topic, and what is recorded already. */
export interface TopicRecording {
  readonly topic: string;
  /** Undefined where policies are left out. */
  readonly state: StateChoice | undefined;
  /** By partition, the offset to go on from, and how many policies are recorded. */
  readonly from: ReadonlyMap<number, bigint>;
  readonly policies: ReadonlyMap<number, number>;
  /** Where a service rejects what is misrouted, so does a replay of the recording: the lines tell how many partitions the topic has. */
  readonly misrouted: Exclude<MisroutedChoice, "stop">;
}

/**
 * Reads a topic from the offsets that are given on up to where it ends now, partition after partition, and gives each record as
 * a line of a recorded log, with its place, key and timestamp; and before it, by which policy the topic was served from there on.
 * Returns how many records. Throws `AppError` where the topic is not there, or the state that was named cannot be read.
 */
export async function recordTopic(
  log: RecordedLog,
  recording: TopicRecording,
  warnings: Pick<Log, "warn">,
  onLine: (line: string) => void,
): Promise<number> {
  const { topic, from, misrouted } = recording;
  const names = await log.topics();
  if (!names.includes(topic))
    throw new AppError("topicMissing", `The topic "${topic}" is not there.`, "Name another with --topic.");
  // Asked first: what is switched afterwards lies behind the ends, and belongs to what is recorded later.
  const bounds = [...(await log.boundsOf(topic))].sort((one, other) => one.partition - other.partition);
  const placings = await placePolicies(log, names, recording, bounds, warnings);
  const putPolicies = (partition: number, offset: bigint) => {
    for (const change of placings.get(partition)?.before(offset) ?? []) onLine(policyLine(topic, change));
  };
  let records = 0;
  for (const { partition, low, high } of bounds) {
    const take = (record: LogRecord) => {
      putPolicies(partition, record.offset);
      onLine(lineOf(topic, partition, record, misrouted === "fold" ? undefined : bounds.length));
      records += 1;
    };
    await readUpTo(log, { topic, partition, from: from.get(partition) ?? low }, high, take);
    putPolicies(partition, high);
  }
  return records;
}

/** Reads a partition from an offset on up to another one. */
async function readUpTo(
  log: Pick<PartitionLog, "read">,
  place: { readonly topic: string; readonly partition: number; readonly from: bigint },
  end: bigint,
  take: (record: LogRecord) => void,
): Promise<void> {
  if (place.from >= end) return;
  await log.read({ ...place, endsWhenEmpty: true }, (record) => {
    if (record.offset < end) take(record);
    return record.offset >= end - 1n ? "last" : "more";
  });
}

/** Where the policies that are not recorded belong, by partition. What keeps them from being known is said, or thrown where the state was named. */
async function placePolicies(
  log: RecordedLog,
  names: readonly string[],
  recording: TopicRecording,
  bounds: readonly PartitionBounds[],
  warnings: Pick<Log, "warn">,
): Promise<ReadonlyMap<number, PolicyPlacing>> {
  const { state } = recording;
  if (state === undefined) return new Map();
  const lack = (failure: AppError) => {
    if (state.isNamed) throw failure;
    warnings.warn("left out by which policies the topic was served", { error: `${failure.message} ${failure.advice}` });
    return new Map<number, PolicyPlacing>();
  };
  if (!names.includes(state.topic)) return lack(noState(state.topic, "is not there, or may not be read"));
  const placings = new Map<number, PolicyPlacing>();
  for (const { partition } of bounds) {
    try {
      placings.set(partition, await placeIn(log, state.topic, recording, partition));
    } catch (error) {
      if (error instanceof AppError && error.code === "topicMissing") return lack(error);
      if (log.errors.kindOf(error) === "refused") return lack(log.errors.asAppError(error));
      throw error;
    }
  }
  return placings;
}

async function placeIn(
  log: RecordedLog,
  state: string,
  { topic, from, policies }: TopicRecording,
  partition: number,
): Promise<PolicyPlacing> {
  const served = await readServed(log, state, partition);
  const other = served.inputs.find((input) => input !== topic);
  if (other !== undefined) throw noState(state, `is of the input "${other}", not of "${topic}"`);
  const left = served.policies.slice(policies.get(partition) ?? 0);
  refuseTooLate(left, from.get(partition) ?? 0n, { topic, partition });
  return new PolicyPlacing(left);
}

function noState(state: string, why: string): AppError {
  return new AppError(
    "topicMissing",
    `The state topic "${state}" ${why}.`,
    "Name the service's --prefix, so that a replay goes by its policies; or leave them out with --no-policies.",
  );
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
