import { convofold } from "../support/cli";

describe("the help of a command", () => {
  it.each([
    ["serve", ["(default: 6s)", "(default: 10s)", "(default: 1h)", "(default: 30m)"]],
    ["simulate", ["(default: 2026-", "(default: 4s)", "(default: all of them)"]],
    ["compare", ["(default: none)", "(default: UTC)"]],
    ["publish", ["(default: as fast as it goes)"]],
  ])("shows what stands where nothing is given as people write it: %s", async (command, shown) => {
    const { code, stdout } = await convofold([command, "--help"]);
    expect(code).toBe(0);
    const text = stdout.replace(/\s+/g, " ");
    for (const one of shown) expect(text).toContain(one);
    expect(text).not.toMatch(/default: (?:null|\[)/);
  });
});
