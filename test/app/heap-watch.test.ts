import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { heapFull, watchHeap } from "../../src/app/heap-watch";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects, and waits until that was noticed. */
async function collected(isNoticed: () => boolean): Promise<void> {
  collect();
  while (!isNoticed()) await setTimeout(1);
}

describe("the watch on the heap", () => {
  it("tells that it fills between two clearings, too, and again as it fills further, while there is room", () => {
    let share = 0.1;
    const watch = watchHeap(() => share);
    const answers = [0.39, 0.45, 0.5, 0.56, 0.6, 0.64, 0.7, 0.45].map((now) => {
      share = now;
      return watch.isFilling(1);
    });
    expect(answers).toEqual([false, true, false, true, false, false, false, false]);
    watch.end();
  });

  it("tells once that it fills, then ends the run with advice", async () => {
    let share = 0.1;
    let measured = 0;
    const watch = watchHeap(() => {
      measured += 1;
      return share;
    });
    await collected(() => measured > 0);
    expect(watch.isFilling(1)).toBe(false);
    share = 0.6;
    measured = 0;
    await collected(() => measured > 0);
    expect([watch.isFilling(2), watch.isFilling(3)]).toEqual([true, false]);
    share = 0.9;
    measured = 0;
    await collected(() => measured > 0);
    expect(() => watch.isFilling(1234)).toThrow("is full after 1,234 records");
    watch.end();
  });

  it("says how much more to give", () => {
    expect(heapFull(1, 200 * 2 ** 20)).toMatchObject({
      code: "heapFull",
      advice: expect.stringMatching(/max-old-space-size=400.*--lateness.*--resume/) as string,
    });
  });
});
