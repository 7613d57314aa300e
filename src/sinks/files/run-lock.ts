import { createHash, randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

import { AppError } from "../../models/app-error";

/** The lock while a run writes somewhere, so that no other does. */
export interface RunLock {
  readonly release: () => void;
  /** The run before, where it ended without giving the lock back. */
  readonly stale: string | undefined;
}

/** Who holds a lock: a process by its number and, as numbers are given again, by when it began. */
interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly started: string | undefined;
}

/**
 * Takes the lock of an output. Throws `AppError` where another run holds it; that of a process which is no longer there
 * is taken over.
 */
export function lockOutput(output: string): RunLock {
  return takeLock(`${output}.lock`, output);
}

function takeLock(file: string, output: string): RunLock {
  const owner: Owner = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  const own = JSON.stringify({ ...owner, lock: randomUUID() });
  let stale: string | undefined;
  while (!create(file, own)) {
    stale = takeOver(file, own, output);
    if (stale !== undefined) break;
  }
  let isLocked = true;
  const release = () => {
    if (isLocked && read(file) === own) rmSync(file, { force: true });
    isLocked = false;
  };
  return { release, stale };
}

/** Makes the lock with its text in it at once; false where there is one. */
function create(file: string, text: string): boolean {
  const fresh = writeBeside(file, text);
  try {
    linkSync(fresh, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    rmSync(fresh, { force: true });
  }
}

/**
 * Puts a lock in the place of one that nobody holds, so that there is one at every moment; undefined where it is another by
 * now. Only one at a time takes over a certain lock, under a lock that is named after it.
 */
function takeOver(file: string, own: string, output: string): string | undefined {
  const text = read(file);
  if (text === undefined) return undefined;
  const owner = parseOwner(text);
  if (owner === undefined || isRunning(owner)) throw inUse(file, output, owner);
  const { release } = takeLock(takingOver(file, text), output);
  try {
    if (read(file) !== text) return undefined;
    renameSync(writeBeside(file, own), file);
    return describe(owner);
  } finally {
    release();
  }
}

/** The lock of whoever takes over a lock with a certain text. */
export function takingOver(file: string, text: string): string {
  return `${file}.${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

/** Writes a file that is nobody else's, beside the one that it is for. */
function writeBeside(file: string, text: string): string {
  const fresh = `${file}.${randomUUID()}`;
  writeFileSync(fresh, text, { flag: "wx" });
  return fresh;
}

function inUse(file: string, output: string, owner: Owner | undefined): AppError {
  const who = owner === undefined ? "Another run" : `Another run (${describe(owner)})`;
  const advice = `Wait for it, or choose another --out. If nothing runs there any more, remove "${file}".`;
  return new AppError("outputInUse", `${who} is writing "${output}".`, advice);
}

function describe({ pid, host }: Owner): string {
  return `process ${String(pid)}${host === hostname() ? "" : ` on ${host}`}`;
}

/** Whether a process runs. That of another machine or container cannot be seen, so it counts as running. */
function isRunning({ pid, host, started }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return started === undefined || startOf(pid) === undefined || startOf(pid) === started;
}

/** When a process began, in the kernel's ticks; undefined where the system does not say. */
function startOf(pid: number): string | undefined {
  const text = read(`/proc/${String(pid)}/stat`);
  // The name of the process stands in brackets and may hold anything; the start is the 20th field behind it.
  return text?.slice(text.lastIndexOf(")") + 2).split(" ")[19];
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, host, started } = JSON.parse(text) as Partial<Owner>;
    return typeof pid === "number" && typeof host === "string" ? { pid, host, started } : undefined;
  } catch {
    return undefined;
  }
}
