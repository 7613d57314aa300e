import { formatDuration, formatLevel, formatSpan } from "../../../src/board/web/format";

describe("a share that is judged by a target", () => {
  it.each([
    [0.5, "50 %"],
    [0.7965, "79.7 %"],
    [0.79999, "79.9 %"],
    [0.8, "80.0 %"],
    [0.815, "81.5 %"],
    [0.97, "97 %"],
    [null, "—"],
  ])("%d beside 80 %% reads %s", (share, text) => expect(formatLevel(share, 0.8)).toBe(text));

  it("is in whole percent where there is no target", () => expect(formatLevel(0.796, undefined)).toBe("80 %"));
});

describe("a length of time", () => {
  it.each([
    [0, "0:00"],
    [29_499, "0:29"],
    [29_960, "0:30"],
    [59_500, "1:00"],
    [3_599_500, "1:00:00"],
    [86_399_600, "1d 00:00:00"],
    [-1, "0:00"],
    [null, "—"],
  ])("of %d ms reads %s: to the nearest second, as the command line does", (ms, text) =>
    expect(formatDuration(ms)).toBe(text),
  );
});

describe("a span of the settings", () => {
  it.each([
    [1_800_000, "30 min"],
    [14_400_000, "4 h"],
    [90_000, "90 s"],
    [undefined, "—"],
  ])("of %d ms reads %s", (ms, text) => expect(formatSpan(ms)).toBe(text));
});
