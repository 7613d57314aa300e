import { WIRE_SHAPES } from "../../src/consumers/simulation/wire/shapes";
import { runs } from "../support/runs";
import { compareWithTruth } from "../support/truth";

const DIRT = { disorder: 2, duplicates: 2, rubbish: 1 };
const { numRuns: MANY } = runs(1_500);
const HALF_AN_HOUR = 1_800_000;

describe("the fold of a simulated centre agrees with the truth of its script", () => {
  it(
    "for thousands of conversations with disorder, duplicates and rubbish, number by number",
    () => {
      const result = compareWithTruth({ conversations: MANY, seed: 11, gapMs: 900, ...DIRT });
      expect({ missing: result.missing.slice(0, 5), extra: result.extra.slice(0, 5) }).toEqual({
        missing: [],
        extra: [],
      });
      expect(result).toMatchObject({ conversations: MANY, missing: [], extra: [] });
      expect(result.numbers).toBeGreaterThan(MANY * 15);
      expect(result.outcomes.late).toBe(0);
      expect(Math.min(result.outcomes.repeated, result.outcomes.rejected, result.outcomes.ignored)).toBeGreaterThan(
        MANY / 40,
      );
    },
    HALF_AN_HOUR,
  );

  it(
    "for thousands of conversations with a lateness of one minute, through sealing, eviction and its records, emitted once",
    () => {
      const result = compareWithTruth({ conversations: MANY, seed: 12, gapMs: 900, ...DIRT }, 60_000, "finals");
      expect({ missing: result.missing.slice(0, 5), extra: result.extra.slice(0, 5) }).toEqual({
        missing: [],
        extra: [],
      });
      expect(result.outcomes.late).toBe(0);
      expect(result.counts.evictedConversations).toBeGreaterThan(MANY * 0.8);
      expect(result.counts.sealedObservations).toBeGreaterThan(MANY * 5);
      expect(result.counts.evictionRecords).toBeGreaterThan(MANY / 100);
    },
    HALF_AN_HOUR,
  );

  it.each(WIRE_SHAPES)("for 400 conversations told in the shape %s alone", (shape) => {
    const result = compareWithTruth({ conversations: 400, seed: 21, shapes: [shape] }, undefined, "finals");
    expect({ missing: result.missing.slice(0, 5), extra: result.extra.slice(0, 5) }).toEqual({
      missing: [],
      extra: [],
    });
    expect(result.numbers).toBeGreaterThan(5_000);
  });

  it("for 400 conversations of all scenarios, told in every shape", () => {
    const result = compareWithTruth({ conversations: 400, seed: 22, scenarios: "all", ...DIRT });
    expect({ missing: result.missing.slice(0, 5), extra: result.extra.slice(0, 5) }).toEqual({
      missing: [],
      extra: [],
    });
    expect(result.numbers).toBeGreaterThan(5_000);
  });

  it("is not the same by accident: a lost record shows as a difference", () => {
    const result = compareWithTruth({ conversations: 400, seed: 21, disorder: 10, windowMs: 60_000 }, 1_000);
    expect(result.outcomes.late).toBeGreaterThan(0);
    expect(result.missing.length + result.extra.length).toBeGreaterThan(0);
  });
});
