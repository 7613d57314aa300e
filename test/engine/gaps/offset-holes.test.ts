import fc from "fast-check";

import { OffsetHoles } from "../../../src/engine/gaps/offset-holes";

type Seen = readonly [partition: number, offset: number, at?: number];

function gapsOf(records: readonly Seen[]) {
  const holes = new OffsetHoles();
  for (const [partition, offset, at] of records) holes.take({ topic: "t", partition, offset }, at);
  return holes.gaps();
}

const hole = (partition: number, from: number, to: number, detail: string) => {
  return { from, to, reason: "missingOffsets", topic: "t", partition, detail };
};

describe("holes in offsets", () => {
  it("lie between the instants of the records before and after, partition by partition", () => {
    const records: Seen[] = [
      [0, 7, 1000],
      [1, 0, 1100],
      [0, 8, 2000],
      [0, 12, 5000],
      [1, 1, 5100],
      [1, 3, 6000],
    ];
    expect(gapsOf(records)).toEqual([hole(0, 2000, 5000, "offsets 9–11"), hole(1, 5100, 6000, "offset 2")]);
  });

  it("are dated by the nearest records that have an instant; without one it is not known since or until when", () => {
    expect(
      gapsOf([
        [0, 1, 1000],
        [0, 2],
        [0, 4],
        [0, 5, 3000],
      ]),
    ).toEqual([hole(0, 1000, 3000, "offset 3")]);
    expect(
      gapsOf([
        [0, 1],
        [0, 3],
      ]),
    ).toEqual([hole(0, -Infinity, Infinity, "offset 2")]);
  });

  it("last for a millisecond at least, and hold both instants where records come a little out of order", () => {
    expect(
      gapsOf([
        [0, 1, 1000],
        [0, 3, 1000],
      ]),
    ).toEqual([hole(0, 1000, 1001, "offset 2")]);
    expect(
      gapsOf([
        [0, 1, 1500],
        [0, 3, 1000],
      ]),
    ).toEqual([hole(0, 1000, 1500, "offset 2")]);
  });

  it("are the same whatever order records come in, and however often", () => {
    const seen = fc.uniqueArray(fc.tuple(fc.nat(1), fc.nat(40)), { selector: (one) => one.join(), minLength: 2 });
    const ofOffset = ([partition, offset]: readonly [number, number]): Seen =>
      offset % 5 === 0 ? [partition, offset] : [partition, offset, offset * 10];
    const byPlace = (one: { readonly partition?: number | undefined; readonly from: number }) =>
      [one.partition, one.from].join();
    const sorted = (records: readonly Seen[]) =>
      gapsOf(records).sort((one, other) => (byPlace(one) < byPlace(other) ? -1 : 1));
    fc.assert(
      fc.property(
        seen.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
        ),
        ([all, shuffled]) => {
          const inOrder = [...all].sort(([one, first], [other, second]) => one - other || first - second).map(ofOffset);
          expect(sorted(shuffled.map(ofOffset))).toEqual(sorted(inOrder));
        },
      ),
    );
  });
});
