import { simulateWithExport } from "../../support/simulated-export";
import { foldLines, readExported, reconcileWith } from "../../support/reconcile";

describe("an export made from the truth of a simulated log", () => {
  it.each([
    [1, "usual"],
    [2, "all"],
  ] as const)("differs in nothing from its final numbers, seed %j, scenarios %j", (seed, scenarios) => {
    const { lines, exported } = simulateWithExport({ seed, conversations: 150, scenarios, duplicates: 2, disorder: 2 });
    const { differences, conversations, numbers, unexplained } = reconcileWith(
      foldLines(lines),
      readExported(exported),
    );
    expect(differences).toEqual([]);
    expect(unexplained).toBe(0);
    expect(conversations).toEqual({ both: 150, missing: 0, extra: 0 });
    expect(numbers).toMatchObject({ withinTolerance: 0, different: 0, missing: 0, extra: 0 });
    expect(numbers.matched).toBeGreaterThan(1500);
  });
});
