import { formatLength, formatSpan, parseSpan } from "../../src/app/duration";

describe("spans as people write them", () => {
  it.each([
    ["250ms", 250],
    ["20s", 20_000],
    ["1.5m", 90_000],
    ["24h", 86_400_000],
    ["100d", 8_640_000_000],
    ["PT20S", 20_000],
    ["P1DT1H", 90_000_000],
    ["P2W", 1_209_600_000],
    ["PT1.5S", 1_500],
    ["PT0,25S", 250],
  ])("%s is %d ms", (text, ms) => expect(parseSpan(text)).toBe(ms));

  it.each(["", "20", "s", "-5s", "1w2", "soon", "P", "PT", "P1DT", "P1M"])("%j is none", (text) =>
    expect(parseSpan(text)).toBeUndefined(),
  );

  it("come out as they went in", () => {
    for (const text of ["0s", "250ms", "20s", "5m", "24h", "36h", "90d"])
      expect(formatSpan(parseSpan(text) ?? -1)).toBe(text);
  });

  it.each([
    [950, "950 ms"],
    [12_400, "12.4 s"],
    [29_960, "30.0 s"],
    [59_949, "59.9 s"],
    [59_950, "1:00 min"],
    [119_500, "2:00 min"],
    [185_000, "3:05 min"],
    [3_599_500, "1:00:00 h"],
    [7_385_000, "2:03:05 h"],
    [172_799_499, "47:59:59 h"],
    [172_799_500, "2 d 0 h"],
    [5_097_600_919, "59 d 0 h"],
  ])("a length of %d ms reads %s", (ms, text) => expect(formatLength(ms)).toBe(text));
});
