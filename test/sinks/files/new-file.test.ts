import { existsSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";

import { createNewFile, refuseExisting } from "../../../src/sinks/files/new-file";
import { withFolder } from "../../support/cli";

const within = (work: (file: string) => void) =>
  withFolder(async (folder) => {
    work(path.join(folder, "inner/kept.ndjson"));
  });
const write = (file: string, text: string, replace = false) => {
  const made = createNewFile(file, replace);
  writeSync(made.descriptor, text);
  return made;
};

describe("a file that a command writes", () => {
  it("has its name only once it is whole, and its folder is made", () =>
    within((file) => {
      const made = write(file, "whole");
      expect(existsSync(file)).toBe(false);
      made.commit();
      expect(readFileSync(file, "utf8")).toBe("whole");
      expect(existsSync(`${file}.partial`)).toBe(false);
    }));

  it("never takes the place of another unless that is asked", () =>
    within((file) => {
      write(file, "a night of real records").commit();
      expect(() => createNewFile(file, false)).toThrow(`The file "${file}" exists.`);
      expect(readFileSync(file, "utf8")).toBe("a night of real records");
      write(file, "anew", true).commit();
      expect(readFileSync(file, "utf8")).toBe("anew");
    }));

  it("never takes the place of what another run writes or left", () =>
    within((file) => {
      const first = write(file, "first");
      expect(() => createNewFile(file, false)).toThrow("is being written by another run, or was left");
      first.commit();
      writeFileSync(`${file}.partial`, "left");
      expect(() => refuseExisting(file, false)).toThrow("exists");
    }));

  it("leaves nothing where it is discarded", () =>
    within((file) => {
      write(file, "half").discard();
      expect(existsSync(file) || existsSync(`${file}.partial`)).toBe(false);
    }));

  it("may be a device, which stays one", () => {
    write("/dev/null", "gone").commit();
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    const full = createNewFile("/dev/full", false);
    expect(() => writeSync(full.descriptor, "x")).toThrow("ENOSPC");
    full.discard();
  });
});
