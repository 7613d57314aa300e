#!/usr/bin/env node
// A report on large outputs, beside the same lengths and waits by DuckDB over the same files, in CPU seconds (user + system, the whole
// process), wall seconds and peak memory. Without OUTPUTS, a simulated week of so many conversations is replayed first. It ends with 1
// where the two tables differ in any figure.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { readWords } from "../scripts/words.mjs";

const USAGE = "node benchmarks/report.mjs [OUTPUTS] [--conversations 200000] [--runs 1]";
const { values, positionals } = readWords(USAGE, {
  allowPositionals: true,
  options: { conversations: { type: "string", default: "200000" }, runs: { type: "string", default: "1" } },
});

const bin = path.join(path.dirname(fileURLToPath(import.meta.url)), "../bin/convofold.js");
const folder = mkdtempSync(path.join(tmpdir(), "convofold-report-"));
const WEEK_MS = 7 * 86_400_000;

/** By the report's name of a length: the number that it is the sum of. */
const LENGTHS = {
  answer: "tAnswered",
  talk: "tTalkComplete",
  hold: "tHeldComplete",
  afterCallWork: "tAcw",
  handle: "tHandle",
};
const FIGURES = ["SumMs", "Count", "MedianMs", "P95Ms", "MaxMs"];
/** Of waits, by the report's name: the outcome, and the instant at which it counts. What agents answered stands in `answerCount`. */
const WAITS = {
  offered: ["true", "enteredTime"],
  abandoned: ["outcome = 'abandoned'", "leftTime"],
  flowedOut: ["outcome = 'flowOut'", "leftTime"],
  cancelled: ["outcome = 'cancelled'", "leftTime"],
};

const halfHour = (column) => `epoch_ms(time_bucket(INTERVAL 30 MINUTE, ${column}))`;
const SQL = [
  `SELECT ${halfHour("emitDate")} AS since, queueId AS queue, name, sum(value)::BIGINT AS SumMs, count(*) AS Count,
    quantile_disc(value, 0.5) AS MedianMs, quantile_disc(value, 0.95) AS P95Ms, max(value) AS MaxMs
   FROM measurements WHERE name IN (${Object.values(LENGTHS)
     .map((name) => `'${name}'`)
     .join(", ")}) GROUP BY ALL`,
  ...Object.entries(WAITS).map(
    ([name, [where, at]]) =>
      `SELECT ${halfHour(at)} AS since, queueId AS queue, '${name}' AS name, NULL, count(*), NULL, NULL, NULL FROM waits WHERE ${where} GROUP BY ALL`,
  ),
].join("\nUNION ALL\n");

try {
  const outputs = positionals[0] ?? replayWeek(Number(values.conversations));
  const report = measure("report", ["report", outputs, "--by", "queue", "--format", "csv", "--quiet"]);
  const query = measure("query", ["query", outputs, SQL, "--format", "csv"]);
  const [ofReport, ofQuery] = [reportFigures(report.file), queryFigures(query.file)];
  const differing = differences(ofReport, ofQuery);
  process.stdout.write(`${describe(outputs, report, query, ofReport)}\n`);
  if (differing.length > 0) {
    process.stderr.write(`${differing.length} figures differ, the first: ${differing[0]}\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function replayWeek(conversations) {
  const [log, out] = [path.join(folder, "log.ndjson"), path.join(folder, "out")];
  const gap = `${Math.round(WEEK_MS / conversations)}ms`;
  const run = (...args) => execFileSync(process.execPath, [bin, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  run(
    "simulate",
    "-n",
    String(conversations),
    "--gap",
    gap,
    "--seed",
    "7",
    "--disorder",
    "2",
    "--duplicates",
    "1",
    "--out",
    log,
  );
  run("replay", log, "--out", out, "--quiet");
  rmSync(log);
  return out;
}

/** The run of the least CPU, and what it printed. */
function measure(name, args) {
  const file = path.join(folder, `${name}.csv`);
  const runs = Array.from({ length: Number(values.runs) }, () => {
    const stdio = ["ignore", openSync(file, "w"), "pipe"];
    const timed = spawnSync("/usr/bin/time", ["-f", "%U %S %e %M", process.execPath, bin, ...args], {
      encoding: "utf8",
      stdio,
    });
    if (timed.status !== 0) throw new Error(`${name}: ${timed.stderr}`);
    const [user, system, wall, kilobytes] = timed.stderr.trim().split("\n").at(-1).split(" ").map(Number);
    return { cpuSeconds: user + system, wallSeconds: wall, peakMB: kilobytes / 1024 };
  });
  return { file, ...runs.sort((left, right) => left.cpuSeconds - right.cpuSeconds)[0] };
}

function rowsOf(file) {
  const [heads, ...rows] = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.trim().split(","));
  return rows.map((cells) => Object.fromEntries(heads.map((head, index) => [head, cells[index]])));
}

/** Figures by interval, queue and name; a count of none is left out. */
function reportFigures(file) {
  const figures = new Map();
  for (const row of rowsOf(file)) {
    if (row.row !== "interval") continue;
    const keyOf = (name) => `${Date.parse(row.from)} ${row.queue} ${name}`;
    for (const name of Object.keys(LENGTHS)) {
      const all = FIGURES.map((figure) => Number(row[`${name}${figure}`]));
      if (all[1] > 0) figures.set(keyOf(LENGTHS[name]), all.join(" "));
    }
    for (const name of Object.keys(WAITS)) if (Number(row[name]) > 0) figures.set(keyOf(name), row[name]);
  }
  return figures;
}

function queryFigures(file) {
  const lengths = new Set(Object.values(LENGTHS));
  const figureOf = (row) =>
    lengths.has(row.name) ? FIGURES.map((figure) => Number(row[figure])).join(" ") : row.Count;
  return new Map(rowsOf(file).map((row) => [`${row.since} ${row.queue} ${row.name}`, figureOf(row)]));
}

function differences(one, other) {
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => one.get(key) !== other.get(key))
    .map((key) => `${key}: report ${one.get(key)}, query ${other.get(key)}`);
}

function describe(outputs, report, query, figures) {
  const bytes = readdirSync(outputs).reduce((sum, name) => sum + statSync(path.join(outputs, name)).size, 0);
  const { conversations } = JSON.parse(readFileSync(path.join(outputs, "summary.json"), "utf8"));
  const line = (name, { cpuSeconds, wallSeconds, peakMB }) =>
    `| ${name} | ${cpuSeconds.toFixed(0)} | ${(cpuSeconds / query.cpuSeconds).toFixed(1)} × | ${wallSeconds.toFixed(0)} | ${peakMB.toFixed(0)} |`;
  return [
    `${(bytes / 1e9).toFixed(2)} GB of outputs, ${conversations.all} conversations; ${figures.size} figures by interval and queue are compared.`,
    `${cpus().length} cores (${cpus()[0]?.model}), Node ${process.version}, least CPU of ${values.runs} runs.`,
    "",
    "| | CPU s | to SQL | wall s | peak MB |",
    "|---|---:|---:|---:|---:|",
    line("`report --by queue --format csv`", report),
    line("`query`, DuckDB", query),
  ].join("\n");
}
