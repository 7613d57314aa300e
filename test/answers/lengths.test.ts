import fc from "fast-check";

import { Lengths, sortedLengths } from "../../src/answers/lengths";
import { runs } from "../support/runs";

const length = fc.oneof(fc.nat(100), fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.maxSafeNat());

test("what was added is there, however much and however long", () => {
  fc.assert(
    fc.property(fc.array(fc.array(length, { maxLength: 60 }), { maxLength: 4 }), (lists) => {
      const several = lists.map((list) => {
        const lengths = new Lengths();
        for (const one of list) lengths.add(one);
        expect(Array.from(lengths.all())).toEqual(list);
        return lengths;
      });
      expect([...sortedLengths(several)]).toEqual(lists.flat().sort((one, other) => one - other));
    }),
    runs(200),
  );
});

test("a length of a month does not spoil those before it", () => {
  const lengths = new Lengths();
  for (const one of [1, 2 ** 31 - 1, 2 ** 31, 5]) lengths.add(one);

  expect(Array.from(lengths.all())).toEqual([1, 2 ** 31 - 1, 2 ** 31, 5]);
});
