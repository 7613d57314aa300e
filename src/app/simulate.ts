import { writeSync } from "node:fs";
import { setImmediate as letOthers } from "node:timers/promises";
import { gzipSync } from "node:zlib";

import { exportedFrom } from "../consumers/simulation/analytics-export";
import { simulate, type SimulationOptions } from "../consumers/simulation/player";
import { guarded } from "../sinks/files/guarded";
import { createNewFile, refuseExisting } from "../sinks/files/new-file";

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
  /** What the platform's analytics would export of it, one conversation a line. */
  readonly analytics?: string | undefined;
  /** Whether files that are there are replaced. */
  readonly replace: boolean;
}

const STANDARD_OUTPUT = "-";

/** After so many conversations it is looked whether the run is to stop. */
const LOOK_AFTER = 100;

/**
 * Writes a simulated log, its truth and its export beside it, in constant memory. Throws `AppError` where it cannot, and the reason of the
 * signal where it is stopped; nothing is left of its files then.
 */
export async function writeSimulation(
  options: SimulationOptions,
  { replace, ...names }: SimulationTargets,
  signal?: AbortSignal,
): Promise<SimulationResult> {
  for (const name of Object.values(names))
    if (name !== undefined && name !== STANDARD_OUTPUT) refuseExisting(name, replace);
  const open = (name: string | undefined) => (name === undefined ? undefined : openTarget(name, replace));
  const targets = { log: openTarget(names.log, replace), truth: open(names.truth), analytics: open(names.analytics) };
  try {
    const result = await writeAllOf(options, targets, signal);
    for (const target of Object.values(targets)) target?.close();
    return result;
  } catch (error) {
    for (const target of Object.values(targets)) target?.discard();
    throw error;
  }
}

interface Targets {
  readonly log: Target;
  readonly truth: Target | undefined;
  readonly analytics: Target | undefined;
}

async function writeAllOf(
  options: SimulationOptions,
  { log, truth, analytics }: Targets,
  signal: AbortSignal | undefined,
): Promise<SimulationResult> {
  let [lines, conversations, truths] = [0, 0, 0];
  for (const output of simulate(options)) {
    if ("line" in output) {
      log.write(output.line);
      lines += 1;
      continue;
    }
    conversations += 1;
    if (conversations % LOOK_AFTER === 0) await letOthers();
    signal?.throwIfAborted();
    truths += output.truth.length;
    for (const row of output.truth) truth?.write(JSON.stringify(row));
    analytics?.write(JSON.stringify(exportedFrom(output.truth, output.communications)));
  }
  return { lines, conversations, truths };
}

interface Target {
  readonly write: (line: string) => void;
  readonly close: () => void;
  /** Takes away what was written. */
  readonly discard: () => void;
}

const BUFFER_CHARACTERS = 1 << 20;

function openTarget(name: string, replace: boolean): Target {
  const isStandard = name === STANDARD_OUTPUT;
  const file = isStandard ? undefined : createNewFile(name, replace);
  const isCompressed = name.endsWith(".gz");
  let buffered: string[] = [];
  let characters = 0;

  function flush(): void {
    if (buffered.length === 0) return;
    const text = Buffer.from(buffered.join(""));
    buffered = [];
    characters = 0;
    const bytes = isCompressed ? gzipSync(text) : text;
    guarded(isStandard ? "standard output" : name, () => writeAll(file?.descriptor ?? 1, bytes));
  }

  return {
    write(line) {
      buffered.push(line, "\n");
      characters += line.length;
      if (characters > BUFFER_CHARACTERS) flush();
    },
    close() {
      flush();
      file?.commit();
    },
    discard: () => file?.discard(),
  };
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
