import {
  BUILT_IN_FORMULAS,
  countWait,
  emptyLevelCounts,
  faultOf,
  levelOf,
  type LevelTerm,
  type JudgedWait,
} from "../../src/answers/service-levels";
import { nearestRank } from "../../src/answers/nearest-rank";

/** The day of the example: 1,000 answered, 860 within 20 s; 60 abandoned, 20 of them within 20 s, 10 of those below 5 s. */
function exampleDay() {
  const counts = emptyLevelCounts();
  const add = (outcome: JudgedWait["outcome"], waitMs: number, times: number) =>
    countWait(counts, { outcome, isInTarget: waitMs <= 20_000, isShort: waitMs < 5_000 }, times);
  add("answered", 20_000, 860);
  add("answered", 20_001, 140);
  add("abandoned", 4_999, 10);
  add("abandoned", 20_000, 10);
  add("abandoned", 20_001, 40);
  return counts;
}

const named = (name: string) => {
  const formula = BUILT_IN_FORMULAS.find((one) => one.name === name);
  if (formula === undefined) throw new Error(name);
  return formula;
};

describe("service levels", () => {
  it.each([
    ["handledInTarget", "83.0", 880, 1060],
    ["ofAnswered", "86.0", 860, 1000],
    ["ofAll", "81.1", 860, 1060],
    ["withoutEarlyAbandons", "82.7", 860, 1040],
    ["withShortAbandons", "82.1", 870, 1060],
    ["platform", "81.1", 860, 1060],
    ["platformWithFlowOuts", "81.1", 860, 1060],
    ["platformWithoutShortAbandons", "81.9", 860, 1050],
    ["platformWithoutAbandons", "86.0", 860, 1000],
  ])("come to the example's share of one day by %s: %s %%", (name, percent, numerator, denominator) => {
    const level = levelOf(named(name), exampleDay());
    expect(((level.value ?? NaN) * 100).toFixed(1)).toBe(percent);
    expect(level).toMatchObject({ numerator, denominator });
  });

  it("say which waits a formula leaves out, and how many", () => {
    const counts = exampleDay();
    countWait(counts, { outcome: "flowOut", isInTarget: true, isShort: true }, 3);
    countWait(counts, { outcome: "cancelled", isInTarget: true, isShort: true }, 2);
    countWait(counts, { outcome: "answered", isInTarget: undefined, isShort: false }, 7);
    expect(levelOf(named("withoutEarlyAbandons"), counts).excluded).toEqual({
      abandonedInTargetShort: 10,
      abandonedInTargetNotShort: 10,
      flowedOut: 3,
      cancelled: 2,
      withoutTarget: 7,
    });
    expect(levelOf(named("platformWithFlowOuts"), counts)).toMatchObject({ denominator: 1063 });
  });

  it("are not known where nothing was there to divide by, which is not 0 %", () => {
    expect(levelOf(named("ofAll"), emptyLevelCounts()).value).toBeNull();
    const counts = emptyLevelCounts();
    countWait(counts, { outcome: "answered", isInTarget: false, isShort: false });
    expect(levelOf(named("ofAll"), counts).value).toBe(0);
  });

  it.each<[string, LevelTerm[], LevelTerm[]]>([
    ["a wait would be counted twice", ["answered"], ["answered", "answeredLate"]],
    ["a wait would be counted twice", ["answered", "answeredLate"], ["answered"]],
    ["the denominator must hold all of the numerator", ["answeredInTarget", "flowedOut"], ["answered"]],
    ["a numerator and a denominator are wanted", [], ["answered"]],
  ])("have a fault where %s", (fault, numerator, denominator) => {
    expect(faultOf({ name: "x", numerator, denominator })).toBe(fault);
    for (const formula of BUILT_IN_FORMULAS) expect(faultOf(formula)).toBeUndefined();
  });
});

describe("the nearest rank", () => {
  it("is a value that occurred: of 1 to 20 the median is 10, the 95th percentile 19, the maximum 20", () => {
    const values = Array.from({ length: 20 }, (_, index) => index + 1);
    expect([0.5, 0.95, 1].map((share) => nearestRank(values, share))).toEqual([10, 19, 20]);
  });

  it("is the next one up where the share falls between two", () => {
    expect([0.5, 0.4].map((share) => nearestRank([1, 2, 3], share))).toEqual([2, 2]);
  });

  it("is the one value of a single one, and nothing of none", () => {
    expect(nearestRank([7], 0.5)).toBe(7);
    expect(nearestRank([], 0.5)).toBeUndefined();
  });
});
