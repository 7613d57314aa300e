// What a process has used so far, from what the kernel says of it.
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 100;

/** Waits until a check of a process holds. Throws where the process ends before that: what it waits for would never come. */
export async function untilHolds(what, isSo, ...children) {
  while (!(await isSo())) {
    const ended = children.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    if (ended !== undefined) throw new Error(`${what}: the process ended (${ended.exitCode ?? ended.signalCode})`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** CPU seconds of a process, user and system. */
export function cpuSeconds(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** MiB of a process: resident now (`VmRSS`), or at its peak (`VmHWM`). */
export function memoryMiB(pid, name = "VmRSS") {
  const [, kibibytes] = new RegExp(`${name}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  return Math.round(Number(kibibytes) / 1024);
}
