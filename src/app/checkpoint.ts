import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deserialize, serialize } from "node:v8";

import type { InputFile } from "../consumers/files/inputs";
import type { LogPlace } from "../consumers/files/log-source";
import type { SavedEngine } from "../engine/saved";
import { AppError } from "../models/app-error";
import { SCHEMA_VERSION } from "../models/measurement";
import { partialOf } from "../sinks/files/claim";
import type { StreamLengths } from "../sinks/files/file-outputs";
import { CHECKPOINT } from "../sinks/files/streams";
import type { SavedSummary } from "./summary";

/** The version of checkpoints, and of all that decides what a fold comes to. */
const VERSION = `3/${String(SCHEMA_VERSION)}`;

/** All that a replay needs to go on from a place of its log, with the same outputs as if it had never stopped. */
export interface Checkpoint {
  /** What the run is: another log, policy or version cannot go on from here. */
  readonly run: string;
  readonly place: LogPlace;
  readonly records: number;
  readonly outputs: StreamLengths;
  /** What each thread held of it, encoded. */
  readonly engines: readonly Uint8Array[];
  readonly summary: SavedSummary;
}

/** What of an order decides what a run comes to. */
export interface RunSettings {
  readonly settings?: unknown;
  readonly recordBytesMax: number;
  readonly until?: number | undefined;
}

/** What an engine holds, for a checkpoint. */
export function encodeEngine(engine: SavedEngine): Uint8Array {
  return serialize(engine);
}

/** What an engine held. */
export function decodeEngine(bytes: Uint8Array): SavedEngine {
  return deserialize(bytes) as SavedEngine;
}

/** What a run is known by: its files, its settings, the version of the programme's meaning. */
export function identifyRun(files: readonly InputFile[], { settings, recordBytesMax, until }: RunSettings): string {
  const named = files.map(({ name, bytes }) => [name, bytes]);
  return createHash("sha256")
    .update(JSON.stringify([VERSION, named, [settings, recordBytesMax, until]]))
    .digest("hex");
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
export function readCheckpoint(out: string, run: string): Checkpoint | undefined {
  const file = path.join(partialOf(out), CHECKPOINT);
  if (!existsSync(file)) return undefined;
  const checkpoint = parseCheckpoint(file);
  if (checkpoint?.run === run) return checkpoint;
  throw new AppError(
    "wrongUse",
    `"${partialOf(out)}" was left by a run of another log, policy or version.`,
    "Run again as that run was, or without --resume to start anew.",
  );
}

function parseCheckpoint(file: string): Checkpoint | undefined {
  try {
    return deserialize(readFileSync(file)) as Checkpoint;
  } catch {
    return undefined;
  }
}
