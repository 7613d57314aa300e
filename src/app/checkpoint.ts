import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deserialize, serialize } from "node:v8";

import type { InputFile } from "../consumers/files/inputs";
import type { ReadSoFar } from "../consumers/files/log-digest";
import type { LogPlace } from "../consumers/files/log-source";
import type { Engine } from "../engine/engine";
import type { Outputs } from "../engine/ports";
import type { SavedEngine } from "../engine/store/saved";
import { AppError } from "../models/app-error";
import { contain } from "../models/fault";
import { partialOf } from "../sinks/files/claim";
import type { SyncedOutputs } from "../sinks/files/file-outputs";
import { CHECKPOINT } from "../sinks/files/streams";
import { differences, type RunIdentity } from "./run-identity";
import type { SavedSummary } from "./saved-summary";

/** All that a replay needs to go on from a place of its log, with the same outputs as if it had never stopped. */
export interface Checkpoint {
  /** What the run is: another log, policy or version cannot go on from here. */
  readonly run: RunIdentity;
  /** What was read of each file. */
  readonly read: readonly ReadSoFar[];
  readonly place: LogPlace;
  readonly records: number;
  readonly outputs: SyncedOutputs;
  /** The state of each thread, encoded. */
  readonly engines: readonly Uint8Array[];
  /** The same of those that emit every change, where a run writes that, too. */
  readonly revisionEngines: readonly Uint8Array[];
  readonly summary: SavedSummary;
}

/** What an engine holds, for a checkpoint; undefined, with a fault, where that cannot be saved whole. */
export function saveEngine(
  { save }: Pick<Engine, "save">,
  { fault: onFault }: Pick<Outputs, "fault">,
): Uint8Array | undefined {
  const saved = save();
  const encode = () => saved && serialize(saved);
  return contain<Uint8Array | undefined>(encode, (error) => {
    onFault?.({ stage: "save", position: undefined, conversationId: undefined, error });
    return undefined;
  });
}

/** The state of an engine. */
export function decodeEngine(bytes: Uint8Array): SavedEngine {
  return deserialize(bytes) as SavedEngine;
}

/** Writes a checkpoint beside the outputs; the one before stands until this one is whole. */
export function writeCheckpoint(out: string, checkpoint: Checkpoint): void {
  const file = path.join(partialOf(out), CHECKPOINT);
  const bytes = serialize(checkpoint);
  try {
    writeFileSync(`${file}.new`, bytes, { flush: true });
    renameSync(`${file}.new`, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = `The checkpoint of "${out}" cannot be written (${code ?? "unknown"}).`;
    throw new AppError("outputUnwritable", message, "Free some space, then go on with --resume.");
  }
}

/** The checkpoint of a run that was stopped or killed; undefined where it left none. Throws where it is another run's. */
export function readCheckpoint(out: string, run: RunIdentity, files: readonly InputFile[]): Checkpoint | undefined {
  const file = path.join(partialOf(out), CHECKPOINT);
  if (!existsSync(file)) return undefined;
  const checkpoint = parseCheckpoint(file);
  const found = checkpoint === undefined ? ["its checkpoint cannot be read"] : differencesTo(checkpoint, run, files);
  if (found.length === 0) return checkpoint;
  throw new AppError(
    "wrongUse",
    `"${partialOf(out)}" was left by another run: ${found.join("; ")}.`,
    "Run again as that run was, with --force to start anew, or into another --out.",
  );
}

function differencesTo({ run, read }: Checkpoint, now: RunIdentity, files: readonly InputFile[]): string[] {
  return differences(run, now, files, read);
}

function parseCheckpoint(file: string): Checkpoint | undefined {
  try {
    const checkpoint = deserialize(readFileSync(file)) as Partial<Checkpoint>;
    return typeof checkpoint.run === "object" && checkpoint.read !== undefined ? (checkpoint as Checkpoint) : undefined;
  } catch {
    return undefined;
  }
}
