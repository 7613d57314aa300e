import { Intake } from "../../../src/consumers/live/intake";
import type { PartitionTask } from "../../../src/consumers/live/partition-task";
import type { LogRecord } from "../../../src/consumers/live/port";
import { sleep } from "../../support/kafka";

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
    next: () => next,
    process: async (records: readonly LogRecord[], after: bigint) => {
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
  let foldedAtRelease: bigint | undefined;
  const made = createTask(msPerRecord);
  const intake = new Intake(
    made.task,
    {
      hold: (partition) => steered.push(`hold ${String(partition)}`),
      release(partition) {
        steered.push(`release ${String(partition)}`);
        foldedAtRelease = made.given.at(-1)?.after;
      },
      onFailure: (_task, error) => steered.push(String(error)),
    },
    { bytesMax: () => bytesMax, sliceRecords },
  );
  return { ...made, intake, steered, foldedAtRelease: () => foldedAtRelease };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo() && tries < 1000; tries += 1) await sleep(2);
  expect(isSo()).toBe(true);
}

describe("what waits to be folded", () => {
  it("is given in its order, each record once, while more is taken", async () => {
    const { intake, given, offsets } = createIntake();
    expect(intake.next()).toBe(5n);
    expect(intake.take(messages(5, 8), 5n, 8n)).toBe(true);
    expect(intake.take(messages(8, 1500), 8n, 1500n)).toBe(true);
    expect(intake.take(messages(1500, 3000), 1500n, 3001n)).toBe(true);
    expect(intake.next()).toBe(3001n);
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
    expect(intake.take(messages(9, 12), 9n, 12n)).toBe(false);
    expect(intake.take(messages(2, 6), 2n, 6n)).toBe(false);
    // Fetched from before, with the first record that counts where it belongs.
    expect(intake.take(messages(5, 7), 1n, 7n)).toBe(true);
    expect(intake.take(messages(5, 7), 5n, 7n)).toBe(false);
    await until(() => offsets().length === 2);
    intake.close();
    expect(intake.take(messages(7, 9), 7n, 9n)).toBe(false);
  });

  it("passes by offsets without a record, after what waits before them", async () => {
    const { intake, given } = createIntake();
    intake.skip(7n, 9n);
    intake.skip(2n, 4n);
    expect(intake.next()).toBe(5n);
    intake.take(messages(5, 7), 5n, 7n);
    intake.skip(7n, 9n);
    expect(intake.next()).toBe(9n);
    await until(() => given.at(-1)?.after === 9n);
    expect(given.flatMap(({ offsets }) => offsets)).toEqual(["5", "6"]);
  });

  it("is bounded: nothing more is fetched until half of it is folded", async () => {
    const { intake, steered, given, foldedAtRelease } = createIntake(1_400_000);
    intake.take(messages(5, 1300), 5n, 1300n);
    expect(steered).toEqual([]);
    intake.take(messages(1300, 2500), 1300n, 2500n);
    expect(steered).toEqual(["hold 3"]);
    await until(() => given.at(-1)?.after === 2500n);
    expect(steered).toEqual(["hold 3", "release 3"]);
    expect(foldedAtRelease()).toBe(2005n);
  });

  it("is folded in stretches of what is allowed at that moment", async () => {
    const allowed = [10, 4];
    const { intake, given } = createIntake(1e9, () => allowed.shift() ?? 100);
    intake.take(messages(5, 6), 5n, 6n);
    intake.take(messages(6, 20), 6n, 20n);
    await until(() => given.at(-1)?.after === 20n);
    expect(given.map(({ offsets }) => offsets.length)).toEqual([1, 4, 10]);
  });

  it("is folded in stretches that grow twofold at most, and last no longer than 2.5 s", async () => {
    const { intake, given } = createIntake(1e9, () => 4000);
    intake.take(messages(5, 20_005), 5n, 20_005n);
    await until(() => given.at(-1)?.after === 20_005n);
    expect(given.map(({ offsets }) => offsets.length)).toEqual([1000, 2000, 4000, 4000, 4000, 4000, 1000]);

    const hard = createIntake(1e9, () => 4000, 5);
    hard.intake.take(messages(5, 2300), 5n, 2300n);
    await until(() => hard.given.at(-1)?.after === 2300n);
    expect(hard.given.map(({ offsets }) => offsets.length)).toEqual([1000, 500, 500, 295]);
  });

  it("is not folded in ever fewer records, however long they take", async () => {
    const { intake, given } = createIntake(1e9, () => 1000, 2000);
    intake.take(messages(5, 1230), 5n, 1230n);
    await until(() => given.at(-1)?.after === 1230n);
    expect(given.map(({ offsets }) => offsets.length)).toEqual([1000, 100, 100, 25]);
  });

  it("tells when it cannot be folded, and folds no more once it is closed", async () => {
    const { intake, steered, failWith, given } = createIntake();
    failWith(new Error("fenced"));
    intake.take(messages(5, 7), 5n, 7n);
    await until(() => steered.length > 0);
    expect(steered).toEqual(["Error: fenced"]);
    intake.close();
    await sleep(10);
    expect(given).toEqual([]);
  });
});
