import { readFileSync } from "node:fs";
import path from "node:path";

import { keptPolicy } from "../../../src/app/effective-policy";
import { EMPTY_POLICY } from "../../../src/app/policy";
import { encodePosition } from "../../../src/consumers/live/state/state-codec";
import type { GapOptions } from "../../../src/engine/gaps/log-gaps";
import type { LogRecord } from "../../../src/consumers/live/port/port";
import type { MemoryLog } from "../../../src/consumers/memory/memory-log";
import type { ConversationRecord } from "../../../src/models/view";
import { withFolder } from "../../support/cli";
import { INPUT, TOPICS } from "../../support/live-trial";
import {
  createLog,
  linesIn,
  openTask,
  replayRecords,
  serve,
  simulatedRecords,
  STREAMS,
} from "../../support/memory-service";

const simulated = () => simulatedRecords({ conversations: 40, seed: 11 });

/** Serves records, opened anew after each so many; returns the marks of what stands. */
async function serveAll(records: readonly LogRecord[], gaps: GapOptions, slice: number) {
  return marksOf(await serve(simulated(), records, gaps, slice));
}

interface Line {
  readonly id: string;
  readonly retracted?: true;
  readonly gap?: true;
  readonly gaps?: ConversationRecord["gaps"];
}

/** The marks of what stands, by id: for a conversation its gaps, for a number or deadline whether one lies in its time. */
type Marks = ReadonlyMap<string, unknown>;

/** The marks of the last line of each id, of what stands. */
function marksIn(lines: readonly Line[]): Marks {
  const last = new Map(lines.map((line) => [line.id, line]));
  return new Map([...last.values()].flatMap(({ id, retracted, gap, gaps }) => (retracted ? [] : [[id, gaps ?? gap]])));
}

async function marksOf(log: MemoryLog): Promise<Marks> {
  return marksIn((await Promise.all(STREAMS.map(async (stream) => linesIn(log, stream)))).flat().map(parsedLine));
}

/** The marks of a replay of the same records. */
async function replayed(records: readonly LogRecord[], gaps: GapOptions): Promise<Marks> {
  return withFolder(async (folder) => {
    const out = await replayRecords(folder, records, gaps);
    const lines = STREAMS.flatMap((stream) => readFileSync(path.join(out, `${stream}.ndjson`), "utf8").split("\n"));
    return marksIn(lines.filter((line) => line !== "").map(parsedLine));
  });
}

/** Ids of numbers and deadlines of which lines of one revision differ in their mark alone, and of which they do otherwise or revisions fall. */
async function repeatedIn(
  log: MemoryLog,
): Promise<{ readonly marked: readonly string[]; readonly wrong: readonly string[] }> {
  const lines = await Promise.all((["measurements", "deadlines"] as const).map((stream) => linesIn(log, stream)));
  const last = new Map<string, { readonly revision: number; readonly mark: unknown; readonly rest: string }>();
  const found = { marked: [] as string[], wrong: [] as string[] };
  for (const line of lines.flat()) {
    const { gap: mark, asOf: _asOf, ...record } = JSON.parse(line) as Line & { revision: number; asOf?: string };
    const [before, now] = [last.get(record.id), { revision: record.revision, mark, rest: JSON.stringify(record) }];
    last.set(record.id, now);
    if (before === undefined || before.revision < now.revision) continue;
    if (before.rest !== now.rest) found.wrong.push(record.id);
    else if (before.mark !== now.mark) found.marked.push(record.id);
  }
  return found;
}

const parsedLine = (line: string) => JSON.parse(line) as Line;
const count = (marks: Marks) => [...marks.values()].filter((gaps) => gaps !== undefined).length;

describe("what a service writes", () => {
  const all = simulated();
  const lossy = all.filter((_, index) => index % 150 < 140 || index < 200);
  const middle = all[Math.floor(all.length / 2)]?.timestamp ?? 0;
  const outage = { from: middle, to: middle + 60_000, reason: "declared" as const };

  it.each([
    ["a hole in offsets", { offsetGaps: true }],
    ["a declared outage", { gaps: [outage] }],
    ["both", { gaps: [outage], offsetGaps: true }],
  ])("is marked as a replay of the recording marks it: %s", async (_what, gaps) => {
    const expected = await replayed(lossy, gaps);
    expect(count(expected)).toBeGreaterThan(3);
    expect(count(expected)).toBeLessThan(expected.size);
    for (const slice of [10_000, 130]) {
      const log = await serve(simulated(), lossy, gaps, slice);
      expect(await marksOf(log)).toEqual(expected);
      expect((await repeatedIn(log)).wrong).toEqual([]);
    }
  });

  it("has no marks where nothing is said of gaps", async () => {
    expect(count(await serveAll(lossy, {}, 10_000))).toBe(0);
  });

  it("is marked, where it is not evicted, with an outage that is declared when the service is started again", async () => {
    const some = all.slice(0, 400);
    const log = createLog(simulated());
    const first = await openTask(log, {});
    await first.process(INPUT, some, 400n);
    await first.flush();
    await first.drop();
    const second = await openTask(log, { gaps: [outage] });
    for (let times = 0; times < 5; times += 1) await second.tick(undefined, second.next());
    expect(await marksOf(log)).toEqual(await replayed(some, { gaps: [outage] }));
    const { marked, wrong } = await repeatedIn(log);
    expect(marked.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});

it("is marked also where the first that a service reads is nothing to be folded", async () => {
  const all = simulatedRecords({ conversations: 40, seed: 11 });
  const [head, next] = [all.slice(0, 400), all[401]];
  const [from, to] = [all[0]?.timestamp ?? 0, (all[399]?.timestamp ?? 0) + 1];
  const outage = { from, to, reason: "declared" as const };
  const marked = async (isEmptyFirst: boolean) => {
    const log = createLog(all);
    const first = await openTask(log, {});
    await first.process(INPUT, head, 400n);
    await first.flush();
    await first.drop();
    const second = await openTask(log, { gaps: [outage] });
    if (isEmptyFirst) await second.process(INPUT, [], 401n);
    await second.process(INPUT, next === undefined ? [] : [next], 402n);
    for (let times = 0; times < 5; times += 1) await second.tick(undefined, second.next());
    await second.drop();
    return marksOf(log);
  };
  expect(count(await marked(false))).toBeGreaterThan(3);
  expect(await marked(true)).toEqual(await marked(false));
});

describe("what retention took before it was read", () => {
  const [head, tail] = [simulated().slice(0, 200), simulated().slice(260)];
  const served = async (gaps: GapOptions) => {
    const log = createLog(simulated());
    const first = await openTask(log, gaps);
    await first.process(INPUT, head, 200n);
    await first.flush();
    await first.drop();
    log.deleteBefore(INPUT, 0, 260n);
    return { log, second: openTask(log, gaps) };
  };

  it("ends a service that does not mark gaps", async () => {
    const advice = expect.stringContaining("Go on without them with --offset-gaps") as string;
    await expect((await served({})).second).rejects.toMatchObject({ code: "inputGap", advice });
  });

  it.each([{}, { offsetGaps: true }])(
    "ends a service whose state needs it, with no advice to mark it: %j",
    async (gaps) => {
      const log = createLog(simulated());
      const first = await openTask(log, gaps);
      await first.process(INPUT, head.slice(0, 100), 100n);
      await first.flush();
      await first.process(INPUT, head.slice(100), 200n);
      await first.drop();
      log.deleteBefore(INPUT, 0, 260n);
      const advice = expect.stringMatching(/^The state cannot be restored without them: (?!.*offset-gaps)/) as string;
      await expect(openTask(log, gaps)).rejects.toMatchObject({ code: "inputGap", advice });
    },
  );

  it("is a gap where holes in offsets are", async () => {
    const { log, second } = await served({ offsetGaps: true });
    const task = await second;
    expect(task.next()).toBe(260n);
    await task.process(INPUT, tail, BigInt(simulated().length));
    await task.flush();
    for (let times = 0; times < 5; times += 1) await task.tick(undefined, task.next());
    const marks = await marksOf(log);
    expect(marks).toEqual(await replayed([...head, ...tail], { offsetGaps: true }));
    expect(JSON.stringify([...marks.values()])).toContain("offsets 200–259");
  });

  it.each([
    ["which nothing of", 0],
    ["of which some, as it was killed soon, of", 20],
  ])("is missed by a service %s the input was read yet", async (_what, count) => {
    const log = createLog(simulated());
    const first = await openTask(log, {});
    await (count > 0 ? first.process(INPUT, head.slice(0, count), BigInt(count)) : first.tick(undefined, 0n));
    await first.drop();
    log.deleteBefore(INPUT, 0, 260n);
    await expect(openTask(log, {})).rejects.toMatchObject({
      code: "inputGap",
      message: expect.stringContaining(`begins at 260, but the records from ${count} on were not read`) as string,
      advice: expect.stringContaining("Go on without them with --offset-gaps") as string,
    });
    const second = await openTask(log, { offsetGaps: true });
    await second.process(INPUT, tail.slice(0, 20), tail[20]?.offset ?? 0n);
    await second.drop();
    expect((await openTask(log, { offsetGaps: true })).next()).toBe(tail[20]?.offset);
  });

  it("costs a service nothing that was killed soon, where what it had read is all that was deleted", async () => {
    const log = createLog(simulated());
    const first = await openTask(log, {});
    await first.process(INPUT, head, 200n);
    await first.drop();
    log.deleteBefore(INPUT, 0, 200n);
    const second = await openTask(log, {});
    await second.process(INPUT, simulated().slice(200), BigInt(simulated().length));
    for (let times = 0; times < 5; times += 1) await second.tick(undefined, second.next());
    const stands = async (one: MemoryLog) => new Set(await linesIn(one, "measurements"));
    expect(await stands(log)).toEqual(await stands(await serve(simulated(), simulated(), {}, 10_000)));
  });

  it.each([
    ["some of it", 200, { code: "inputGap" }],
    ["nothing of it", undefined, undefined],
  ])("is missed where an earlier release kept a position alone, and had read %s", async (_what, read, refused) => {
    const log = createLog(simulated());
    const mark = read === undefined ? undefined : { offset: BigInt(read - 1), timestamp: 0, checksum: 0 };
    const { key, value } = encodePosition(TOPICS.state, {
      ...{ input: INPUT, group: "g", policy: keptPolicy(EMPTY_POLICY).digest, advances: [], offset: 200n, mark },
    });
    log.append(TOPICS.state, 0, { key: Buffer.from(key ?? ""), value: Buffer.from(value ?? "") });
    log.deleteBefore(INPUT, 0, 200n);
    if (refused !== undefined) await expect(openTask(log, {})).rejects.toMatchObject(refused);
    else expect((await openTask(log, {})).next()).toBe(200n);
  });

  it("need not be passed twice, though its worker is killed before it keeps its state", async () => {
    const { log, second } = await served({ offsetGaps: true });
    const killed = await second;
    await killed.process(INPUT, tail.slice(0, 20), tail[20]?.offset ?? 0n);
    await killed.drop();
    const third = await openTask(log, { offsetGaps: true });
    expect(third.next()).toBe(tail[20]?.offset);
  });
});
