import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";

import { withFolder } from "../support/cli";

interface BuildRecord {
  readonly readSources: (places: readonly string[]) => unknown;
  readonly isFresh: (folder: string, sources: unknown) => boolean;
  readonly record: (folder: string, sources: unknown) => void;
  readonly forget: (folder: string) => void;
  readonly recordOf: (folder: string) => string;
  readonly buildAnew: (
    folder: string,
    how: { readonly others: readonly string[]; readonly read: () => unknown; readonly build: () => void },
  ) => boolean;
}

const { readSources, isFresh, record, forget, recordOf, buildAnew } = jest.requireActual<BuildRecord>(
  "../../scripts/build-record.mjs",
);

/** Sources in two places, and what was built from them, recorded. */
function withBuilt(work: (place: (name: string) => string, isBuilt: () => boolean) => void): Promise<void> {
  return withFolder(async (folder) => {
    const place = (name: string) => path.join(folder, name);
    const sources = () => readSources([place("src"), place("settings.json"), place("absent.json")]);
    mkdirSync(place("src/inner"), { recursive: true });
    mkdirSync(place("dist/inner"), { recursive: true });
    for (const name of ["src/a.ts", "src/inner/b.ts", "settings.json", "dist/a.js", "dist/inner/b.js"])
      writeFileSync(place(name), name);
    record(place("dist"), sources());
    work(place, () => isFresh(place("dist"), sources()));
  });
}

describe("what was built", () => {
  it("is fresh as long as the sources and it are as they were", () =>
    withBuilt((place, isBuilt) => {
      expect(isBuilt()).toBe(true);
      writeFileSync(place("src/a.ts"), "src/a.ts");
      writeFileSync(place("dist/of-another-script.txt"), "x");
      expect(isBuilt()).toBe(true);
      record(place("dist"), readSources([place("src"), place("settings.json")]));
      expect(isBuilt()).toBe(true);
    }));

  it.each<[string, (place: (name: string) => string) => void]>([
    ["a source is changed", (place) => writeFileSync(place("src/inner/b.ts"), "changed")],
    ["a source is new", (place) => writeFileSync(place("src/c.ts"), "")],
    ["a source is gone", (place) => rmSync(place("src/a.ts"))],
    [
      "a source has another name",
      (place) => {
        rmSync(place("src/a.ts"));
        writeFileSync(place("src/z.ts"), "src/a.ts");
      },
    ],
    ["the settings are changed", (place) => writeFileSync(place("settings.json"), "{}")],
    ["a setting comes to be", (place) => writeFileSync(place("absent.json"), "{}")],
    ["a part of what was built is changed", (place) => writeFileSync(place("dist/inner/b.js"), "changed")],
    ["a part of what was built is gone", (place) => rmSync(place("dist/a.js"))],
    ["all that was built is gone", (place) => rmSync(place("dist"), { recursive: true })],
    ["a module is in it that the build did not write", (place) => writeFileSync(place("dist/inner/old.js"), "")],
    ["a build has begun that did not end", (place) => forget(place("dist"))],
    ["its record is half written", (place) => truncateSync(recordOf(place("dist")), 20)],
    ["its record is empty", (place) => truncateSync(recordOf(place("dist")))],
    ["its record is no record", (place) => writeFileSync(recordOf(place("dist")), "null")],
  ])("is not fresh once %s", (_, change) =>
    withBuilt((place, isBuilt) => {
      change(place);
      expect(isBuilt()).toBe(false);
    }),
  );

  it("is not fresh where a source was changed while it was built", () =>
    withBuilt((place, isBuilt) => {
      const before = readSources([place("src"), place("settings.json")]);
      writeFileSync(place("src/a.ts"), "changed");
      record(place("dist"), before);
      expect(isBuilt()).toBe(false);
    }));
});

describe("a build", () => {
  /** Builds anew: `work` is what is done meanwhile, beside one module that is written. */
  const build = (place: (name: string) => string, work: () => void = () => undefined) =>
    buildAnew(place("dist"), {
      others: ["of-another-script.txt"],
      read: () => readSources([place("src"), place("settings.json"), place("absent.json")]),
      build() {
        writeFileSync(place("dist/a.js"), "built");
        work();
      },
    });

  it("leaves no module of other sources behind, and takes nothing that others wrote", () =>
    withBuilt((place, isBuilt) => {
      writeFileSync(place("dist/of-another-script.txt"), "x");
      rmSync(place("src/inner/b.ts"));
      expect(build(place)).toBe(true);
      expect(isBuilt()).toBe(true);
      expect(existsSync(place("dist/inner/b.js"))).toBe(false);
      expect(readFileSync(place("dist/of-another-script.txt"), "utf8")).toBe("x");
    }));

  it("leaves no module behind of one that was killed, of whose record only a part was written", () =>
    withBuilt((place, isBuilt) => {
      truncateSync(recordOf(place("dist")), 20);
      writeFileSync(`${recordOf(place("dist"))}.new`, "{");
      expect(build(place)).toBe(true);
      expect(isBuilt()).toBe(true);
      expect(existsSync(place("dist/inner/b.js"))).toBe(false);
    }));

  it("makes a folder that is not there", () =>
    withBuilt((place, isBuilt) => {
      rmSync(place("dist"), { recursive: true });
      expect(build(place)).toBe(true);
      expect(isBuilt()).toBe(true);
    }));

  it("says so where a source changes meanwhile, and is not taken for fresh, even once it is changed back", () =>
    withBuilt((place, isBuilt) => {
      expect(build(place, () => writeFileSync(place("src/a.ts"), "changed"))).toBe(false);
      expect(isBuilt()).toBe(false);
      writeFileSync(place("src/a.ts"), "src/a.ts");
      expect(isBuilt()).toBe(false);
    }));

  it("that fails is not taken for fresh", () =>
    withBuilt((place, isBuilt) => {
      const fail = () => {
        throw new Error("no such type");
      };
      expect(() => build(place, fail)).toThrow("no such type");
      expect(isBuilt()).toBe(false);
    }));
});
