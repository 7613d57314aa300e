import { IntakeRoom } from "../../../../src/consumers/live/intake/intake-room";
import type { Intake } from "../../../../src/consumers/live/intake/intake";

const MIB = 1 << 20;

/** Partitions of which so many MiB wait, and which are so many records behind. */
function createRoom(partitions: readonly { readonly mib: number; readonly behind: number | undefined }[]) {
  const waiting = partitions.map(({ mib }) => mib);
  const intakes = partitions.map((_, index): [number, Pick<Intake, "task" | "waitingBytes">] => {
    const task = { partition: index, next: () => 10n } as unknown as Intake["task"];
    return [index, { task, waitingBytes: () => (waiting[index] ?? 0) * MIB }];
  });
  const room = new IntakeRoom(new Map(intakes), ({ partition }) => {
    const behind = partitions[partition]?.behind;
    return behind === undefined ? undefined : BigInt(10 + behind);
  });
  return { room, waiting };
}

/** Whether a fetch waits, a moment after it came back. */
async function isWaiting(room: IntakeRoom, stop = () => false): Promise<boolean> {
  const waited = { isOver: false };
  void room.wait(stop).then(() => (waited.isOver = true));
  await jest.advanceTimersByTimeAsync(500);
  return !waited.isOver;
}

describe("the room for what waits to be folded", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it("lets a fetch wait while all partitions are behind and more waits in them than may", async () => {
    const { room, waiting } = createRoom([
      { mib: 10, behind: 5000 },
      { mib: 10, behind: 5000 },
    ]);
    expect(await isWaiting(room)).toBe(true);
    waiting[0] = 3;
    expect(await isWaiting(room)).toBe(false);
  });

  it("does so for a second at most, and not once the worker stops", async () => {
    const { room } = createRoom([{ mib: 30, behind: 5000 }]);
    const waited = { isOver: false };
    void room.wait(() => false).then(() => (waited.isOver = true));
    await jest.advanceTimersByTimeAsync(990);
    expect(waited.isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(50);
    expect(waited.isOver).toBe(true);
    expect(await isWaiting(room, () => true)).toBe(false);
  });

  it("lets none wait where a partition is not behind, or it is not known where one ends: they would wait with it", async () => {
    for (const behind of [0, 3999, undefined]) {
      const { room } = createRoom([
        { mib: 30, behind: 5000 },
        { mib: 0, behind },
      ]);
      expect(await isWaiting(room)).toBe(false);
    }
  });

  it("has more folded at once where all partitions are behind", () => {
    const sliceOf = (...behind: number[]) =>
      createRoom(behind.map((one) => ({ mib: 0, behind: one }))).room.sliceRecords();
    expect([sliceOf(4000, 5000), sliceOf(3999, 5000)]).toEqual([4000, 1000]);
  });
});
