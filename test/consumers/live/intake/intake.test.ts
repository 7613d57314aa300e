import { Intake } from "../../../../src/consumers/live/intake/intake";
import type { PartitionTask } from "../../../../src/consumers/live/task/partition-task";
import type { LogRecord } from "../../../../src/consumers/live/port/port";
import { sleep } from "../../../support/kafka";

const messages = (from: number, until: number): LogRecord[] =>
  Array.from({ length: until - from }, (_, index) => ({
    key: Buffer.from("v1"),
    value: Buffer.alloc(800),
    timestamp: 0,
    offset: BigInt(from + index),
  }));

/** A task that notes what it is given, and takes its time. */
function createTask(msPerRecord: number) {
  const given: { readonly offsets: string[]; readonly after: bigint }[] = [];
  let next = 5n;
  let failure: Error | undefined;
  const task = {
    partition: 3,
    nextIn: () => next,
    wanted: () => undefined,
    process: async (_topic: string, records: readonly LogRecord[], after: bigint) => {
      await sleep(1);
      if (failure !== undefined) throw failure;
      given.push({ offsets: records.map(({ offset }) => String(offset)), after });
      next = after;
      return records.length * msPerRecord;
    },
  };
  return {
    task: task as unknown as PartitionTask,
    given,
    failWith: (error: Error) => (failure = error),
    offsets: () => given.flatMap(({ offsets }) => offsets.map(Number)),
  };
}

function createIntake(bytesMax = 1e9, sliceRecords = () => 1000, msPerRecord = 0.01) {
  const steered: string[] = [];
  let foldedAtResume: bigint | undefined;
  const made = createTask(msPerRecord);
  const intake = new Intake(
    made.task,
    ["t"],
    {
      pause: (_topic, partition) => steered.push(`pause ${String(partition)}`),
      resume(_topic, partition) {
        steered.push(`resume ${String(partition)}`);
        foldedAtResume = made.given.at(-1)?.after;
      },
      onFailure: (_task, error) => steered.push(String(error)),
    },
    { bytesMax: () => bytesMax, sliceRecords, endIn: () => undefined, aheadMs: () => 0, awaitedMs: 0 },
  );
  return { ...made, intake, steered, foldedAtResume: () => foldedAtResume };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo() && tries < 1000; tries += 1) await sleep(2);
  expect(isSo()).toBe(true);
}

describe("what waits to be folded", () => {
  it("is given in its order, each record once, while more is taken", async () => {
    const { intake, given, offsets } = createIntake();
    expect(intake.next("t")).toBe(5n);
    expect(intake.take("t", messages(5, 8), 5n, 8n)).toBe(true);
    expect(intake.take("t", messages(8, 1500), 8n, 1500n)).toBe(true);
    expect(intake.take("t", messages(1500, 3000), 1500n, 3001n)).toBe(true);
    expect(intake.next("t")).toBe(3001n);
    await until(() => given.at(-1)?.after === 3001n);
    expect(offsets()).toEqual(Array.from({ length: 2995 }, (_, index) => index + 5));
    expect(given.length).toBeLessThan(8);
    for (const [index, { after }] of given.entries()) {
      const [following] = given[index + 1]?.offsets ?? [];
      if (following !== undefined) expect(after).toBe(BigInt(following));
    }
  });

  it("is refused where it is not what comes next", async () => {
    const { intake, offsets } = createIntake();
    expect(intake.take("t", messages(9, 12), 9n, 12n)).toBe(false);
    expect(intake.take("t", messages(2, 6), 2n, 6n)).toBe(false);
    // Fetched from before, with the first record that counts where it belongs.
    expect(intake.take("t", messages(5, 7), 1n, 7n)).toBe(true);
    expect(intake.take("t", messages(5, 7), 5n, 7n)).toBe(false);
    await until(() => offsets().length === 2);
    intake.close();
    expect(intake.take("t", messages(7, 9), 7n, 9n)).toBe(false);
  });

  it("passes by offsets without a record, after what waits before them", async () => {
    const { intake, given } = createIntake();
    intake.skip("t", 7n, 9n);
    intake.skip("t", 2n, 4n);
    expect(intake.next("t")).toBe(5n);
    intake.take("t", messages(5, 7), 5n, 7n);
    intake.skip("t", 7n, 9n);
    expect(intake.next("t")).toBe(9n);
    await until(() => given.at(-1)?.after === 9n);
    expect(given.flatMap(({ offsets }) => offsets)).toEqual(["5", "6"]);
  });

  it("is bounded: nothing more is fetched until half of it is folded", async () => {
    const { intake, steered, given, foldedAtResume } = createIntake(1_400_000);
    intake.take("t", messages(5, 1300), 5n, 1300n);
    expect(steered).toEqual([]);
    intake.take("t", messages(1300, 2500), 1300n, 2500n);
    expect(steered).toEqual(["pause 3"]);
    await until(() => given.at(-1)?.after === 2500n);
    expect(steered).toEqual(["pause 3", "resume 3"]);
    expect(foldedAtResume()).toBe(2005n);
  });

  it("is folded in stretches of what is allowed at that moment", async () => {
    const allowed = [10, 4];
    const { intake, given } = createIntake(1e9, () => allowed.shift() ?? 100);
    intake.take("t", messages(5, 6), 5n, 6n);
    intake.take("t", messages(6, 20), 6n, 20n);
    await until(() => given.at(-1)?.after === 20n);
    expect(given.map(({ offsets }) => offsets.length)).toEqual([1, 4, 10]);
  });

  it("is folded in stretches that grow twofold at most, and last no longer than 2.5 s", async () => {
    const { intake, given } = createIntake(1e9, () => 4000);
    intake.take("t", messages(5, 20_005), 5n, 20_005n);
    await until(() => given.at(-1)?.after === 20_005n);
    expect(given.map(({ offsets }) => offsets.length)).toEqual([1000, 2000, 4000, 4000, 4000, 4000, 1000]);

    const hard = createIntake(1e9, () => 4000, 5);
    hard.intake.take("t", messages(5, 2300), 5n, 2300n);
    await until(() => hard.given.at(-1)?.after === 2300n);
    expect(hard.given.map(({ offsets }) => offsets.length)).toEqual([1000, 500, 500, 295]);
  });

  it("is not folded in ever fewer records, however long they take", async () => {
    const { intake, given } = createIntake(1e9, () => 1000, 2000);
    intake.take("t", messages(5, 1230), 5n, 1230n);
    await until(() => given.at(-1)?.after === 1230n);
    expect(given.map(({ offsets }) => offsets.length)).toEqual([1000, 100, 100, 25]);
  });

  it("tells when it cannot be folded, and folds no more once it is closed", async () => {
    const { intake, steered, failWith, given } = createIntake();
    failWith(new Error("fenced"));
    intake.take("t", messages(5, 7), 5n, 7n);
    await until(() => steered.length > 0);
    expect(steered).toEqual(["Error: fenced"]);
    intake.close();
    await sleep(10);
    expect(given).toEqual([]);
  });
});

describe("what waits of several topics", () => {
  const at = (offset: number, timestamp: number): LogRecord => ({
    key: null,
    value: Buffer.alloc(8),
    timestamp,
    offset: BigInt(offset),
  });

  /** A partition of the topics `a` and `b`, of which it is known where they end. */
  function createBoth(ends: Record<string, bigint>, aheadMs = 0, awaitedMs = 1e9, bytesMax = 1e9) {
    const given: string[] = [];
    const steered: string[] = [];
    const next = new Map<string, bigint>();
    const runs: { topic: string; until: bigint }[] = [];
    const task = {
      partition: 3,
      nextIn: (topic: string) => next.get(topic) ?? 0n,
      wanted: () => runs[0],
      process: async (topic: string, records: readonly LogRecord[], after: bigint) => {
        await sleep(1);
        given.push(`${topic} ${records.map(({ timestamp }) => timestamp).join(" ")} <${after}`);
        next.set(topic, after);
        if (runs[0]?.until === after) runs.shift();
        return 1;
      },
    } as unknown as PartitionTask;
    const flow = {
      pause: (topic: string) => steered.push(`pause ${topic}`),
      resume: (topic: string) => steered.push(`resume ${topic}`),
      onFailure: (_task: unknown, error: unknown) => steered.push(String(error)),
    };
    const bounds = { sliceRecords: () => 1000, bytesMax: () => bytesMax, aheadMs: () => aheadMs, awaitedMs };
    const intake = new Intake(task, ["a", "b"], flow, { ...bounds, endIn: (topic) => ends[topic] });
    return { intake, given, steered, runs };
  }

  it("is given in the order of its timestamps, of one topic at a time", async () => {
    const { intake, given } = createBoth({ a: 3n, b: 3n });
    intake.take("a", [at(0, 10), at(1, 20), at(2, 60)], 0n, 3n);
    await sleep(10);
    expect(given).toEqual([]);
    intake.take("b", [at(0, 15), at(1, 30), at(2, 40)], 0n, 3n);
    await until(() => given.length === 5);
    expect(given).toEqual(["a 10 <1", "b 15 <1", "a 20 <2", "b 30 40 <3", "a 60 <3"]);
  });

  it("is given in longer stretches where one topic may run ahead", async () => {
    const { intake, given } = createBoth({ a: 3n, b: 3n }, 30);
    intake.take("a", [at(0, 10), at(1, 20), at(2, 60)], 0n, 3n);
    intake.take("b", [at(0, 15), at(1, 30), at(2, 40)], 0n, 3n);
    await until(() => given.length === 3);
    expect(given).toEqual(["a 10 20 <2", "b 15 30 40 <3", "a 60 <3"]);
  });

  it("waits for no topic that is at its end, or of which nothing came for long enough", async () => {
    const ended = createBoth({ a: 1n, b: 0n });
    ended.intake.take("a", [at(0, 10)], 0n, 1n);
    await until(() => ended.given.length === 1);
    const ends: Record<string, bigint> = { a: 1n };
    const unknown = createBoth(ends);
    unknown.intake.take("a", [at(0, 10)], 0n, 1n);
    await sleep(10);
    expect(unknown.given).toEqual([]);
    ends["b"] = 0n;
    unknown.intake.goOn();
    await until(() => unknown.given.length === 1);
    const silent = createBoth({ a: 1n, b: 7n }, 0, 30);
    silent.intake.take("a", [at(0, 10)], 0n, 1n);
    await sleep(10);
    expect(silent.given).toEqual([]);
    await sleep(40);
    silent.intake.goOn();
    await until(() => silent.given.length === 1);
  });

  it("passes by offsets without a record at once", async () => {
    const { intake, given } = createBoth({ a: 2n, b: 2n });
    intake.take("a", [at(0, 10), at(1, 20)], 0n, 2n);
    intake.skip("b", 0n, 2n);
    await until(() => given.length === 2);
    expect(given).toEqual(["b  <2", "a 10 20 <2"]);
  });

  it("is given again in the order in which it was read before", async () => {
    const { intake, given, runs } = createBoth({ a: 3n, b: 3n });
    runs.push({ topic: "b", until: 2n }, { topic: "a", until: 2n });
    intake.take("a", [at(0, 10), at(1, 20), at(2, 60)], 0n, 3n);
    await sleep(10);
    expect(given).toEqual([]);
    intake.take("b", [at(0, 15), at(1, 30), at(2, 40)], 0n, 3n);
    await until(() => given.length === 4);
    expect(given).toEqual(["b 15 30 <2", "a 10 20 <2", "b 40 <3", "a 60 <3"]);
  });

  it("is bounded for each topic, so that the other one can come", async () => {
    const { intake, steered, given } = createBoth({ a: 5n, b: 1n }, 0, 1e9, 1000);
    intake.take("a", [at(0, 10), at(1, 20), at(2, 60)], 0n, 3n);
    expect(steered).toEqual(["pause a"]);
    intake.take("b", [at(0, 90)], 0n, 1n);
    await until(() => given.length === 1);
    expect(steered).toEqual(["pause a", "resume a"]);
  });
});
