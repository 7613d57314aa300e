import fc from "fast-check";

import { createHistogram } from "../../src/app/histogram";

const values = fc.array(fc.oneof(fc.nat(3_000), fc.integer({ min: 0, max: 2 ** 40 })), {
  minLength: 1,
  maxLength: 200,
});
const nearestRank = (sorted: readonly number[], rank: number) =>
  sorted[Math.max(1, Math.ceil(rank * sorted.length)) - 1] ?? 0;

describe("the histogram", () => {
  it("gives exact values while there are few, right to 0.1 % beyond", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.95, 1), (all, rank) => {
        const [exact, coarse] = [createHistogram(), createHistogram(3)];
        for (const value of all) [exact, coarse].forEach((histogram) => histogram.add(value));
        const expected = nearestRank(
          [...all].sort((left, right) => left - right),
          rank,
        );
        expect(exact.valueAt(rank)).toBe(expected);
        expect(Math.abs(coarse.valueAt(rank) - expected)).toBeLessThanOrEqual(expected / 1000);
      }),
    );
  });

  it("takes values out again, as corrections need", () => {
    for (const histogram of [createHistogram(), createHistogram(1)]) {
      for (const value of [5, 7_000_000, 9]) histogram.add(value);
      histogram.add(7_000_000, -1);
      expect([histogram.count(), histogram.valueAt(1)]).toEqual([2, 9]);
    }
  });
});
