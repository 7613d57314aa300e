import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";

import type { Outputs } from "../../engine/ports";
import { AppError } from "../../models/app-error";
import { SCHEMA_VERSION } from "../../models/measurement";
import type { Rejection } from "../../models/rejection";
import { createLineWriter } from "./line-writer";

/** The folder of a run's outputs while it is being written. */
export interface FileOutputs extends Outputs {
  /** Writes lines that are already encoded. */
  readonly append: (stream: Stream, bytes: Uint8Array) => void;
  /** Brings all that was told to the disk, and says how much that is. */
  readonly sync: () => StreamLengths;
  /** Writes the summary and gives the folder its name: from here on it is whole. */
  readonly commit: (summary: object) => void;
  /** Closes what is open and leaves the partial folder; returns its path. */
  readonly abandon: () => string;
}

/** The files of a run that hold a record a line. */
export const STREAMS = ["measurements", "deadlines", "conversations", "rejects"] as const;
export type Stream = (typeof STREAMS)[number];
const SUMMARY = "summary.json";
/** Where a run keeps what it needs to go on after it was killed. It is gone once the run is whole. */
export const CHECKPOINT = "checkpoint";
const OWN_FILES: ReadonlySet<string> = new Set([
  ...STREAMS.map((name) => `${name}.ndjson`),
  SUMMARY,
  CHECKPOINT,
  `${CHECKPOINT}.new`,
]);

/** How many bytes of each file are written. */
export type StreamLengths = Readonly<Record<Stream, number>>;

/**
 * Opens the outputs of a run. They are written to `<folder>.partial` beside the folder and renamed when they are whole,
 * so that a killed run leaves nothing that looks so. Throws `AppError` where the folder is taken or cannot be written.
 */
export function openFileOutputs(
  name: string,
  options: { readonly replace: boolean; readonly resumeAt?: StreamLengths | undefined },
): FileOutputs {
  const folder = folderOf(name);
  const partial = partialOf(name);
  const { resumeAt } = options;
  refuseForeign(partial);
  if (existsSync(folder)) {
    const advice = "Choose another --out, or --force to replace it.";
    if (!options.replace) throw new AppError("outputExists", `The output "${folder}" exists.`, advice);
    refuseForeign(folder);
  }
  const writers = guarded(folder, () => {
    if (resumeAt === undefined) rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    return new Map(
      STREAMS.map((stream) => [stream, createLineWriter(path.join(partial, `${stream}.ndjson`), resumeAt?.[stream])]),
    );
  });
  const write = (stream: Stream, line: object) => guarded(folder, () => writers.get(stream)?.write(line));
  return {
    measurement: (record) => write("measurements", record),
    deadline: (record) => write("deadlines", record),
    conversation: (record) => write("conversations", record),
    rejection: (rejection) => write("rejects", toRejectionRecord(rejection)),
    append: (stream, bytes) => guarded(folder, () => writers.get(stream)?.append(bytes)),
    sync: () =>
      guarded(folder, () => {
        const lengths = STREAMS.map((stream) => [stream, writers.get(stream)?.sync() ?? 0] as const);
        return Object.fromEntries(lengths) as StreamLengths;
      }),
    commit(summary) {
      guarded(folder, () => {
        for (const writer of writers.values()) writer.close();
        const last = createLineWriter(path.join(partial, SUMMARY));
        last.write(summary, 2);
        last.close();
        rmSync(path.join(partial, CHECKPOINT), { force: true });
        rmSync(path.join(partial, `${CHECKPOINT}.new`), { force: true });
        rmSync(folder, { recursive: true, force: true });
        renameSync(partial, folder);
      });
    },
    abandon() {
      for (const writer of writers.values()) writer.close();
      return partial;
    },
  };
}

/** The folder of a run's outputs while they are not whole. */
export function partialOf(name: string): string {
  return `${folderOf(name)}.partial`;
}

function folderOf(name: string): string {
  return name.replace(/(?<=.)[/\\]+$/, "");
}

/** Only what a run wrote is ever replaced: a folder with anything else in it is somebody's. */
function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  const isFolder = statSync(folder).isDirectory();
  const foreign = isFolder ? readdirSync(folder).find((name) => !OWN_FILES.has(name)) : path.basename(folder);
  if (foreign === undefined) return;
  const message = `"${folder}" holds "${foreign}", which no run wrote, and is not replaced.`;
  throw new AppError("outputExists", message, "Choose another --out.");
}

/** A rejection as its file shows it. */
export function toRejectionRecord({ position, reason, path: where, detail }: Rejection): object {
  return { type: "rejection", schemaVersion: SCHEMA_VERSION, ...position, reason, path: where, detail };
}

function guarded<Result>(folder: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const advice =
      code === "ENOSPC" ? "Free some space and run again." : "Choose another --out, or mend its permissions.";
    throw new AppError("outputUnwritable", `The output "${folder}" cannot be written (${code}).`, advice);
  }
}
