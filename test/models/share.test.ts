import { formatTenths } from "../../src/models/share";

describe("a share in percent", () => {
  it.each([
    [0.7996, "79.9 %"],
    [0.79999, "79.9 %"],
    [0.8, "80.0 %"],
    [0.815, "81.5 %"],
    [860 / 1060, "81.1 %"],
    [0.29, "29.0 %"],
    [0, "0.0 %"],
    [1, "100.0 %"],
  ])("of %d is %s: never more than it is", (share, text) => expect(formatTenths(share)).toBe(text));
});
