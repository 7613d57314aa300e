import { PASS_MS, Passes } from "../../src/board/server/passes";

const NOW = Date.UTC(2026, 2, 2);

describe("the pass of a screen that showed the token", () => {
  it("is good for its time, and not a moment longer", () => {
    const passes = new Passes("token");
    const pass = passes.issue(NOW);
    expect(passes.isGood(pass, NOW + PASS_MS - 1)).toBe(true);
    expect(passes.isGood(pass, NOW + PASS_MS)).toBe(false);
  });

  it("is good after a restart, and for nothing once the token is another", () => {
    const pass = new Passes("token").issue(NOW);
    expect(new Passes("token").isGood(pass, NOW)).toBe(true);
    expect(new Passes("another").isGood(pass, NOW)).toBe(false);
  });

  it("is another one each time, and none that somebody wrote", () => {
    const passes = new Passes("token");
    const pass = passes.issue(NOW);
    expect(passes.issue(NOW)).not.toBe(pass);
    const [expires = "", id = "", signature = ""] = pass.split(".");
    for (const forged of [
      undefined,
      "",
      "..",
      `${expires}.${id}.`,
      `${expires}0.${id}.${signature}`,
      `${expires}.x.${signature}`,
    ])
      expect([forged, passes.isGood(forged, NOW)]).toEqual([forged, false]);
  });
});
