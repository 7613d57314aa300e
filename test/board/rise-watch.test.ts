import { createRiseWatch } from "../../src/board/board";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute));

describe("when something was last rejected", () => {
  it("is when the count rose, and stays that while it does not", () => {
    const watch = createRiseWatch();
    expect(watch({}, true, at(0))).toBeNull();
    expect(watch({ late: 1 }, true, at(1))).toBe(at(1).toISOString());
    expect(watch({ late: 1 }, true, at(2))).toBe(at(1).toISOString());
    expect(watch({ late: 1, notJson: 1 }, true, at(3))).toBe(at(3).toISOString());
  });

  it("is not known of what was there before the board was ready", () => {
    const watch = createRiseWatch();
    expect(watch({ late: 5 }, false, at(0))).toBeNull();
    expect(watch({ late: 9 }, false, at(1))).toBeNull();
    expect(watch({ late: 9 }, true, at(2))).toBeNull();
    expect(watch({ late: 10 }, true, at(3))).toBe(at(3).toISOString());
  });
});
