import { TRANSITIONS } from "../../src/reducers/phase";
import { PHASES, progressByPhase } from "../../src/models/phase";

describe("the table of phases × observations", () => {
  it("has a row for every phase and a column for every observed phase", () => {
    expect(Object.keys(TRANSITIONS)).toEqual([...PHASES]);
    for (const phase of PHASES) expect(Object.keys(TRANSITIONS[phase])).toEqual([...PHASES]);
  });

  it("never leaves an end, except by a connect dated after it, which is a communication of its own", () => {
    for (const phase of PHASES) expect(["stay", "afterEnd"]).toContain(TRANSITIONS.ended[phase]);
  });

  it("says nothing of an observation without a phase, and ends wherever an end is seen", () => {
    for (const phase of PHASES) {
      expect(TRANSITIONS[phase].unseen).toBe("stay");
      if (phase !== "ended") expect(TRANSITIONS[phase].ended).toBe("end");
    }
  });

  it("knows the progress of every phase, no two alike", () => {
    expect(new Set(PHASES.map((phase) => progressByPhase[phase])).size).toBe(PHASES.length);
  });
});
