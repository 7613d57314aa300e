// What each stage of a replay costs, in CPU seconds (user + system, the whole process, start-up included), side by side
// in one run, each candidate in turn. Without LOG, the project's own simulator writes one. The last saved run
// (benchmarks/baseline.json) is shown beside; --save keeps this one, and writes docs/performance-figures.md.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { readWords } from "../scripts/words.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "..");
const BASELINE = path.join(here, "baseline.json");
const FIGURES = path.join(root, "docs/performance-figures.md");
const USAGE = 'npm run bench -- [LOG] [--records N] [--runs N] [--peer "NAME=COMMAND with {log} and {out}"]... [--save]';
const { values, positionals } = readWords(USAGE, {
  allowPositionals: true,
  options: {
    records: { type: "string", default: "100000" },
    runs: { type: "string", default: "3" },
    peer: { type: "string", multiple: true, default: [] },
    save: { type: "boolean", default: false },
  },
});

const folder = mkdtempSync(path.join(tmpdir(), "convofold-bench-"));
const log = positionals[0] ?? simulate(Number(values.records));
const out = path.join(folder, "out");
const bin = path.join(root, "bin/convofold.js");
const stage = (name) => [process.execPath, "--max-semi-space-size=32", path.join(here, "stage.mjs"), name, log];
const replay = (...more) => [process.execPath, bin, "replay", log, "--out", out, "--force", "--quiet", ...more];
const candidates = [
  { name: "find lines", command: stage("lines") },
  { name: "find lines, JSON.parse", command: stage("parse"), isYardstick: true },
  { name: "convofold: decode", command: stage("decode") },
  { name: "convofold: decode, fold", command: stage("fold") },
  { name: "convofold whole, outputs written", command: replay() },
  { name: "convofold whole, --lateness 10m", command: replay("--lateness", "10m") },
  { name: "convofold whole, --workers 2", command: replay("--workers", "2") },
  ...values.peer.map((text) => {
    const at = text.indexOf("=");
    const words = text.slice(at + 1).split(" ");
    const command = words.map((word) => word.replaceAll("{log}", log).replaceAll("{out}", out));
    return { name: `peer: ${text.slice(0, at)}`, command };
  }),
];

try {
  const rows = measureAll();
  const run = { conditions: conditions(), rows };
  const table = describe(run);
  process.stdout.write(`${table}\n`);
  if (values.save) {
    writeFileSync(BASELINE, `${JSON.stringify(run, undefined, 2)}\n`);
    writeFileSync(FIGURES, `${table}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function simulate(records) {
  const file = path.join(folder, "log.ndjson");
  const conversations = Math.ceil(records / 14);
  execFileSync(process.execPath, [bin, "simulate", "-n", String(conversations), "--gap", "50ms", "--out", file], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return file;
}

function measureAll() {
  const taken = candidates.map(() => []);
  for (let run = 0; run < Number(values.runs); run += 1) {
    candidates.forEach(({ name, command }, index) => {
      rmSync(out, { recursive: true, force: true });
      const measured = measure(command);
      if (measured === undefined) process.stderr.write(`${name}: could not be run\n`);
      else taken[index].push(measured);
    });
  }
  const records = countLines();
  return candidates.flatMap(({ name, isYardstick }, index) => {
    const runs = taken[index].sort((left, right) => left.cpuSeconds - right.cpuSeconds);
    const median = runs[Math.floor((runs.length - 1) / 2)];
    return median === undefined ? [] : [{ name, isYardstick, records, ...median }];
  });
}

/** CPU seconds, wall seconds and peak memory of a command, as its operating system counts them. */
function measure([command, ...args]) {
  const script = `
    const { spawnSync } = require("node:child_process");
    const startedAt = performance.now();
    const { status } = spawnSync(${JSON.stringify(command)}, ${JSON.stringify(args)}, { stdio: "ignore" });
    const seconds = (performance.now() - startedAt) / 1000;
    process.stdout.write(JSON.stringify({ status, seconds }));`;
  const timed = spawnSync("/usr/bin/time", ["-f", "%U %S %e %M", command, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (timed.error === undefined) {
    if (timed.status !== 0) return undefined;
    const [user, system, wall, kilobytes] = timed.stderr.trim().split("\n").at(-1).split(" ").map(Number);
    return { cpuSeconds: user + system, wallSeconds: wall, peakMB: kilobytes / 1024 };
  }
  const { status, stdout } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  if (status !== 0 || JSON.parse(stdout).status !== 0) return undefined;
  return { cpuSeconds: NaN, wallSeconds: JSON.parse(stdout).seconds, peakMB: NaN };
}

function countLines() {
  return Number(execFileSync("wc", ["-l", log], { encoding: "utf8" }).trim().split(" ")[0]);
}

function conditions() {
  const [cpu] = cpus();
  return {
    log: positionals[0] === undefined ? "simulated, every wire shape" : path.basename(log),
    megabytes: Math.round(statSync(log).size / 1e6),
    runs: Number(values.runs),
    node: process.version,
    machine: `${cpus().length} × ${cpu?.model ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    date: new Date().toISOString().slice(0, 10),
  };
}

function describe({ conditions, rows }) {
  const before = existsSync(BASELINE) ? JSON.parse(readFileSync(BASELINE, "utf8")) : undefined;
  const yardstick = rows.find((row) => row.isYardstick);
  const earlierYardstick = before?.rows.find((row) => row.isYardstick);
  const ratio = (row, to) =>
    row === undefined || to === undefined ? "—" : `${(perCpu(row) / perCpu(to)).toFixed(2)} ×`;
  const lines = rows.map((row) => {
    const earlier = before?.rows.find((other) => other.name === row.name);
    const cells = [
      row.name,
      Math.round(perCpu(row)).toLocaleString("en"),
      ratio(row, yardstick),
      ratio(earlier, earlierYardstick),
      row.cpuSeconds.toFixed(2),
      row.wallSeconds.toFixed(2),
      Math.round(row.peakMB),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    `${conditions.log}: ${(rows[0]?.records ?? 0).toLocaleString("en")} records, ${conditions.megabytes} MB; median of ${conditions.runs}, each candidate in turn; Node ${conditions.node}; ${conditions.machine}; ${conditions.date}.`,
    "",
    "| candidate | records / CPU s | to JSON.parse | saved run | CPU s | wall s | peak MB |",
    "|---|---:|---:|---:|---:|---:|---:|",
    ...lines,
  ].join("\n");
}

function perCpu({ records, cpuSeconds }) {
  return records / cpuSeconds;
}
