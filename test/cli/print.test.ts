import { shown, visible } from "../../src/cli/print";

describe("text from a log on a terminal", () => {
  it.each([
    ["a colour", "\u001b[31mred", "\\u001b[31mred"],
    ["a title", "\u001b]0;pwned\u0007", "\\u001b]0;pwned\\u0007"],
    ["a control of eight bits", "\u009b2J", "\\u009b2J"],
    ["a carriage return", "right\rwrong", "right\\u000dwrong"],
    ["a turn of direction", "a\u202eb", "a\\u202eb"],
    ["a tabulator", "a\tb", "a\\u0009b"],
  ])("shows %s and does not obey it", (_, text, said) => {
    expect(shown(text)).toBe(said);
  });

  it("keeps lines as they are, but shows a line's end within a value", () => {
    expect(shown("one\ntwo é ✓\n")).toBe("one\ntwo é ✓\n");
    expect(visible("one\ntwo")).toBe("one\\ntwo");
  });

  it("leaves JSON what it was", () => {
    const value = { id: "\u009b2J \u202e \u0007" };
    expect(JSON.parse(shown(JSON.stringify(value)))).toEqual(value);
  });
});
