import { IntakeLimits } from "../../../../src/consumers/live/intake/intake-limits";
import type { Intake } from "../../../../src/consumers/live/intake/intake";

const MIB = 1 << 20;
const first = { topic: "t", partition: 0 };

/** Partitions of which so many MiB wait, and which are so many records behind. */
function createLimits(partitions: readonly { readonly mib: number; readonly behind: number | undefined }[]) {
  const waiting = partitions.map(({ mib }) => mib);
  const looks = { times: 0 };
  const intakes = partitions.map((_, index): [number, Pick<Intake, "task" | "waitingBytes">] => {
    const task = { partition: index, next: () => 10n } as unknown as Intake["task"];
    const waitingBytes = () => {
      looks.times += 1;
      return (waiting[index] ?? 0) * MIB;
    };
    return [index, { task, waitingBytes }];
  });
  const limits = new IntakeLimits(new Map(intakes), ({ partition }) => {
    const behind = partitions[partition]?.behind;
    return behind === undefined ? undefined : BigInt(10 + behind);
  });
  return { limits, waiting, looks };
}

/** Whether a fetch waits, a moment after it came back. */
async function isWaiting(limits: IntakeLimits, stop = () => false): Promise<boolean> {
  const waited = { isOver: false };
  void limits.wait(first, stop).then(() => (waited.isOver = true));
  await jest.advanceTimersByTimeAsync(500);
  return !waited.isOver;
}

describe("the limits of what waits to be folded", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it("lets a fetch wait while all partitions are behind and more waits in them than may", async () => {
    const { limits, waiting } = createLimits([
      { mib: 10, behind: 5000 },
      { mib: 10, behind: 5000 },
    ]);
    expect(await isWaiting(limits)).toBe(true);
    waiting[0] = 3;
    expect(await isWaiting(limits)).toBe(false);
  });

  it("does so for a second at most, and not once the worker stops", async () => {
    const { limits } = createLimits([{ mib: 30, behind: 5000 }]);
    const waited = { isOver: false };
    void limits.wait(first, () => false).then(() => (waited.isOver = true));
    await jest.advanceTimersByTimeAsync(990);
    expect(waited.isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(50);
    expect(waited.isOver).toBe(true);
    expect(await isWaiting(limits, () => true)).toBe(false);
  });

  it("lets all batches of a fetch wait for one second together, and looks once for all; those of the next one wait anew", async () => {
    const partitions = 200;
    const { limits, looks } = createLimits(Array.from({ length: partitions }, () => ({ mib: 1, behind: 5000 })));
    const passed = { batches: 0 };
    const fetch = async () => {
      const left = Array.from({ length: partitions }, (_, partition) => partition);
      // As the client does: 64 at once.
      const handle = async () => {
        for (let partition = left.shift(); partition !== undefined; partition = left.shift()) {
          await limits.wait({ topic: "t", partition }, () => false);
          passed.batches += 1;
        }
      };
      await Promise.all(Array.from({ length: 64 }, handle));
    };
    const fetching = fetch().then(fetch);
    await jest.advanceTimersByTimeAsync(900);
    expect(passed.batches).toBe(0);
    // 64 batches as they come, and fifty times in the second.
    expect(looks.times).toBeLessThan(120 * partitions);
    await jest.advanceTimersByTimeAsync(200);
    expect(passed.batches).toBe(200);
    await jest.advanceTimersByTimeAsync(1000);
    expect(passed.batches).toBe(400);
    await fetching;
  });

  it("lets a batch wait for itself where there was room since others waited", async () => {
    const { limits, waiting } = createLimits([{ mib: 30, behind: 5000 }]);
    expect(await isWaiting(limits)).toBe(true);
    waiting[0] = 1;
    await jest.advanceTimersByTimeAsync(50);
    waiting[0] = 30;
    const waited = { isOver: false };
    void limits.wait({ topic: "t", partition: 1 }, () => false).then(() => (waited.isOver = true));
    await jest.advanceTimersByTimeAsync(900);
    expect(waited.isOver).toBe(false);
  });

  it("lets none wait where a partition is not behind, or it is not known where one ends: they would wait with it", async () => {
    for (const behind of [0, 3999, undefined]) {
      const { limits } = createLimits([
        { mib: 30, behind: 5000 },
        { mib: 0, behind },
      ]);
      expect(await isWaiting(limits)).toBe(false);
    }
  });

  it("has more folded at once where all partitions are behind", () => {
    const sliceOf = (...behind: number[]) =>
      createLimits(behind.map((one) => ({ mib: 0, behind: one }))).limits.sliceRecords();
    expect([sliceOf(4000, 5000), sliceOf(3999, 5000)]).toEqual([4000, 1000]);
  });
});
