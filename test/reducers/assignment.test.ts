import fc from "fast-check";

import { assign } from "../../src/reducers/assignment";
import type { PossiblePair } from "../../src/reducers/least-cost-matching";

/** Every way of pairing, the best by the four rules first: what `assign` must find. */
function bestOf(possible: readonly PossiblePair[]): PossiblePair[] {
  let best: readonly PossiblePair[] = [];
  const visit = (index: number, chosen: readonly PossiblePair[]) => {
    const pair = possible[index];
    if (pair === undefined) {
      if (isBetter(chosen, best)) best = chosen;
      return;
    }
    const isTaken = chosen.some(({ left, right }) => left === pair.left || right === pair.right);
    if (!isTaken) visit(index + 1, [...chosen, pair]);
    visit(index + 1, chosen);
  };
  visit(0, []);
  return sorted(best);
}

function isBetter(one: readonly PossiblePair[], other: readonly PossiblePair[]): boolean {
  const ranks = [one, other].map((pairs) => [
    -pairs.filter(({ agrees }) => agrees).length,
    -pairs.length,
    pairs.reduce((sum, { distance }) => sum + distance, 0),
    ...sorted(pairs).flatMap(({ left, right }) => [left, right]),
  ]);
  const [first = [], second = []] = ranks;
  const differing = first.findIndex((value, index) => value !== second[index]);
  return differing >= 0 && (first[differing] ?? 0) < (second[differing] ?? 0);
}

function sorted(pairs: readonly PossiblePair[]): PossiblePair[] {
  return [...pairs].sort((one, other) => one.left - other.left || one.right - other.right);
}

const possiblePairs = fc.uniqueArray(
  fc.record({
    left: fc.nat(4),
    right: fc.nat(4),
    agrees: fc.boolean(),
    distance: fc.oneof(fc.nat(2), fc.nat(30_000)),
  }),
  { maxLength: 12, selector: ({ left, right }) => `${String(left)}-${String(right)}` },
);

describe("an assignment", () => {
  it("is the best of all ways of pairing: agreement, number, distance, then the lowest places", () => {
    fc.assert(
      fc.property(possiblePairs, (possible) => {
        expect(sorted(assign(possible))).toEqual(bestOf(possible));
      }),
      { numRuns: 800 },
    );
  });

  it("does not depend on the order of what is possible", () => {
    const scenario = possiblePairs.chain((possible) =>
      fc.record({
        possible: fc.constant(possible),
        shuffled: fc.shuffledSubarray(possible, { minLength: possible.length }),
      }),
    );
    fc.assert(
      fc.property(scenario, ({ possible, shuffled }) => {
        expect(sorted(assign(shuffled))).toEqual(sorted(assign(possible)));
      }),
    );
  });

  it("gives up the nearest pair where that makes one pair more", () => {
    const near = { left: 0, right: 0, agrees: true, distance: 0 };
    const possible = [near, { ...near, right: 1, distance: 900 }, { ...near, left: 1, distance: 800 }];
    expect(sorted(assign(possible))).toEqual([possible[1], possible[2]]);
  });

  it("prefers a pair that agrees to two that do not", () => {
    const agreeing = { left: 0, right: 0, agrees: true, distance: 900 };
    const possible = [
      agreeing,
      { left: 0, right: 1, agrees: false, distance: 0 },
      { left: 1, right: 0, agrees: false, distance: 0 },
    ];
    expect(assign(possible)).toEqual([agreeing]);
  });

  it("pairs thousands that hang together, each with its own", () => {
    const count = 1900;
    const possible = Array.from({ length: count }, (_, left) =>
      [left, left + 1].map((right) => ({ left, right, agrees: true, distance: right === left ? 10 : 20 })),
    ).flat();
    expect(assign(possible).filter(({ left, right }) => left === right)).toHaveLength(count);
  });

  it("takes the best pair first where more hang together than it solves", () => {
    const places = Array.from({ length: 100 }, (_, place) => place);
    const possible = places.flatMap((left) =>
      places.map((right) => ({ left, right, agrees: left === right, distance: Math.abs(left - right) })),
    );
    expect(assign(possible).filter(({ left, right }) => left === right)).toHaveLength(100);
  });

  it("solves dozens that are all alike", () => {
    const places = Array.from({ length: 60 }, (_, place) => place);
    const possible = places.flatMap((left) => places.map((right) => ({ left, right, agrees: true, distance: 5 })));
    expect(sorted(assign(possible)).map(({ left, right }) => [left, right])).toEqual(
      places.map((place) => [place, place]),
    );
  });
});
