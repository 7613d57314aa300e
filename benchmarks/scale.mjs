#!/usr/bin/env node
// Groups of workers with many partitions, on a log in memory in one process: how long they take to restore all, how often a restart of one
// worker after the other moves a partition, and what they cost while nothing comes.
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

import { readWords } from "../scripts/words.mjs";
import { allTopics, MemoryLog, workerOn } from "./memory-worker.mjs";

const USAGE =
  "npm run build && node benchmarks/scale.mjs [--partitions 64,256] [--workers 1,3,8] [--open 100] [--idle 10]";
const { values } = readWords(USAGE, {
  options: {
    partitions: { type: "string", default: "64,256" },
    workers: { type: "string", default: "1,3,8" },
    /** How many conversations are open in each partition. */
    open: { type: "string", default: "100" },
    /** For how many seconds they are watched while nothing comes. */
    idle: { type: "string", default: "10" },
  },
});
const numbers = (list) => list.split(",").map(Number);

/** A callback that is owed in a month: open, and as large as such conversations are. */
function callback(partition, number) {
  const id = `${partition}-${number}`;
  const callbackScheduledTime = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const call = { id: `c-${id}`, state: "scheduled", direction: "inbound", callbackScheduledTime };
  const value = JSON.stringify({ id, participants: [{ id: `p-${id}`, purpose: "customer", callbacks: [call] }] });
  return { key: Buffer.from(id), value: Buffer.from(value) };
}

/** A group on a log of so many partitions. */
class Group {
  log = new MemoryLog();
  workers = [];
  /** How often each partition was restored. */
  restored = new Map();

  constructor(partitions) {
    this.partitions = partitions;
    for (const topic of allTopics) this.log.createTopic(topic, partitions);
    for (let partition = 0; partition < partitions; partition += 1)
      for (let number = 0; number < Number(values.open); number += 1)
        this.log.append("in", partition, callback(partition, number));
  }

  async start() {
    const info = (what, { partition } = {}) => {
      if (what === "partition restored") this.restored.set(partition, (this.restored.get(partition) ?? 0) + 1);
    };
    const worker = workerOn(this.log, this.partitions, { checkpointMs: 10_000, now: Date.now, info });
    this.workers.push(worker);
    await worker.start();
  }

  /** Waits until every partition is served, restored, and read to its end. Returns how many ms that took. */
  async settled() {
    const from = performance.now();
    const isSettled = () => {
      const all = this.workers.map((worker) => worker.status());
      const lag = all.flatMap((one) => [...one.lag.values()]);
      const served = all.reduce((sum, { partitions }) => sum + partitions.length, 0);
      return all.every(({ isReady }) => isReady) && served === this.partitions && lag.every((one) => one === 0);
    };
    while (!isSettled()) await sleep(5);
    return performance.now() - from;
  }
}

const round = (number, digits = 1) => Number(number.toFixed(digits));
for (const partitions of numbers(values.partitions))
  for (const count of numbers(values.workers)) {
    const group = new Group(partitions);
    for (let number = 0; number < count; number += 1) await group.start();
    await group.settled();
    await sleep(3000);
    // All stop, and begin anew from what they kept.
    await Promise.all(group.workers.map(async (worker) => worker.stop()));
    group.workers = [];
    const from = performance.now();
    await Promise.all(Array.from({ length: count }, async () => group.start()));
    await group.settled();
    const restoreSeconds = (performance.now() - from) / 1000;
    group.restored.clear();
    const restarts = [];
    for (const worker of count === 1 ? [] : [...group.workers]) {
      const began = performance.now();
      await worker.stop();
      group.workers.splice(group.workers.indexOf(worker), 1);
      await group.settled();
      await group.start();
      await group.settled();
      restarts.push((performance.now() - began) / 1000);
    }
    const moves = [...group.restored.values()];
    await sleep(5000);
    const before = process.cpuUsage();
    await sleep(1000 * Number(values.idle));
    const { user, system } = process.cpuUsage(before);
    const result = {
      ...{ partitions, workers: count, restoreSeconds: round(restoreSeconds, 2) },
      movesMost: Math.max(0, ...moves),
      movesEach: round(moves.reduce((sum, one) => sum + one, 0) / partitions, 2),
      restartSecondsMost: round(Math.max(0, ...restarts), 2),
      idleShareOfCore: round((user + system) / 1e6 / Number(values.idle), 4),
      load: round(os.loadavg()[0]),
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
    await Promise.all(group.workers.map(async (worker) => worker.stop()));
  }
process.exit();
