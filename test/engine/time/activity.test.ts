import fc from "fast-check";

import { addActivity } from "../../../src/engine/time/activity";
import type { NewsIsland } from "../../../src/models/timeline";
import { runs } from "../../support/runs";

const islandsOf = (instants: readonly number[], pause: number) =>
  instants.reduce<readonly NewsIsland[]>((islands, at) => addActivity(islands, at, pause), []);

describe("islands of news", () => {
  it("are split by every pause longer than the limit, and by no other", () => {
    expect(islandsOf([0, 10, 21, 30], 10)).toEqual([
      { from: 0, to: 10 },
      { from: 21, to: 30 },
    ]);
    expect(islandsOf([0, 30, 15], 15)).toEqual([{ from: 0, to: 30 }]);
  });

  it("depend on the instants alone, not on their order", () => {
    const scenario = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 30 }).chain((instants) =>
      fc.record({
        instants: fc.constant(instants),
        shuffled: fc.shuffledSubarray(instants, { minLength: instants.length }),
      }),
    );
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 20 }), ({ instants, shuffled }, pause) => {
        expect(islandsOf(shuffled, pause)).toEqual(islandsOf(instants, pause));
      }),
      runs(500),
    );
  });
});
