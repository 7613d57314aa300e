import { keptPolicy } from "../../src/app/effective-policy";
import { EMPTY_POLICY, type PolicyDocument } from "../../src/app/policy";
import { PartitionTask } from "../../src/consumers/live/task/partition-task";
import { PolicyChoice, type PolicyOptions } from "../../src/consumers/live/policy/policy-choice";
import type { PartitionLog } from "../../src/consumers/live/port/port";
import type { TaskOptions } from "../../src/consumers/live/task/task-options";
import { nameTopics } from "../../src/consumers/live/port/topic-names";
import { Openings } from "../../src/consumers/live/task/openings";
import { MemoryLog } from "../../src/consumers/memory/memory-log";
import type { KeptPolicy } from "../../src/models/policy-switch";
import { taskOptionsOf } from "./live-trial";
import { readAll } from "./read-all";

export const SMALL_INPUT = "in";
const NINE = Date.UTC(2026, 2, 2, 9);

/** A conversation that an agent is in, as a record of the input. */
export function smallCall(id: string, at = NINE) {
  const calls = [{ id: "c1", state: "connected", connectedTime: new Date(at).toISOString() }];
  const value = JSON.stringify({ id, participants: [{ id: "p1", purpose: "agent", calls }] });
  return { key: Buffer.from(id), value: Buffer.from(value), timestamp: at };
}

/** A log in memory with the topics of some prefixes, and conversations in each partition of the input. */
export function createSmallLog(prefixes: readonly string[], partitions = 1, records = 0): MemoryLog {
  const log = new MemoryLog();
  for (const prefix of prefixes)
    for (const topic of Object.values({ ...nameTopics(SMALL_INPUT, prefix) }).flat())
      log.createTopic(topic, partitions);
  for (let partition = 0; partition < partitions; partition += 1)
    for (let number = 0; number < records; number += 1) log.append(SMALL_INPUT, partition, smallCall(`v${number}`));
  return log;
}

/** A policy that says some things otherwise than the usual one. */
export const policyOf = (document: Partial<PolicyDocument> = {}): KeptPolicy =>
  keptPolicy({ ...EMPTY_POLICY, ...document });

/** How one partition is served under a prefix, by a group of its name. */
export function smallOptions(prefix: string, partitions = 1, policy: Partial<PolicyOptions> = {}): TaskOptions {
  return taskOptionsOf({
    during: async (_phase, work) => work(),
    topics: nameTopics(SMALL_INPUT, prefix),
    groupId: prefix,
    kind: { semantics: "1", partitions, input: SMALL_INPUT, group: prefix },
    policies: new PolicyChoice({ own: policyOf(), from: undefined, mayReturn: false, ...policy }),
    checkpointMs: 0,
  });
}

/** Whoever serves the first partition, once it is open, or has failed to be. */
export async function openSmall(log: PartitionLog, options: TaskOptions): Promise<PartitionTask> {
  const task = new PartitionTask(log, 0, options, new Openings());
  await task.ready;
  return task;
}

/** Folds the input from where a task is up to an offset, or all that there is. */
export async function foldSmall(log: PartitionLog, task: PartitionTask, to?: bigint): Promise<void> {
  const records = (await readAll(log, { topic: SMALL_INPUT, partition: 0, from: task.next() })).filter(
    ({ offset }) => to === undefined || offset < to,
  );
  const last = records.at(-1);
  await task.process(SMALL_INPUT, records, to ?? (last === undefined ? task.next() : last.offset + 1n));
}
