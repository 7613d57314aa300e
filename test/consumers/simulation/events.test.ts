import { decodeLines, simulatedLines } from "../../support/board";
import { foldDecoded } from "../../support/run";

describe("the detail events of a simulated centre", () => {
  const lines = simulatedLines({ conversations: 60, seed: 3, shapes: ["withEvents"] });

  it("sum up what was held apart from what was talked, as the snapshots beside them show it", () => {
    const held = lines.filter((line) => /"heldDurationMs":[1-9]/.test(line));
    expect(held.length).toBeGreaterThan(5);
    const { anomalies } = foldDecoded(decodeLines(lines));
    expect(anomalies.filter(({ totalsDisagree }) => totalsDisagree !== undefined)).toEqual([]);
  });
});
