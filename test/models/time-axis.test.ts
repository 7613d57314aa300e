import fc from "fast-check";

import { createTimeAxis } from "../../src/models/time-axis";

const instants = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 20 });

describe("a time axis", () => {
  it("keeps the order of instants, from 0 at the first to 1 at the last, and finds them again", () => {
    fc.assert(
      fc.property(instants, fc.double({ min: 0, max: 1, noNaN: true }), (points, share) => {
        const axis = createTimeAxis(points);
        const sorted = [...points].sort((one, other) => one - other);
        const places = sorted.map((at) => axis.shareOf(at));
        expect(places).toEqual([...places].sort((one, other) => one - other));
        expect(axis.shareOf(axis.from)).toBe(0);
        expect(axis.shareOf(axis.to)).toBeCloseTo(1);
        expect(axis.shareOf(axis.instantAt(share))).toBeCloseTo(share);
      }),
    );
  });

  it("draws a long silence short, and says how long it was", () => {
    const day = 86_400_000;
    const axis = createTimeAxis([0, 60_000, 120_000, day, day + 60_000]);
    expect(axis.cuts).toEqual([{ since: 120_000, until: day }]);
    expect(axis.shareOf(day) - axis.shareOf(120_000)).toBeLessThan(0.1);
  });
});
