import { countOf } from "../../../models/format-count";
import { AppError } from "../../../models/app-error";
import type { Log } from "../port/log";
import { InputOffsets } from "../position/input-offsets";
import { checkOwner, topicOptions } from "./state-checks";
import type { InputLog, PartitionLog } from "../port/port";
import type { StatePosition } from "./state-kinds";
import { readStateTail } from "./state-tail";
import { encodeSuccessor } from "./successor";
import { inputName, nameTopics, type TopicNames } from "../port/topic-names";

/** Which prefix takes over from which. */
export interface PrefixSwitchOptions {
  readonly inputs: readonly string[];
  readonly from: string;
  readonly to: string;
  /** The group of those who serve under the new one. */
  readonly group: string;
  readonly log: Log;
}

/** What that needs of a log. */
type SwitchLog = PartitionLog & Pick<InputLog, "partitionCount">;

/**
 * Lets a prefix take over from another one with which it has caught up. The former becomes read-only: whoever serves it is fenced, and its
 * state says who took over. Nothing of it is deleted. Throws `AppError` where the new one is behind, or is of another input.
 */
export async function switchPrefix(log: SwitchLog, options: PrefixSwitchOptions): Promise<void> {
  const { inputs, from, to, group } = options;
  const [former, next] = [nameTopics(inputs, from), nameTopics(inputs, to)];
  const input = inputName(former);
  if (from === to)
    throw wrongSwitch(`"${from}" cannot take over from itself.`, "Name the former prefix with --switch.");
  const partitions = await sharedPartitions(log, former, next, to);
  const left: number[] = [];
  const behind: string[] = [];
  for (let partition = 0; partition < partitions; partition += 1) {
    const [one, other] = [
      await readStateTail(log, former.state, partition, true),
      await readStateTail(log, next.state, partition, true),
    ];
    refuseOther(one.position?.input, input);
    // Whoever serves the former one is sent to that group.
    if (other.position !== undefined) checkOwner(other.position, { input, group }, next.state);
    if (other.successor !== undefined)
      throw wrongSwitch(
        `"${other.successor.prefix}" has taken over from "${to}" already.`,
        "There is no way back: fold again under another prefix.",
      );
    if (one.successor !== undefined && one.successor.prefix !== to)
      throw wrongSwitch(`"${one.successor.prefix}" has taken over from "${from}" already.`, `Switch from that one.`);
    if (one.successor === undefined) left.push(partition);
    const missing = missingIn(former, one.position, other.position);
    if (missing > 0n) behind.push(`partition ${partition} by ${missing}`);
  }
  if (behind.length > 0)
    throw wrongSwitch(`"${to}" is behind "${from}": ${behind.join(", ")}.`, "Let its workers catch up first.");
  // Boards look at the first partition: once that is marked, all are.
  for (const partition of left.reverse()) {
    const during = async <Result>(_phase: string, work: () => Promise<Result>) => work();
    const writer = log.createWriter(partition, { groupId: group, topics: former, during });
    try {
      await writer.open();
      await writer.write([encodeSuccessor(former.state, { prefix: to, group })], undefined);
    } finally {
      await writer.close();
    }
  }
  options.log.info("switched", { from, to, partitions });
}

/** How many partitions both prefixes have. Throws `AppError` where one was never served, or they differ. */
async function sharedPartitions(log: SwitchLog, former: TopicNames, next: TopicNames, to: string): Promise<number> {
  const [partitions, others] = [await log.partitionCount(former.state), await log.partitionCount(next.state)];
  if (partitions === 0)
    throw wrongSwitch(`There is no topic "${former.state}".`, "Name the former prefix with --switch.");
  if (others === 0)
    throw wrongSwitch(
      `There is no topic "${next.state}": nothing was folded under the prefix "${to}" yet.`,
      `Start workers with --prefix ${to} and let them catch up; then switch. Another name of theirs is for --prefix.`,
    );
  if (others !== partitions)
    throw wrongSwitch(
      `"${former.state}" has ${countOf(partitions, "partition")}, and "${next.state}" ${others}.`,
      "Name the new prefix with --prefix and the former with --switch; both fold the same input.",
    );
  return partitions;
}

/** How many records one position is behind another, in all topics. */
function missingIn({ inputs }: TopicNames, one: StatePosition | undefined, other: StatePosition | undefined): bigint {
  const offsetsOf = (position: StatePosition | undefined) => {
    const offsets = new InputOffsets(inputs);
    offsets.restore(position?.offset ?? 0n, position?.offsets);
    return offsets;
  };
  const [wanted, there] = [offsetsOf(one), offsetsOf(other)];
  const missing = inputs.map((topic) => wanted.get(topic) - there.get(topic));
  return missing.reduce((sum, each) => (each > 0n ? sum + each : sum), 0n);
}

function refuseOther(stored: string | undefined, input: string): void {
  if (stored === undefined || stored === input) return;
  throw wrongSwitch(
    `It is of the input "${stored}", not of "${input}".`,
    `Name the input with ${topicOptions(stored)}.`,
  );
}

function wrongSwitch(message: string, advice: string): AppError {
  return new AppError("stateWrong", message, advice);
}
