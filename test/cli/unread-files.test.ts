import { copyFileSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { convofold, withFolder } from "../support/cli";

const CALL = "ca110000-0000-4000-a000-000000000001";
const sample = path.join(__dirname, "../../samples/call.ndjson");

/** A folder with a log, a file of a kind that is not read, a link to nowhere, and a file that breaks off. */
function fillFolder(folder: string): void {
  copyFileSync(sample, path.join(folder, "a.ndjson"));
  writeFileSync(path.join(folder, "b.ndjson.bz2"), "BZh9");
  symlinkSync("gone.ndjson", path.join(folder, "c.ndjson"));
  writeFileSync(path.join(folder, "d.ndjson.gz"), gzipSync(readFileSync(sample)).subarray(0, 40));
}

describe.each([
  ["timeline", ["--conversation", CALL], 3],
  ["timeline", ["--conversation", "nobody"], 2],
  ["explain", ["--conversation", CALL, "--metric", "tHandle"], 3],
  ["explain", ["--conversation", "nobody"], 2],
] as const)("%s %s", (command, words, code) => {
  it("names what of the log was not read, and answers from the rest", () =>
    withFolder(async (folder) => {
      fillFolder(folder);
      const result = await convofold([command, folder, ...words, "--quiet"]);
      expect(result.code).toBe(code);
      for (const name of [/b\.ndjson\.bz2 \(/, /c\.ndjson \(/, /d\.ndjson\.gz breaks off/])
        expect(result.stderr).toMatch(name);
      if (code === 3) expect(result.stdout).toContain("agent call");
    }));
});
