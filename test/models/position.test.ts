import fc from "fast-check";

import { distinctPositions, isSamePosition, type Position } from "../../src/models/position";

const position: fc.Arbitrary<Position> = fc.oneof(
  fc.record({ partition: fc.nat(2), offset: fc.nat(5) }),
  fc.record({ partition: fc.nat(1), offset: fc.nat(3), item: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ file: fc.constantFrom("a.ndjson", "b.ndjson"), line: fc.integer({ min: 1, max: 5 }) }),
);

describe("positions", () => {
  it("are each named once, where they came first, however many there are", () => {
    fc.assert(
      fc.property(fc.array(position, { maxLength: 60 }), (positions) => {
        const expected = positions.filter(
          (one, place) => positions.findIndex((other) => isSamePosition(other, one)) === place,
        );
        expect(distinctPositions(positions)).toEqual(expected);
      }),
    );
  });
});
