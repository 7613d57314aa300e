import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.join(__dirname, "..");
const page = readFileSync(path.join(root, "docs/security.md"), "utf8");

/** What the page says holds something: a test file, and the title of a test in it. */
const named = [...page.matchAll(/`(test\/[\w./-]+\.test\.tsx?)`: "([^"]+)"/g)].map(([, file = "", title = ""]) => ({
  file,
  title,
}));

describe("the page on security", () => {
  it("names tests that are there, by their titles", () => {
    expect(named.length).toBeGreaterThan(50);
    const gone = named.filter(({ file, title }) => {
      const source = existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), "utf8") : "";
      return !source.replaceAll('\\"', '"').includes(title);
    });
    expect(gone).toEqual([]);
  });

  it("names a title wherever it names a test file", () => {
    expect(page.match(/test\/[\w./-]+\.test\.ts/g)).toHaveLength(named.length);
  });

  it("says of each requirement what holds it, each once", () => {
    const rows = page.split("\n").filter((line) => /^\| \d+\.\d+\.\d+ /.test(line));
    const ids = rows.map((row) => row.split("|")[1]?.trim());
    expect(new Set(ids).size).toBe(ids.length);
    for (const row of rows) expect(row).toMatch(/`test\/|by construction: |this page|not met: |in part: /);
  });
});
