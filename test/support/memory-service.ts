import { writeFileSync } from "node:fs";
import path from "node:path";

import { keptPolicy } from "../../src/app/effective-policy";
import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { replay } from "../../src/app/replay";
import { PartitionTask } from "../../src/consumers/live/task/partition-task";
import { PolicyChoice } from "../../src/consumers/live/policy/policy-choice";
import type { LogRecord } from "../../src/consumers/live/port/port";
import { lineOf } from "../../src/consumers/live/records/recorded-line";
import { Openings } from "../../src/consumers/live/task/openings";
import { MemoryLog } from "../../src/consumers/memory/memory-log";
import { simulate, USUAL_OPTIONS, type SimulationOptions } from "../../src/consumers/simulation/player";
import type { GapOptions } from "../../src/engine/gaps/log-gaps";
import { INPUT, taskOptionsOf, TOPICS } from "./live-trial";

/** The output streams of a service that a replay has, too. */
export const STREAMS = ["conversations", "measurements", "deadlines"] as const;

interface SimulatedLine {
  readonly timestamp: number;
  readonly key: string;
  readonly value: unknown;
}

/** The records of a small centre in one partition, in the order in which they lie there. */
export function simulatedRecords(some: Partial<SimulationOptions>): LogRecord[] {
  const options = { ...USUAL_OPTIONS, disorder: 0.2, ...some };
  const lines = [...simulate({ ...options, shapes: ["nested"] })].flatMap((one) => ("line" in one ? [one.line] : []));
  return lines.flatMap((line, offset) => {
    const { timestamp, key, value } = JSON.parse(line) as SimulatedLine;
    if (typeof timestamp !== "number" || typeof key !== "string") return [];
    const bytes = Buffer.from(typeof value === "string" ? value : JSON.stringify(value ?? null));
    return [{ offset: BigInt(offset), timestamp, key: Buffer.from(key), value: bytes }];
  });
}

/** The task of the one partition, open. */
export async function openTask(log: MemoryLog, gaps: GapOptions): Promise<PartitionTask> {
  const policies = new PolicyChoice({ own: keptPolicy(EMPTY_POLICY), from: undefined, mayReturn: false });
  const options = taskOptionsOf({ during: async (_phase, work) => work(), policies, misrouted: "fold", gaps });
  const task = new PartitionTask(log, 0, options, new Openings());
  await task.ready;
  if (task.failure !== undefined) throw task.failure;
  return task;
}

/** Topics in memory; the input has these records. */
export function createLog(records: readonly LogRecord[]): MemoryLog {
  const log = new MemoryLog();
  for (const topic of Object.values({ ...TOPICS }).flat()) log.createTopic(topic, 1);
  for (const { key, value, timestamp } of records) log.append(INPUT, 0, { key, value, timestamp });
  return log;
}

/** Serves some of the records of an input, opened anew after each so many; returns the log with what was written. */
export async function serve(
  all: readonly LogRecord[],
  records: readonly LogRecord[],
  gaps: GapOptions,
  slice: number,
): Promise<MemoryLog> {
  const log = createLog(all);
  for (let index = 0; index < records.length; index += slice) {
    const task = await openTask(log, gaps);
    for (let from = index; from < Math.min(index + slice, records.length); from += 10) {
      const batch = records.slice(from, Math.min(from + 10, index + slice));
      await task.process(INPUT, batch, (batch.at(-1)?.offset ?? 0n) + 1n);
    }
    await task.flush();
    await task.drop();
  }
  const task = await openTask(log, gaps);
  for (let times = 0; times < 5; times += 1) await task.tick(undefined, task.next());
  await task.drop();
  return log;
}

/** What a service wrote of a stream, in its order. */
export async function linesIn(log: MemoryLog, stream: (typeof STREAMS)[number]): Promise<string[]> {
  const lines: string[] = [];
  await log.read({ topic: TOPICS[stream], partition: 0, endsWhenEmpty: true }, ({ value }) => {
    if (value !== null) lines.push(value.toString());
    return "more";
  });
  return lines;
}

/** Replays records as they would be recorded; returns the folder of outputs. */
export async function replayRecords(folder: string, records: readonly LogRecord[], gaps: GapOptions): Promise<string> {
  const log = path.join(folder, "log.ndjson");
  writeFileSync(log, `${records.map((record) => lineOf(INPUT, 0, record)).join("\n")}\n`);
  const out = path.join(folder, "out");
  const policy = compilePolicy(EMPTY_POLICY);
  const options = { logs: [log], out, replaceOut: false, policy, recordBytesMax: 1 << 20, until: undefined };
  await replay({ ...options, ...gaps }, () => undefined, new AbortController().signal);
  return out;
}
