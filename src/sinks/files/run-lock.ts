import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

import { AppError } from "../../models/app-error";

/** What is held while a run writes somewhere, so that no other does. */
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
  const file = `${output}.lock`;
  const own = JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid) } satisfies Owner);
  let stale: string | undefined;
  while (!create(file, own)) stale = takeAway(file, output);
  let isHeld = true;
  const release = () => {
    if (isHeld && read(file) === own) rmSync(file, { force: true });
    isHeld = false;
  };
  return { release, stale };
}

/** Makes the lock with its text in it at once; false where there is one. */
function create(file: string, text: string): boolean {
  const fresh = `${file}.${String(process.pid)}`;
  writeFileSync(fresh, text);
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

/** Takes away a lock that nobody holds; two that try it at once do not take away one another's. */
function takeAway(file: string, output: string): string | undefined {
  const text = read(file);
  if (text === undefined) return undefined;
  const owner = parseOwner(text);
  if (owner === undefined || isRunning(owner)) throw inUse(file, output, owner);
  const aside = `${file}.stale-${String(process.pid)}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const isSame = read(aside) === text;
  if (!isSame) create(file, read(aside) ?? "");
  rmSync(aside, { force: true });
  return describe(owner);
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
