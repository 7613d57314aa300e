import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";

import { convofold, withFolder } from "../support/cli";

const ROOT = path.join(__dirname, "../..");
const PAGES = ["README.md", ...readdirSync(path.join(ROOT, "docs")).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith(".md"),
);

/** A command of a page, and what it is said to print. */
interface Shown {
  readonly page: string;
  readonly command: string;
  readonly output: readonly string[];
}

/** The commands in the `console` blocks of a page; what is printed stands below each. */
function shownIn(page: string): Shown[] {
  const blocks = readFileSync(path.join(ROOT, page), "utf8").matchAll(/^```console\n([^]*?)^```$/gm);
  return [...blocks].flatMap(([, block = ""]) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...output] = part.trimEnd().split("\n");
        return { page, command, output };
      }),
  );
}

/** The words of a command, as a shell takes them: quotes hold words together. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** Whether a text is as shown: `…` stands for the rest of a line, alone on a line for any lines. */
function isAsShown(output: readonly string[], text: string): boolean {
  const lines = text.trim().split("\n");
  const isLike = (line: string | undefined, pattern: string) => {
    const [start = "", ...rest] = pattern.trimEnd().split("…");
    if (line?.startsWith(start) !== true) return false;
    return rest.length === 0 ? line.trimEnd() === start : rest.every((part) => line.includes(part));
  };
  let [place, mayLeap] = [0, false];
  for (const pattern of output) {
    if (pattern.trim() === "…") mayLeap = true;
    else {
      while (mayLeap && place < lines.length && !isLike(lines[place], pattern)) place += 1;
      if (!isLike(lines[place], pattern)) return false;
      [place, mayLeap] = [place + 1, false];
    }
  }
  return mayLeap || place === lines.length;
}

const shown = PAGES.flatMap(shownIn);

describe("the pages for users", () => {
  it("show commands with what they print", () => {
    expect(new Set(shown.map(({ page }) => page)).size).toBeGreaterThan(1);
    for (const { command } of shown) expect(command).toMatch(/^npx convofold /);
  });

  it("show what is printed", async () => {
    await withFolder(async (folder) => {
      symlinkSync(path.join(ROOT, "samples"), path.join(folder, "samples"));
      for (const { page, command, output } of shown) {
        const { stdout, stderr } = await convofold(wordsOf(command).slice(2), { cwd: folder });
        const found = isAsShown(output, stdout === "" ? stderr : stdout) ? "as shown" : `${stdout}${stderr}`;
        expect({ page, command, found }).toEqual({ page, command, found: "as shown" });
      }
    });
  }, 240_000);
});
