import { formatTenths } from "../../src/models/share";

describe("a share in percent", () => {
  it.each([
    [0.7996, "79.9 %"],
    [0.79999, "79.9 %"],
    [0.8, "80.0 %"],
    [0.8004, "80.0 %"],
    [0.815, "81.5 %"],
    [0.8667, "86.7 %"],
    [0.86949, "86.9 %"],
    [0.9996, "99.9 %"],
    [860 / 1060, "81.1 %"],
    [0.29, "29.0 %"],
    [0, "0.0 %"],
    [1, "100.0 %"],
  ])("of %d is %s: no whole percent that was not reached", (share, text) => expect(formatTenths(share)).toBe(text));
});
