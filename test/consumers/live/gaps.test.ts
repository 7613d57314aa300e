import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { keptPolicy } from "../../../src/app/effective-policy";
import { compilePolicy, EMPTY_POLICY } from "../../../src/app/policy";
import { replay } from "../../../src/app/replay";
import { PartitionTask } from "../../../src/consumers/live/partition-task";
import { PolicyChoice } from "../../../src/consumers/live/policy-choice";
import { lineOf } from "../../../src/consumers/live/recorded-line";
import type { LogRecord } from "../../../src/consumers/live/port";
import { Mutex } from "../../../src/consumers/live/waiting";
import type { GapsOrder } from "../../../src/engine/gaps/log-gaps";
import { simulate, USUAL_ORDER } from "../../../src/consumers/simulation/player";
import { MemoryLog } from "../../../src/consumers/memory/memory-log";
import type { ConversationRecord } from "../../../src/models/view";
import { withFolder } from "../../support/cli";
import { orderOf, INPUT, TOPICS } from "../../support/live-trial";

const POLICY = compilePolicy(EMPTY_POLICY);

interface SimulatedLine {
  readonly timestamp: number;
  readonly key: string;
  readonly value: unknown;
}

/** The records of a small centre in one partition, in the order in which they lie there. */
function simulated(): LogRecord[] {
  const order = { ...USUAL_ORDER, conversations: 40, seed: 11, disorder: 0.2 };
  const lines = [...simulate({ ...order, shapes: ["nested"] })].flatMap((one) => ("line" in one ? [one.line] : []));
  return lines.flatMap((line, offset) => {
    const { timestamp, key, value } = JSON.parse(line) as SimulatedLine;
    if (typeof timestamp !== "number" || typeof key !== "string") return [];
    const bytes = Buffer.from(typeof value === "string" ? value : JSON.stringify(value ?? null));
    return [{ offset: BigInt(offset), timestamp, key: Buffer.from(key), value: bytes }];
  });
}

const open = async (log: MemoryLog, gaps: GapsOrder): Promise<PartitionTask> => {
  const policies = new PolicyChoice({ own: keptPolicy(EMPTY_POLICY), from: undefined, mayReturn: false });
  const order = orderOf({ during: async (_phase, work) => work(), policies, misrouted: "fold", gaps });
  const task = new PartitionTask(log, 0, order, new Mutex());
  await task.ready;
  if (task.failure !== undefined) throw task.failure;
  return task;
};

/** Topics in memory; the input has all records. */
function createLog(): MemoryLog {
  const log = new MemoryLog();
  for (const topic of Object.values({ ...TOPICS }).flat()) log.createTopic(topic, 1);
  for (const { key, value, timestamp } of simulated()) log.append(INPUT, 0, { key, value, timestamp });
  return log;
}

/** Serves records, opened anew after each so many; returns the last view of each conversation. */
async function serveAll(records: readonly LogRecord[], gaps: GapsOrder, slice: number) {
  const log = createLog();
  for (let index = 0; index < records.length; index += slice) {
    const task = await open(log, gaps);
    for (let from = index; from < Math.min(index + slice, records.length); from += 10) {
      const batch = records.slice(from, Math.min(from + 10, index + slice));
      await task.process("in", batch, (batch.at(-1)?.offset ?? 0n) + 1n);
    }
    await task.flush();
    await task.drop();
  }
  const task = await open(log, gaps);
  for (let times = 0; times < 5; times += 1) await task.tick(undefined, task.next());
  await task.drop();
  return viewsOf(log);
}

async function viewsOf(log: MemoryLog): Promise<Map<string, ConversationRecord>> {
  const views = new Map<string, ConversationRecord>();
  await log.read({ topic: TOPICS.conversations, partition: 0, endsWhenEmpty: true }, ({ key, value }) => {
    if (key !== null && value !== null) views.set(key.toString(), JSON.parse(value.toString()) as ConversationRecord);
    return "more";
  });
  return views;
}

/** The marks of a replay of the same records, by conversation. */
async function replayed(records: readonly LogRecord[], gaps: GapsOrder): Promise<Map<string, unknown>> {
  const marks = new Map<string, unknown>();
  await withFolder(async (folder) => {
    const log = path.join(folder, "log.ndjson");
    writeFileSync(log, `${records.map((record) => lineOf(INPUT, 0, record)).join("\n")}\n`);
    const out = path.join(folder, "out");
    const order = { logs: [log], out, replaceOut: false, policy: POLICY, recordBytesMax: 1 << 20, until: undefined };
    await replay({ ...order, ...gaps }, () => undefined, new AbortController().signal);
    const lines = readFileSync(path.join(out, "conversations.ndjson"), "utf8").trimEnd().split("\n");
    for (const line of lines) {
      const view = JSON.parse(line) as ConversationRecord;
      marks.set(view.id, view.gaps);
    }
  });
  return marks;
}

const marksIn = (views: ReadonlyMap<string, ConversationRecord>) =>
  new Map([...views].map(([id, { gaps }]) => [id, gaps] as const));
const count = (marks: ReadonlyMap<string, unknown>) => [...marks.values()].filter((gaps) => gaps !== undefined).length;

describe("views of a service", () => {
  const all = simulated();
  const lossy = all.filter((_, index) => index % 150 < 140 || index < 200);
  const middle = all[Math.floor(all.length / 2)]?.timestamp ?? 0;
  const outage = { from: middle, to: middle + 60_000, reason: "declared" as const };

  it.each([
    ["a hole in offsets", { offsetGaps: true }],
    ["a declared outage", { gaps: [outage] }],
    ["both", { gaps: [outage], offsetGaps: true }],
  ])("are marked as a replay of the recording marks them: %s", async (_what, gaps) => {
    const expected = await replayed(lossy, gaps);
    expect(count(expected)).toBeGreaterThan(3);
    expect(count(expected)).toBeLessThan(expected.size);
    for (const slice of [10_000, 130]) expect(marksIn(await serveAll(lossy, gaps, slice))).toEqual(expected);
  });

  it("have no marks where nothing is said of gaps", async () => {
    expect(count(marksIn(await serveAll(lossy, {}, 10_000)))).toBe(0);
  });

  it("of what is not evicted are marked with an outage that is declared when the service is started again", async () => {
    const some = all.slice(0, 400);
    const log = createLog();
    const first = await open(log, {});
    await first.process("in", some, 400n);
    await first.flush();
    await first.drop();
    const second = await open(log, { gaps: [outage] });
    for (let times = 0; times < 5; times += 1) await second.tick(undefined, second.next());
    expect(marksIn(await viewsOf(log))).toEqual(await replayed(some, { gaps: [outage] }));
  });
});

describe("what retention took before it was read", () => {
  const [head, tail] = [simulated().slice(0, 200), simulated().slice(260)];
  const served = async (gaps: GapsOrder) => {
    const log = createLog();
    const first = await open(log, gaps);
    await first.process("in", head, 200n);
    await first.flush();
    await first.drop();
    log.deleteBefore(INPUT, 0, 260n);
    return { log, second: open(log, gaps) };
  };

  it("ends a service that does not mark gaps", async () => {
    await expect((await served({})).second).rejects.toMatchObject({ code: "inputGap" });
  });

  it("is a gap where holes in offsets are", async () => {
    const { log, second } = await served({ offsetGaps: true });
    const task = await second;
    expect(task.next()).toBe(260n);
    await task.process("in", tail, BigInt(simulated().length));
    await task.flush();
    for (let times = 0; times < 5; times += 1) await task.tick(undefined, task.next());
    const marks = marksIn(await viewsOf(log));
    expect(marks).toEqual(await replayed([...head, ...tail], { offsetGaps: true }));
    expect(JSON.stringify([...marks.values()])).toContain("offsets 200–259");
  });

  it("need not be passed twice, though its worker is killed before it keeps its state", async () => {
    const { log, second } = await served({ offsetGaps: true });
    const killed = await second;
    await killed.process("in", tail.slice(0, 20), tail[20]?.offset ?? 0n);
    await killed.drop();
    const third = await open(log, { offsetGaps: true });
    expect(third.next()).toBe(tail[20]?.offset);
  });
});
