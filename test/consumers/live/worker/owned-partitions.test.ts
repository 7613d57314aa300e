import { AppError } from "../../../../src/models/app-error";
import { KAFKA_ERRORS } from "../../../../src/consumers/kafka/client-errors";
import { OwnedPartitions } from "../../../../src/consumers/live/worker/owned-partitions";
import type { PartitionTask } from "../../../../src/consumers/live/task/partition-task";
import { nameTopics } from "../../../../src/consumers/live/port/topic-names";
import { taskOptionsOf } from "../../../support/live-trial";

const silent = () => undefined;

/** A task that opens when it is asked to. */
class FakeTask {
  failure: Error | undefined;
  isOpen = false;
  isDropped = false;
  hasProgressed = false;
  written = 0n;
  /** Why its input is another one. */
  otherInput: AppError | undefined;
  asked = 0;
  writtenTimestamp: number | undefined;
  readonly fold = { input: { maySkip: () => true } };
  private settle: () => void = silent;
  readonly ready = new Promise<void>((resolve) => (this.settle = resolve));

  constructor(readonly partition: number) {}

  next(): bigint {
    return this.written;
  }

  readonly nextIn = (): bigint => this.written;

  wanted(): undefined {
    return undefined;
  }

  async open(from: bigint): Promise<void> {
    this.written = from;
    this.isOpen = true;
    this.settle();
    await Promise.resolve();
  }

  async fail(error: Error): Promise<void> {
    this.failure = error;
    this.settle();
    await Promise.resolve();
  }

  async checkInput(): Promise<void> {
    this.asked += 1;
    return this.otherInput === undefined ? Promise.resolve() : Promise.reject(this.otherInput);
  }

  async drop(): Promise<void> {
    this.isDropped = true;
    await Promise.resolve();
  }
}

/** The partitions of a worker, over a cluster that says where they begin and end, and how far the group is. */
function createOwned(
  bounds: Record<number, readonly [low: number, high: number]>,
  committed: Record<number, number> = {},
) {
  const tasks: FakeTask[] = [];
  const steered: string[] = [];
  const failures: unknown[] = [];
  const reopened: string[] = [];
  const input = { bounds, partitions: 2 };
  const log = {
    errors: KAFKA_ERRORS,
    boundsOf: async () => {
      const bounds = Object.entries(input.bounds);
      return Promise.resolve(
        bounds.map(([partition, [low, high]]) => {
          return { partition: Number(partition), low: BigInt(low), high: BigInt(high) };
        }),
      );
    },
    partitionCount: async () => Promise.resolve(input.partitions),
    groupOffsets: async () =>
      Promise.resolve(
        new Map(Object.entries(committed).map(([partition, offset]) => [Number(partition), BigInt(offset)])),
      ),
  };
  const owned = new OwnedPartitions(
    (partition) => {
      const task = new FakeTask(partition);
      tasks.push(task);
      return task as unknown as PartitionTask;
    },
    log,
    {
      topics: nameTopics("t", "p"),
      policies: taskOptionsOf({ during: async (_phase, work) => work() }).policies,
      groupId: "g",
      kind: { semantics: "1", partitions: 2, input: "t", group: "g" },
      log: { info: silent, warn: silent, error: silent },
      onReopened: (kind) => reopened.push(kind),
    },
    {
      pause: (_topic, partition) => steered.push(`pause ${partition}`),
      resume: (_topic, partition) => steered.push(`resume ${partition}`),
      seek: (_topic, partition, offset) => steered.push(`seek ${partition} ${String(offset)}`),
      onFailure: (_task, error) => failures.push(error),
    },
  );
  const at = (index: number) => {
    const task = tasks.at(index);
    if (task === undefined) throw new RangeError("no such task");
    return task;
  };
  return { owned, at, steered, failures, reopened, input };
}

describe("the partitions of a worker", () => {
  it("are ready once all that it was given are open: one that is given up counts as long as it is the worker's", async () => {
    const { owned, at } = createOwned({ 0: [0, 9], 1: [0, 9] });
    owned.assign([0, 1]);
    expect(owned.ready()).toEqual([]);
    await at(0).open(0n);
    await at(1).open(0n);
    expect(owned.ready()).toEqual([0, 1]);
    await owned.closeAfterFailure(at(1) as unknown as PartitionTask, new Error("a broker is away"));
    expect([owned.numbers(), owned.ready()]).toEqual([[0, 1], [0]]);
    owned.assign([0]);
    expect([owned.numbers(), owned.ready()]).toEqual([[0], [0]]);
  });

  it("are not ready where one opens again and again without getting on, and each time is counted", async () => {
    const { owned, at, reopened } = createOwned({ 0: [0, 9] });
    owned.assign([0]);
    const waits: unknown[] = [];
    for (let times = 0; times < 5; times += 1) {
      await at(-1).open(4n);
      waits.push(
        await owned.closeAfterFailure(
          at(-1) as unknown as PartitionTask,
          Object.assign(new Error("x"), { code: "EPIPE" }),
        ),
      );
      owned.openAgain(0);
    }
    await at(-1).open(4n);
    expect(owned.ready()).toEqual([]);
    at(-1).hasProgressed = true;
    expect(owned.ready()).toEqual([0]);
    expect(reopened).toEqual(Array.from({ length: 5 }, () => "cluster"));
    expect(waits).toEqual([300, 600, 1200, 2400, 2400]);
  });

  it("are settled where the same fault comes twice from state that was restored anew", async () => {
    const { owned, at } = createOwned({ 0: [0, 9] });
    owned.assign([0]);
    const fault = new TypeError("planted");
    await at(-1).open(4n);
    expect(await owned.closeAfterFailure(at(-1) as unknown as PartitionTask, fault)).toBe(300);
    owned.openAgain(0);
    await at(-1).open(4n);
    expect(await owned.closeAfterFailure(at(-1) as unknown as PartitionTask, fault)).toMatchObject({
      code: "partitionStuck",
    });
    expect(await owned.closeAfterFailure(at(0) as unknown as PartitionTask, fault)).toBeUndefined();
  });

  it("lag as of where they were last, or where their group was, while they are not open", async () => {
    const { owned, at } = createOwned({ 0: [0, 50], 1: [0, 60], 2: [0, 70] }, { 1: 20 });
    owned.assign([0, 1, 2]);
    await at(0).open(10n);
    at(0).writtenTimestamp = 1000;
    await owned.lookForEnds();
    expect([...owned.lag()]).toEqual([
      [0, 40],
      [1, 40],
    ]);
    at(0).written = 30n;
    await owned.closeAfterFailure(at(0) as unknown as PartitionTask, new Error("x"));
    expect([...owned.lag()]).toEqual([
      [0, 20],
      [1, 40],
    ]);
    expect([...owned.lagMs(5000)]).toEqual([[0, 4000]]);
  });

  it("cannot go on where the input got further partitions, which is seen within some looks", async () => {
    const { owned, at, failures, input } = createOwned({ 0: [0, 50] });
    owned.assign([0]);
    await at(0).open(5n);
    input.partitions = 3;
    for (let look = 0; look < 10; look += 1) await owned.lookWhoseInput();
    expect(failures).toMatchObject([
      { code: "topicWrong", message: expect.stringContaining("3 partitions by now") as string },
    ]);
  });

  it("are asked in turn whether their input is the one that was read, and at once where it ends earlier than it did", async () => {
    const { owned, at, failures, input } = createOwned({ 0: [0, 50], 1: [0, 50] });
    owned.assign([0, 1]);
    await at(0).open(5n);
    await at(1).open(5n);
    await owned.lookForEnds();
    for (let look = 0; look < 20; look += 1) await owned.lookWhoseInput();
    expect([at(0).asked, at(1).asked]).toEqual([1, 1]);
    input.bounds = { 0: [0, 50], 1: [0, 40] };
    at(1).otherInput = new AppError("inputReplaced", "another", "fold it elsewhere");
    await owned.lookForEnds();
    await owned.lookWhoseInput();
    expect([at(0).asked, at(1).asked]).toEqual([1, 2]);
    expect(failures).toEqual([at(1).otherInput]);
  });

  it("cannot go on where retention overtook one, or where the input ends before what was read of it", async () => {
    for (const [bounds, code, looks] of [
      [[8, 50], "inputGap", 6],
      [[0, 2], "inputShrank", 20],
    ] as const) {
      const { owned, at, failures, input } = createOwned({ 0: [0, 50] });
      owned.assign([0]);
      await at(0).open(5n);
      await owned.lookForEnds();
      input.bounds = { 0: bounds };
      for (let look = 1; look < looks; look += 1) await owned.lookForEnds();
      expect(failures).toEqual([]);
      await owned.lookForEnds();
      expect(failures).toEqual([expect.any(AppError)]);
      expect(failures).toMatchObject([{ code }]);
    }
  });
});
