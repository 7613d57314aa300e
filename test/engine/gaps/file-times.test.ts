import { FilesTimes } from "../../../src/engine/gaps/file-times";

/** Files with the instants of their records; a damaged one ends with a word for it. */
function gapsOf(files: Readonly<Record<string, readonly (number | "breaks off")[]>>) {
  const times = new FilesTimes();
  for (const [file, content] of Object.entries(files)) {
    times.begin(file);
    for (const one of content) {
      if (one === "breaks off") times.damage(one);
      else times.take(one);
    }
  }
  return times.gaps().map(({ from, to, detail }) => [from, to, detail]);
}

describe("what a damaged file lacks", () => {
  it("lies between its last record that could be read and the first of the next file", () => {
    expect(gapsOf({ a: [1, 2], b: [3, 4, "breaks off"], c: [9, 10] })).toEqual([[4, 9, "b breaks off"]]);
  });

  it("has no known end where no file follows, or those that do lie beside it in time", () => {
    expect(gapsOf({ a: [1, 2, "breaks off"] })).toEqual([[2, Infinity, "a breaks off"]]);
    expect(gapsOf({ "day1/p0": [1, 4, "breaks off"], "day1/p1": [2, 9] })).toEqual([
      [4, Infinity, "day1/p0 breaks off"],
    ]);
    expect(gapsOf({ "day1/p0": [1, 4, "breaks off"], "day1/p1": [2, 9], "day2/p0": [10, 12] })).toEqual([
      [4, 10, "day1/p0 breaks off"],
    ]);
  });

  it("where nothing of it could be read, lies between its neighbours if they follow each other, and anywhere if not", () => {
    expect(gapsOf({ a: [1, 2], b: ["breaks off"], c: [9, 10] })).toEqual([[2, 9, "b breaks off"]]);
    expect(gapsOf({ a: [1, 20], b: ["breaks off"], c: [9, 10] })).toEqual([[-Infinity, Infinity, "b breaks off"]]);
    expect(gapsOf({ a: ["breaks off"], b: [9, 10] })).toEqual([[-Infinity, Infinity, "a breaks off"]]);
  });

  it("is nothing where all files are whole", () => {
    expect(gapsOf({ a: [1, 2], b: [3] })).toEqual([]);
  });
});
