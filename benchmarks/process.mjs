// What a process has used so far, from what the kernel says of it.
import fs from "node:fs";

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
