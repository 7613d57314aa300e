import { PartitionTask } from "../../../../src/consumers/live/task/partition-task";
import { switchPrefix } from "../../../../src/consumers/live/state/prefix-switch";
import { nameTopics } from "../../../../src/consumers/live/port/topic-names";
import { Openings } from "../../../../src/consumers/live/task/openings";
import { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import { taskOptionsOf } from "../../../support/live-trial";
import { readAll } from "../../../support/read-all";

const INPUT = "in";
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const during = async <Result>(_phase: string, work: () => Promise<Result>) => work();
const topicsOf = (prefix: string) => Object.values({ ...nameTopics(INPUT, prefix) }).flat();

const call = (id: string) => {
  const calls = [{ id: "c1", state: "connected", connectedTime: "2026-03-02T09:00:00.000Z" }];
  return JSON.stringify({ id, participants: [{ id: "p1", purpose: "agent", calls }] });
};

function createLog(records: number): MemoryLog {
  const log = new MemoryLog();
  for (const topic of [...topicsOf("first"), ...topicsOf("second")]) log.createTopic(topic, 1);
  for (let number = 0; number < records; number += 1) {
    const id = `v${number}`;
    log.append(INPUT, 0, { key: Buffer.from(id), value: Buffer.from(call(id)), timestamp: 1_772_442_000_000 });
  }
  return log;
}

const countsOf = async (log: MemoryLog, topics: readonly string[]) =>
  Promise.all(topics.map(async (topic) => (await readAll(log, { topic: topic, partition: 0 })).length));

/** Whoever serves the partition under a prefix. */
async function serve(log: MemoryLog, prefix: string): Promise<PartitionTask> {
  const kind = { semantics: "1", partitions: 1, input: INPUT, group: prefix };
  const options = taskOptionsOf({ during, topics: nameTopics(INPUT, prefix), groupId: prefix, kind });
  const task = new PartitionTask(log, 0, options, new Openings());
  await task.ready;
  return task;
}

/** Folds the input up to an offset. */
async function foldTo(log: MemoryLog, task: PartitionTask, to: bigint): Promise<void> {
  const records = (await readAll(log, { topic: INPUT, partition: 0 })).filter(
    ({ offset }) => offset >= task.next() && offset < to,
  );
  await task.process(INPUT, records, to);
}

const over = async (log: MemoryLog, from = "first", to = "second", input = INPUT, group = to) =>
  switchPrefix(log, { inputs: [input], from, to, group, log: silent });

describe("a prefix that takes over from another", () => {
  it("must have caught up with it", async () => {
    const log = createLog(5);
    const [first, second] = [await serve(log, "first"), await serve(log, "second")];
    await foldTo(log, first, 5n);
    await foldTo(log, second, 3n);
    await expect(over(log)).rejects.toMatchObject({
      code: "stateWrong",
      message: '"second" is behind "first": partition 0 by 2.',
    });
    await foldTo(log, second, 5n);
    await over(log);
  });

  it("leaves it read-only: whoever serves it writes nothing more, nobody serves it again, and nothing is deleted", async () => {
    const log = createLog(5);
    const [first, second] = [await serve(log, "first"), await serve(log, "second")];
    await foldTo(log, first, 4n);
    await foldTo(log, second, 4n);
    await first.tick(undefined, 4n);
    const topics = topicsOf("first");
    const before = await countsOf(log, topics);
    await over(log);
    await expect(foldTo(log, first, 5n)).rejects.toThrow();
    const again = await serve(log, "first");
    expect(again.failure).toMatchObject({
      code: "stateWrong",
      message: expect.stringContaining('"second" has taken over') as string,
      advice: expect.stringContaining("--prefix second --group second") as string,
    });
    const after = await countsOf(log, topics);
    const added = after.map((count, index) => count - (before[index] ?? 0));
    expect(added).toEqual(topics.map((topic) => Number(topic === "first.state")));
    await foldTo(log, second, 5n);
    expect(second.written).toBe(5n);
  });

  it("takes over once, however often it is asked to; whoever comes later takes over from it", async () => {
    const log = createLog(2);
    for (const prefix of ["first", "second"]) await foldTo(log, await serve(log, prefix), 2n);
    await over(log);
    const marked = await countsOf(log, ["first.state"]);
    await over(log);
    expect(await countsOf(log, ["first.state"])).toEqual(marked);
    for (const topic of topicsOf("third")) log.createTopic(topic, 1);
    await foldTo(log, await serve(log, "third"), 2n);
    await expect(over(log, "first", "third")).rejects.toThrow('"second" has taken over from "first" already');
    await over(log, "second", "third");
  });

  it("names the group that serves it, and no other", async () => {
    const log = createLog(2);
    for (const prefix of ["first", "second"]) await foldTo(log, await serve(log, prefix), 2n);
    await expect(over(log, "first", "second", INPUT, "strangers")).rejects.toMatchObject({
      code: "stateWrong",
      message: expect.stringContaining('by the group "second", not by "strangers"') as string,
      advice: expect.stringContaining("--group second") as string,
    });
    await over(log);
  });

  it("folds the same input, and is another one", async () => {
    const log = createLog(2);
    for (const prefix of ["first", "second"]) await foldTo(log, await serve(log, prefix), 2n);
    await expect(over(log, "first", "second", "other")).rejects.toThrow('of the input "in", not of "other"');
    await expect(over(log, "first", "first")).rejects.toThrow("itself");
    for (const topic of topicsOf("wider")) log.createTopic(topic, 2);
    await expect(over(log, "wider", "second")).rejects.toThrow('"wider.state" has 2 partitions');
  });

  it("must have been served, as the former one", async () => {
    const log = createLog(2);
    await foldTo(log, await serve(log, "first"), 2n);
    await expect(over(log, "first", "unserved")).rejects.toMatchObject({
      code: "stateWrong",
      message: 'There is no topic "unserved.state": nothing was folded under the prefix "unserved" yet.',
      advice: expect.stringContaining("Start workers with --prefix unserved") as string,
    });
    await expect(over(log, "misspelt", "second")).rejects.toThrow('There is no topic "misspelt.state".');
  });
});
