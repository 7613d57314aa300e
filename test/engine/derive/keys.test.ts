import { findIndexFrom, Keys } from "../../../src/engine/derive/keys";

describe("keys", () => {
  it("stay apart within their name", () => {
    const keys = new Keys();
    expect(keys.apart("hold", undefined)).toBeUndefined();
    expect(["1", "2", "1", "1"].map((key) => keys.apart("hold", key))).toEqual(["1", "2", "1~2", "1~3"]);
    expect(keys.apart("talk", "1")).toBe("1");
    expect(keys.apart("hold", "1~2")).toBe("1~2~2");
  });
});

describe("finding from a place on", () => {
  const items = ["a", "b", "c", "b"];
  it("looks on from there, then from the start, and says where nothing is", () => {
    const find = (from: number, sought: string) => findIndexFrom(items, from, (item) => item === sought);
    expect([find(0, "b"), find(2, "b"), find(3, "a"), find(4, "c"), find(1, "z")]).toEqual([1, 3, 0, 2, -1]);
    expect(findIndexFrom([], 3, () => true)).toBe(-1);
  });
});
