// How much processor time the start of a command takes, beside `node -e 0`: the least of several runs each, user and system.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BIN = path.join(ROOT, "bin/convofold.js");
const RUNS = Number(process.env.RUNS ?? 7);

const folder = mkdtempSync(path.join(tmpdir(), "convofold-"));
const record = path.join(folder, "record.ndjson");
writeFileSync(record, `${readFileSync(path.join(ROOT, "samples/call.ndjson"), "utf8").split("\n")[0]}\n`);

/** The least time of several runs, by the shell's own count: Node does not say what its children used. */
function leastMs(args) {
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null 2>&1';
  const times = Array.from({ length: RUNS }, () => {
    const { stderr } = spawnSync("bash", ["-c", script, process.execPath, ...args], { encoding: "utf8", cwd: ROOT });
    return stderr
      .trim()
      .split(" ")
      .reduce((sum, seconds) => sum + 1000 * Number(seconds), 0);
  });
  return Math.min(...times);
}

const COMMANDS =
  "replay serve inspect verify report tables query explain timeline publish record redrive erase simulate completion policy";
const calls = [
  ["--version"],
  ["--help"],
  ...COMMANDS.split(" ").map((name) => [name, "--help"]),
  ["inspect", record],
  ["replay", record],
  ["replay", record, "--out", path.join(folder, "out"), "--force"],
];
const emptyRun = leastMs(["-e", "0"]);
console.log(`node -e 0: ${emptyRun.toFixed(0)} ms`);
for (const args of calls) {
  const ms = leastMs([BIN, ...args]);
  const shown = args.map((arg) => arg.replace(`${folder}/`, "")).join(" ");
  console.log(`${(ms / emptyRun).toFixed(1).padStart(5)} × ${ms.toFixed(0).padStart(6)} ms  ${shown}`);
}
rmSync(folder, { recursive: true });
