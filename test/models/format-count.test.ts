import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { countOf, formatCount } from "../../src/models/format-count";
import { formatCount as onBoard } from "../../src/board/web/format";
import { cellOf } from "../../src/answers/columns";

const SOURCES = path.join(__dirname, "../../src");

describe("a count", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [5803, "5,803"],
    [1_234_567, "1,234,567"],
    [-5803, "-5,803"],
    [-580, "-580"],
  ])("of %d reads %s, in a terminal, in a report and on a board", (count, text) => {
    const column = { name: "offered", unit: "count", valueOf: () => count } as const;
    expect([formatCount(count), onBoard(count), cellOf(column, count, String)]).toEqual([text, text, text]);
  });

  it("has its noun in the singular for one alone", () => {
    expect([0, 1, 2, 5803].map((count) => countOf(count, "record"))).toEqual([
      ...["0 records", "1 record", "2 records", "5,803 records"],
    ]);
  });

  it("is written nowhere by the language of the machine, nor by a rule of its own", () => {
    const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
    const own = files.filter((file) =>
      /\.toLocaleString\(|NumberFormat\(|\\B\(\?=/.test(readFileSync(path.join(SOURCES, file), "utf8")),
    );
    expect(files.length).toBeGreaterThan(300);
    expect(own).toEqual([path.join("models", "format-count.ts")]);
  });
});
