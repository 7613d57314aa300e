#!/usr/bin/env node
// A board under load: some ten thousand open conversations and about two thousand updates a second, played through the
// engine of one process; one page in a real Chromium, the other boards as streams that read all they are sent.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { readWords } from "../scripts/words.mjs";
import { cpuSeconds, memoryMiB } from "./process.mjs";

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), "..");
const USAGE = "node benchmarks/board.mjs [--seconds 30] [--boards 200] [--gap 7ms] [--speed 2]";
const { values } = readWords(USAGE, {
  options: {
    seconds: { type: "string", default: "30" },
    boards: { type: "string", default: "200" },
    gap: { type: "string", default: "7ms" },
    head: { type: "string", default: "70s" },
    speed: { type: "string", default: "2" },
  },
});
const BROWSERS = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const agent = new http.Agent({ maxSockets: Infinity });

const bin = path.join(ROOT, "bin/convofold.js");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "convofold-board-"));
const log = path.join(folder, "log.ndjson");
execFileSync(process.execPath, [bin, "simulate", "-n", "35000", "--gap", values.gap, "--shapes", "nested", "--out", log], { stdio: "ignore" });
const server = spawn(process.execPath, [bin, "serve", log, "--http", "127.0.0.1:0", "--speed", values.speed, "--head", values.head], {
  stdio: ["ignore", "pipe", "inherit"],
});
process.on("exit", () => {
  server.kill("SIGKILL");
  fs.rmSync(folder, { recursive: true, force: true });
});
const url = await new Promise((resolve) => server.stdout.on("data", (chunk) => {
  const found = /(http:\/\/\S+\/)/.exec(chunk.toString());
  if (found) resolve(found[1]);
}));

/** CPU seconds and resident MiB of the server. */
const usage = () => ({ cpu: cpuSeconds(server.pid), mib: memoryMiB(server.pid) });

const ask = async (name) => (await fetch(`${url}api/v1/${name}`)).json();
while ((await fetch(`${url}readyz`)).status !== 200) await sleep(200);
await sleep(3000);

let bytes = 0;
let events = 0;
const gaps = [];
for (let index = 0; index < Number(values.boards); index += 1) {
  let last;
  http.get(`${url}api/v1/events`, { agent }, (answer) => {
    answer.on("data", (chunk) => {
      bytes += chunk.length;
      const found = chunk.toString().split("event: board").length - 1;
      events += found;
      if (found > 0 && last !== undefined) gaps.push(performance.now() - last);
      if (found > 0) last = performance.now();
    });
  });
}
const browser = await chromium.launch({ executablePath: BROWSERS.find((place) => place && fs.existsSync(place)), args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.addInitScript(() => {
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask", buffered: true });
  window.frames_ = [];
  let last = performance.now();
  const beat = (now) => {
    window.frames_.push(now - last);
    last = now;
    requestAnimationFrame(beat);
  };
  requestAnimationFrame(beat);
});
await page.goto(url);
await page.waitForSelector("tbody tr");
await sleep(3000);
await page.evaluate(() => {
  window.longTasks.length = 0;
  window.frames_.length = 0;
});
const before = { ...usage(), records: (await ask("health")).records, at: performance.now(), bytes, events };
await sleep(1000 * Number(values.seconds));
const after = { ...usage(), health: await ask("health"), at: performance.now() };
const seconds = (after.at - before.at) / 1000;
const sum = (records) => Object.values(records).reduce((total, count) => total + count, 0);
const inPage = await page.evaluate(() => ({ longTasks: window.longTasks, frames: window.frames_.sort((one, other) => one - other) }));
await browser.close();
gaps.sort((one, other) => one - other);
const at = (list, share) => Math.round(list[Math.floor(share * (list.length - 1))] ?? 0);
console.log(JSON.stringify({
  openConversations: after.health.openConversations,
  heldConversations: after.health.heldConversations,
  updatesPerSecond: Math.round((sum(after.health.records) - sum(before.records)) / seconds),
  boards: Number(values.boards) + 1,
  server: { cpuShare: Number(((after.cpu - before.cpu) / seconds).toFixed(2)), residentMiB: [before.mib, after.mib] },
  stream: { eventsPerBoardAndSecond: Number(((events - before.events) / seconds / Number(values.boards)).toFixed(2)), kibPerBoardAndSecond: Number(((bytes - before.bytes) / 1024 / seconds / Number(values.boards)).toFixed(1)), gapMs: { median: at(gaps, 0.5), p99: at(gaps, 0.99) } },
  page: { longTasks: inPage.longTasks.length, longestTaskMs: Math.round(Math.max(0, ...inPage.longTasks)), frameMs: { median: at(inPage.frames, 0.5), p99: at(inPage.frames, 0.99) } },
}, undefined, 2));
server.kill("SIGKILL");
process.exit(0);
