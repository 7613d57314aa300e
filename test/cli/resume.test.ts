import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { simulate, USUAL_OPTIONS } from "../../src/consumers/simulation/player";
import { convofold, withFolder, type CliResult } from "../support/cli";

const lines = [
  ...simulate({ ...USUAL_OPTIONS, conversations: 600, seed: 8, duplicates: 2, disorder: 2, rubbish: 1 }),
].flatMap((output) => ("line" in output ? [output.line] : []));
const half = Math.floor(lines.length / 2);

const outputsOf = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));

/** Two files of a log, one of them compressed. */
function writeLog(folder: string): void {
  mkdirSync(path.join(folder, "log"));
  writeFileSync(path.join(folder, "log/a.ndjson.gz"), gzipSync(lines.slice(0, half).join("\n")));
  writeFileSync(path.join(folder, "log/b.ndjson"), `${lines.slice(half).join("\n")}\n`);
}

/** Runs a replay and kills it once it has written a further checkpoint; the result is undefined where it was faster. */
async function killed(folder: string, args: readonly string[], signal: NodeJS.Signals): Promise<CliResult> {
  const checkpoint = path.join(folder, "out.partial/checkpoint");
  // The folder is renamed at the end of a run, so a look must not fail where nothing is there any more.
  const stampOf = () => statSync(checkpoint, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const before = stampOf();
  let watch: NodeJS.Timeout | undefined;
  const result = await convofold(args, {
    cwd: folder,
    onStart: (child) => {
      watch = setInterval(() => {
        if (stampOf() > before) child.kill(signal);
      }, 5);
    },
  });
  clearInterval(watch);
  return result;
}

describe("convofold replay --resume", () => {
  it.each([
    ["SIGKILL" as const, [] as string[]],
    ["SIGKILL" as const, ["--lateness", "1m"]],
    ["SIGINT" as const, []],
    ["SIGTERM" as const, []],
  ])("ends with the outputs of an unbroken run, however often it was stopped by %s %j", async (signal, more) => {
    await withFolder(async (folder) => {
      writeLog(folder);
      await convofold(["replay", "log", "--out", "unbroken", ...more], { cwd: folder });
      const args = ["replay", "log", "--out", "out", "--resume", "--checkpoint-every", "2000", ...more];
      let stops = 0;
      while (!existsSync(path.join(folder, "out"))) {
        const { code } = await killed(folder, args, signal);
        if (code !== 0) stops += 1;
        expect(stops).toBeLessThan(40);
      }
      expect(stops).toBeGreaterThan(1);
      expect(outputsOf(path.join(folder, "out"))).toEqual(outputsOf(path.join(folder, "unbroken")));
      expect(readdirSync(folder).sort()).toEqual(["log", "out", "unbroken"]);
    });
  });

  it.each([[[] as string[]], [["--lateness", "1m"]]])("goes on from where several workers were killed %j", (more) =>
    withFolder(async (folder) => {
      writeLog(folder);
      await convofold(["replay", "log", "--out", "unbroken", ...more], { cwd: folder });
      const args = ["replay", "log", "--out", "out", "--workers", "2", "--checkpoint-every", "2000", ...more];
      const { code } = await killed(folder, args, "SIGKILL");
      expect(code).toBeNull();
      const resumed = await convofold([...args, "--resume"], { cwd: folder });
      expect(resumed.code).toBe(0);
      expect(outputsOf(path.join(folder, "out"))).toEqual(outputsOf(path.join(folder, "unbroken")));
    }),
  );

  it("goes on from a checkpoint of workers behind a file that breaks off, and names that once", () =>
    withFolder(async (folder) => {
      writeLog(folder);
      const whole = readFileSync(path.join(folder, "log/a.ndjson.gz"));
      writeFileSync(path.join(folder, "log/a.ndjson.gz"), whole.subarray(0, Math.floor(whole.length * 0.7)));
      await convofold(["replay", "log", "--out", "unbroken"], { cwd: folder });
      const args = ["replay", "log", "--out", "out", "--workers", "2", "--checkpoint-every", "2000"];
      let stops = 0;
      while (stops < 3 && (await killed(folder, stops === 0 ? args : [...args, "--resume"], "SIGKILL")).code === null)
        stops += 1;
      await convofold([...args, "--resume"], { cwd: folder });
      expect(stops).toBeGreaterThan(0);
      expect(outputsOf(path.join(folder, "out"))).toEqual(outputsOf(path.join(folder, "unbroken")));
    }));

  it("starts anew where there is nothing to go on from, and refuses what another run left", () =>
    withFolder(async (folder) => {
      writeLog(folder);
      const args = ["replay", "log", "--out", "out", "--resume", "--checkpoint-every", "2000"];
      await killed(folder, args, "SIGKILL");
      expect(existsSync(path.join(folder, "out.partial/checkpoint"))).toBe(true);
      const other = await convofold([...args, "--lateness", "5m"], { cwd: folder });
      expect(other.code).toBe(2);
      expect(other.stderr).toContain("was left by another run: the policy (--policy, --lateness) is another.");
      writeFileSync(path.join(folder, "out.partial/checkpoint"), "rubbish");
      expect((await convofold(args, { cwd: folder })).code).toBe(2);
      expect(
        (
          await convofold(
            args.filter((arg) => arg !== "--resume"),
            { cwd: folder },
          )
        ).code,
      ).toBe(2);
      const anew = await convofold([...args.filter((arg) => arg !== "--resume"), "--force"], { cwd: folder });
      expect(anew.code).toBe(0);
      expect((await convofold(["replay", "log", "--resume"], { cwd: folder })).code).toBe(2);
    }));
});
