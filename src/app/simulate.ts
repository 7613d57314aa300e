import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { simulate, type SimulationOrder } from "../consumers/simulation/player";
import { AppError } from "../models/app-error";

/** What a simulation wrote. */
export interface SimulationResult {
  readonly lines: number;
  readonly conversations: number;
  readonly truths: number;
}

/** Where a simulation goes. `log` may be `-` for standard output; a name that ends in .gz is compressed. */
export interface SimulationTargets {
  readonly log: string;
  readonly truth: string | undefined;
}

/** Writes a simulated log, and its truth beside it, in constant memory. Throws `AppError` where it cannot. */
export function writeSimulation(order: SimulationOrder, targets: SimulationTargets): SimulationResult {
  const log = openTarget(targets.log);
  const truth = targets.truth === undefined ? undefined : openTarget(targets.truth);
  let [lines, conversations, truths] = [0, 0, 0];
  for (const output of simulate(order)) {
    if ("line" in output) {
      log.write(output.line);
      lines += 1;
      continue;
    }
    conversations += 1;
    truths += output.truth.length;
    for (const row of output.truth) truth?.write(JSON.stringify(row));
  }
  log.close();
  truth?.close();
  return { lines, conversations, truths };
}

interface Target {
  readonly write: (line: string) => void;
  readonly close: () => void;
}

const BUFFER_CHARACTERS = 1 << 20;

function openTarget(name: string): Target {
  const isStandard = name === "-";
  const partial = `${name}.partial`;
  const isCompressed = name.endsWith(".gz");
  const descriptor = isStandard ? 1 : guarded(name, () => openPartial(partial));
  let held: string[] = [];
  let characters = 0;

  function flush(): void {
    if (held.length === 0) return;
    const text = Buffer.from(held.join(""));
    held = [];
    characters = 0;
    const bytes = isCompressed ? gzipSync(text) : text;
    guarded(name, () => writeAll(descriptor, bytes));
  }

  return {
    write(line) {
      held.push(line, "\n");
      characters += line.length;
      if (characters > BUFFER_CHARACTERS) flush();
    },
    close() {
      flush();
      if (isStandard) return;
      closeSync(descriptor);
      rmSync(name, { force: true });
      renameSync(partial, name);
    },
  };
}

function openPartial(partial: string): number {
  mkdirSync(path.dirname(partial), { recursive: true });
  return openSync(partial, "w");
}

/** How long to wait for a reader that is slower: longer each time that it took nothing. */
const [SHORTEST_MS, LONGEST_MS] = [0.05, 20];
const nothing = new Int32Array(new SharedArrayBuffer(4));

/** Writes everything, also to a pipe that is not ready at once. */
function writeAll(descriptor: number, bytes: Buffer): void {
  let waitMs = SHORTEST_MS;
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
      waitMs = SHORTEST_MS;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(nothing, 0, 0, waitMs);
      waitMs = Math.min(2 * waitMs, LONGEST_MS);
    }
  }
}

function guarded<Result>(name: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EPIPE") process.exit(0);
    throw new AppError(
      "outputUnwritable",
      `"${name}" cannot be written (${String(code)}).`,
      "Choose another place for it.",
    );
  }
}
