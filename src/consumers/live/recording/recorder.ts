import { policyLine } from "../../../decoding/policy-line";
import { AppError } from "../../../models/app-error";
import type { PolicySwitch } from "../../../models/policy-switch";
import type { MisroutedChoice } from "../fold/fold-options";
import type { Log } from "../port/log";
import { mergedRecords, type InputPart } from "./merged-records";
import { equalCountOf } from "../port/partition-counts";
import type { LogErrors, PartitionLog } from "../port/port";
import { lineOf } from "../records/recorded-line";
import { PolicyPlacing, readServed } from "./recorded-policies";
import { inputName } from "../port/topic-names";

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

/** What is recorded of an input, and what is recorded already. */
export interface TopicRecording {
  /** One topic, or several, each with as many partitions. */
  readonly topics: readonly string[];
  /** Undefined where policies are left out. */
  readonly state: StateChoice | undefined;
  /** By partition, the offset to go on from, and how many policies are recorded. */
  readonly from: ReadonlyMap<number, bigint>;
  readonly policies: ReadonlyMap<number, number>;
  /** Where a service rejects what is misrouted, so does a replay of the recording: the lines say how many partitions the topic has. */
  readonly misrouted: Exclude<MisroutedChoice, "stop">;
}

/**
 * Reads a topic from the offsets that are given on up to where it ends now, partition after partition, and gives each record as
 * a line of a recorded log, with its place, key and timestamp; and before it, by which policy the topic was served from there on. Of
 * several topics the records of a partition are merged by their timestamps, as whoever folds them reads them.
 * Returns how many records. Throws `AppError` where a topic is not there, or the state that was named cannot be read.
 */
export async function recordTopic(
  log: RecordedLog,
  recording: TopicRecording,
  warnings: Pick<Log, "warn">,
  onLine: (line: string) => void,
): Promise<number> {
  const { topics, from, misrouted } = recording;
  const [first = ""] = topics;
  const names = await log.topics();
  const missing = topics.find((topic) => !names.includes(topic));
  if (missing !== undefined)
    throw new AppError("topicMissing", `The topic "${missing}" is not there.`, "Name another with --topic.");
  // Asked first: what is switched afterwards lies behind the ends, and belongs to what is recorded later.
  const partsByPartition = await partsOf(log, topics, from);
  const partitions = [...partsByPartition.keys()].sort((one, other) => one - other);
  const placings = await placePolicies(log, names, recording, partitions, warnings);
  let records = 0;
  for (const partition of partitions) {
    const parts = partsByPartition.get(partition) ?? [];
    // Of several topics there is no policy but the first, which stands before all records.
    const putPolicies = (offset: bigint) => {
      for (const change of placings.get(partition)?.before(offset) ?? []) onLine(policyLine(first, change));
    };
    for await (const { topic, record } of mergedRecords(log, parts)) {
      putPolicies(record.offset);
      onLine(lineOf(topic, partition, record, misrouted === "fold" ? undefined : partitions.length));
      records += 1;
    }
    putPolicies(parts[0]?.end ?? 0n);
  }
  return records;
}

/** What is to be read of each partition, in each topic. Throws `AppError` where topics have different counts of them. */
async function partsOf(
  log: Pick<RecordedLog, "boundsOf">,
  topics: readonly string[],
  from: ReadonlyMap<number, bigint>,
): Promise<ReadonlyMap<number, readonly InputPart[]>> {
  const parts = new Map<number, InputPart[]>();
  const counts = new Map<string, number>();
  for (const topic of topics) {
    const bounds = await log.boundsOf(topic);
    counts.set(topic, bounds.length);
    for (const { partition, low, high } of bounds) {
      const part = { topic, partition, from: from.get(partition) ?? low, end: high };
      parts.set(partition, [...(parts.get(partition) ?? []), part]);
    }
  }
  equalCountOf(counts, "Record each by itself.");
  return parts;
}

/** Where the policies that are not recorded belong, by partition. What keeps them from being known is said, or thrown where the state was named. */
async function placePolicies(
  log: RecordedLog,
  names: readonly string[],
  recording: TopicRecording,
  partitions: readonly number[],
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
  for (const partition of partitions) {
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
  { topics, from, policies }: TopicRecording,
  partition: number,
): Promise<PolicyPlacing> {
  const served = await readServed(log, state, partition);
  const input = inputName({ inputs: topics });
  const other = served.inputs.find((one) => one !== input);
  if (other !== undefined) throw noState(state, `is of the input "${other}", not of "${input}"`);
  const left = served.policies.slice(policies.get(partition) ?? 0);
  if (topics.length > 1 && left.length > 1) throw switchedAmongSeveral(state, partition);
  refuseTooLate(left, from.get(partition) ?? 0n, { topic: input, partition });
  return new PolicyPlacing(left);
}

/** In which order topics were read, and so what came before a switch, is not kept. */
function switchedAmongSeveral(state: string, partition: number): AppError {
  return new AppError(
    "inputUnreadable",
    `The policy was switched in ${state}[${partition}], and of several topics it is not known before which records that was.`,
    "Leave the policies out with --no-policies, and replay under the one that holds now: what was decided before the switch may differ.",
  );
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
