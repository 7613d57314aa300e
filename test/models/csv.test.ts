import { csvLine, textCell } from "../../src/models/csv";

describe("a line of CSV", () => {
  it("quotes what holds a comma, a quote or a line's end, and nothing else (RFC 4180)", () => {
    expect(csvLine(["plain", "a,b", 'say "no"', "two\nlines", "", "-1"])).toBe(
      'plain,"a,b","say ""no""","two\nlines",,-1',
    );
  });

  it.each(["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])("keeps a text such as %j from being a formula", (text) => {
    expect(textCell(text)).toBe(`'${text}`);
  });

  it("leaves other texts as they are", () => {
    expect(["a=b", "1-1", "", "Büro"].map(textCell)).toEqual(["a=b", "1-1", "", "Büro"]);
  });
});
