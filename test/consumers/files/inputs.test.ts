import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

import { findLog } from "../../../src/consumers/files/inputs";
import { withFolder } from "../../support/cli";

const names = ({ files, skipped }: ReturnType<typeof findLog>) => ({
  files: files.map(({ name }) => name),
  skipped: skipped.map(({ file, why }) => `${file}: ${why}`),
});

describe("the files of a log", () => {
  it("are those with a log's ending or none; all else in the folder is named, but for hidden files", () =>
    withFolder(async (folder) => {
      for (const name of ["b.ndjson", "a.log.gz", "part-0", "c.csv", "d.ndjson.bz2", "e.zip", ".hidden.csv"])
        writeFileSync(path.join(folder, name), "");
      expect(names(findLog([folder]))).toEqual({
        files: ["a.log.gz", "b.ndjson", "part-0"],
        skipped: [
          "c.csv: its ending is none of a log",
          "d.ndjson.bz2: packed in a way that is not read: unpack it with bunzip2",
          "e.zip: packed in a way that is not read: unpack it with unzip",
        ],
      });
    }));

  it("are not links that lead nowhere, in circles or to folders, nor pipes and devices; those are named", () =>
    withFolder(async (folder) => {
      const log = path.join(folder, "log");
      mkdirSync(path.join(log, "inner"), { recursive: true });
      writeFileSync(path.join(log, "inner/a.ndjson"), "");
      symlinkSync("inner/a.ndjson", path.join(log, "b.ndjson"));
      symlinkSync("gone.ndjson", path.join(log, "c.ndjson"));
      symlinkSync("d.ndjson", path.join(log, "d.ndjson"));
      symlinkSync(".", path.join(log, "e"));
      symlinkSync("/dev/null", path.join(log, "f.ndjson"));
      execFileSync("mkfifo", [path.join(log, "g.ndjson")]);
      expect(names(findLog([log]))).toEqual({
        files: ["b.ndjson", "inner/a.ndjson"],
        skipped: [
          "c.ndjson: a link to what is not there",
          "d.ndjson: a link to what is not there",
          "e: a link to a folder",
          "f.ndjson: a device",
          "g.ndjson: a named pipe",
        ],
      });
    }));

  it("says of a folder without any what it holds instead", () =>
    withFolder(async (folder) => {
      writeFileSync(path.join(folder, "a.bz2"), "");
      expect(() => findLog([folder])).toThrow('holds no log. It holds "a.bz2" (packed in a way that is not read');
    }));
});
