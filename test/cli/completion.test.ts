import { execFileSync } from "node:child_process";

import { completionScript } from "../../src/cli/completion/scripts";
import { convofold } from "../support/cli";

/** What bash would offer behind these words. */
function offered(script: string, words: readonly string[]): string[] {
  const set = `COMP_WORDS=(${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${words.length - 1}`;
  const run = `${script}\n${set}; _convofold; echo "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", run], { encoding: "utf8" }).trim().split(" ");
}

describe("the completion of a shell", () => {
  it("offers commands, options and the values of options in bash", async () => {
    const { code, stdout } = await convofold(["completion", "bash"]);
    expect(code).toBe(0);
    expect(offered(stdout, ["convofold", "re"])).toEqual(["replay", "report", "reconcile", "record", "redrive"]);
    expect(offered(stdout, ["convofold", "replay", "--form"])).toEqual(["--format"]);
    expect(offered(stdout, ["convofold", "replay", "--format", ""])).toEqual(["ndjson", "csv", "parquet"]);
    expect(offered(stdout, ["convofold", "policy", ""])).toEqual(["check"]);
    expect(offered(stdout, ["convofold", "completion", "z"])).toEqual(["zsh"]);
  });

  it("knows every command in every shell", async () => {
    const { stdout: help } = await convofold(["--help"]);
    const commands = [...help.matchAll(/^ {2}([a-z]+) .*\S/gm)].map(([, name]) => name ?? "");
    for (const shell of ["bash", "zsh", "fish"]) {
      const { stdout } = await convofold(["completion", shell]);
      for (const name of commands.filter((one) => one !== "help")) expect(stdout).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });

  const OPTION = { long: "--by", short: "-b", meaning: "what it's [by]: any", takesValue: true, values: ["x", "y"] };
  const COMMAND = { name: "report", summary: "it's a table", options: [OPTION], words: [] };

  it("quotes what means something in zsh", () => {
    expect(completionScript("zsh", [COMMAND])).toContain("'--by[what it'\\''s \\[by\\]\\: any]:value:(x y)'");
  });

  it("quotes what means something in fish", () => {
    expect(completionScript("fish", [COMMAND])).toContain("-s b -l by -x -a 'x y' -d 'what it\\'s [by]: any'");
  });
});
