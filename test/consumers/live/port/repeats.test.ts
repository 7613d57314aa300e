import { RepeatFilter } from "../../../../src/consumers/live/port/repeats";

describe("what is said again and again", () => {
  it("is said at once, then once in a while with how often it was kept back; each text for itself", () => {
    let now = 0;
    const repeats = new RepeatFilter(1000, () => now);
    expect(repeats.admit("down")).toBe(0);
    now = 999;
    expect(repeats.admit("down")).toBeUndefined();
    expect(repeats.admit("down")).toBeUndefined();
    expect(repeats.admit("full")).toBe(0);
    now = 1000;
    expect(repeats.admit("down")).toBe(2);
    expect(repeats.admit("full")).toBeUndefined();
    now = 5000;
    expect(repeats.admit("down")).toBe(0);
  });

  it("is remembered within bounds, and never lost for that", () => {
    const repeats = new RepeatFilter(1000, () => 0);
    for (let index = 0; index < 1000; index += 1) expect(repeats.admit(`text ${String(index)}`)).toBe(0);
    expect(repeats.admit("text 999")).toBeUndefined();
    expect(repeats.admit("text 1")).toBe(0);
  });
});
