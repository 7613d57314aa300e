import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

import { convofold, optionsOf, withFolder } from "../support/cli";

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

/** The commands in the `sh` blocks of a page, whole, without what is said of them. */
function pastedFrom(page: string): string[] {
  const blocks = readFileSync(path.join(ROOT, page), "utf8").matchAll(/^```sh\n([^]*?)^```$/gm);
  return [...blocks].flatMap(([, block = ""]) =>
    block
      .replaceAll("\\\n", " ")
      .split("\n")
      .flatMap((line) => line.replace(/\s+# .*/, "").split(" && "))
      .filter((line) => line !== ""),
  );
}

/** What the pages call a night's log, names and policies: here the samples. */
function layOutFiles(folder: string): void {
  const sample = (name: string) => path.join(ROOT, "samples", name);
  symlinkSync(path.join(ROOT, "samples"), path.join(folder, "samples"));
  copyFileSync(sample("day.ndjson.gz"), path.join(folder, "night.ndjson.gz"));
  copyFileSync(sample("names.csv"), path.join(folder, "names.csv"));
  copyFileSync(sample("policy.yaml"), path.join(folder, "now.yaml"));
  copyFileSync(sample("faster-answers.yaml"), path.join(folder, "then.yaml"));
  const calling = /^```yaml\n([^]*?)^```$/m.exec(readFileSync(path.join(ROOT, "docs/callbacks.md"), "utf8"));
  writeFileSync(path.join(folder, "calling.yaml"), calling?.[1] ?? "");
  mkdirSync(path.join(folder, "out"));
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

/** Commands that need no broker and end by themselves. */
const isRunHere = (words: readonly string[]) => !words.includes("--brokers") && words[0] !== "serve";
const pasted = PAGES.flatMap((page) => pastedFrom(page).map((command) => ({ page, command })));
const ours = pasted
  .filter(({ command }) => /^(?:npx )?convofold /.test(command))
  .map(({ page, command }) => ({ page, command, words: wordsOf(command.replace(/^npx /, "")).slice(1) }));

describe("the pages for users", () => {
  it("show commands with what they print", () => {
    expect(new Set(shown.map(({ page }) => page)).size).toBeGreaterThan(1);
    for (const { command } of shown) expect(command).toMatch(/^npx convofold /);
  });

  it("show what is printed", async () => {
    await withFolder(async (folder) => {
      symlinkSync(path.join(ROOT, "samples"), path.join(folder, "samples"));
      const others: object[] = [];
      for (const { page, command, output } of shown) {
        const { stdout, stderr } = await convofold(wordsOf(command).slice(2), { cwd: folder });
        if (!isAsShown(output, stdout === "" ? stderr : stdout)) others.push({ page, command, found: stdout + stderr });
      }
      expect(others).toEqual([]);
    });
  }, 240_000);

  it("name only commands, options, scripts and files that are there", async () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as { scripts: object };
    const known = new Map<string, string[]>();
    for (const { page, command, words } of ours) {
      const [name = ""] = words;
      const options = known.get(name) ?? (await optionsOf(name));
      known.set(name, options);
      const unknown = words.filter((word) => word.startsWith("--") && !options.includes(word));
      expect({ page, command, unknown }).toEqual({ page, command, unknown: [] });
    }
    for (const { command } of pasted) {
      const [, script] = /^npm (?:run )?(?!ci)([\w:]+)/.exec(command) ?? [];
      if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
      const [, file] = /^node (\S+)/.exec(command) ?? [];
      if (file !== undefined) expect([file, existsSync(path.join(ROOT, file))]).toEqual([file, true]);
    }
  }, 60_000);

  it("have commands that do their work as they are pasted, one after the other", async () => {
    await withFolder(async (folder) => {
      layOutFiles(folder);
      const run = async (words: readonly string[]) => convofold([...words, "-q"], { cwd: folder });
      await Promise.all(
        ["day", "night", "before", "after"].map((name) => run(["replay", "night.ndjson.gz", "--out", `out/${name}`])),
      );
      const here = ours.filter(({ words }) => isRunHere(words));
      expect(here.length).toBeGreaterThan(20);
      for (const { page, command, words } of here) {
        // Of twenty thousand conversations two hundred are enough; what an earlier page wrote is written again.
        const fewer = words.map((word) => (word === "20000" ? "200" : word));
        const isWritten = (await optionsOf(words[0] ?? "")).includes("--force");
        const { code, stderr } = await convofold([...fewer, ...(isWritten ? ["--force"] : [])], { cwd: folder });
        // 1 is an answer: something differs, or whom the page speaks of is not in the sample.
        const isAnswer = code === 1 && ["compare", "erase"].includes(words[0] ?? "");
        expect({ page, command, stderr, code: isAnswer ? 0 : code }).toEqual({ page, command, stderr, code: 0 });
      }
    });
  }, 480_000);
});
