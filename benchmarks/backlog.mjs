#!/usr/bin/env node
// A backlog on a real Kafka of one broker: what one worker takes to fold it, and kafkajs alone to read it, in turn. Several programmes
// (`--bin`) are measured one after the other on the same topic, each under a prefix of its own.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { readWords } from "../scripts/words.mjs";
import { anyPort, brokerFor } from "./broker.mjs";
import { cpuSeconds, memoryMiB } from "./process.mjs";

const USAGE = "node benchmarks/backlog.mjs LOG [--rounds 2] [--bin FILE ...] [--serve WORD ...] [--version 4.1.0]";
const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values, positionals } = readWords(USAGE, {
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "2" },
    bin: { type: "string", multiple: true, default: [path.join(ROOT, "bin/convofold.js")] },
    serve: { type: "string", multiple: true, default: [] },
    version: { type: "string", default: "4.1.0" },
  },
});
const [log] = positionals;
const port = anyPort();
const broker = brokerFor("backlog", port, values.version);
const { brokers, folder } = broker;
const TOPIC = "participant-updates";
const seconds = (from) => Number(((performance.now() - from) / 1000).toFixed(1));
const round = (number) => Number(number.toFixed(1));
const exited = (child) => new Promise((resolve) => child.on("exit", resolve));

async function metrics(http) {
  const answer = await fetch(`http://127.0.0.1:${http}/metrics`).catch(() => undefined);
  const text = (await answer?.text()) ?? "";
  const sum = (name) =>
    [...text.matchAll(new RegExp(`^${name}(?:{[^}]*})? (\\S+)`, "gm"))].reduce((all, [, one]) => all + Number(one), 0);
  return { records: sum("convofold_records_total"), lag: sum("convofold_lag_records") };
}

/** A worker from its start until it has folded all, and the broker meanwhile. */
async function fold(bin, prefix, records) {
  const http = port + 300;
  const words = ["serve", "--brokers", brokers, "--prefix", prefix, "--no-clock", "--http", `127.0.0.1:${http}`];
  const [from, brokerBefore] = [performance.now(), cpuSeconds(broker.pid())];
  const child = spawn(process.execPath, ["--max-semi-space-size=32", bin, ...words, ...values.serve], {
    stdio: ["ignore", "ignore", fs.openSync(path.join(folder, `${prefix}.log`), "w")],
  });
  for (let seen = await metrics(http); seen.records < records || seen.lag > 0; seen = await metrics(http)) {
    if (child.exitCode !== null) throw new Error(fs.readFileSync(path.join(folder, `${prefix}.log`), "utf8"));
    await sleep(250);
  }
  const { pid } = child;
  const taken = {
    cpuSeconds: round(cpuSeconds(pid)),
    wallSeconds: seconds(from),
    peakMiB: memoryMiB(pid, "VmHWM"),
    brokerCpuSeconds: round(cpuSeconds(broker.pid()) - brokerBefore),
  };
  child.kill("SIGTERM");
  await exited(child);
  return taken;
}

const show = (what, result) =>
  process.stdout.write(`${JSON.stringify({ what, ...result, load: os.loadavg().map((one) => round(one)) })}\n`);

try {
  broker.start();
  const bin = values.bin[0];
  const words = ["publish", log, "--brokers", brokers, "--topic", TOPIC, "--partitions", "8", "-q"];
  execFileSync(process.execPath, [bin, ...words], { stdio: "inherit" });
  const records = Number(execFileSync("wc", ["-l", log], { encoding: "utf8" }).trim().split(" ")[0]);
  show("published", { records });
  for (let index = 0; index < Number(values.rounds); index += 1) {
    for (const [number, one] of values.bin.entries()) show(one, await fold(one, `p${index}-${number}`, records));
    const reader = [path.join(ROOT, "benchmarks/kafkajs-read.mjs"), brokers, TOPIC, String(records)];
    show("kafkajs, JSON.parse", JSON.parse(execFileSync(process.execPath, reader, { encoding: "utf8" })));
  }
} finally {
  broker.stop();
}
