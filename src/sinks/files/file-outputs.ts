import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";

import type { Outputs } from "../../engine/ports";
import { AppError } from "../../models/app-error";
import { SCHEMA_VERSION } from "../../models/measurement";
import type { Rejection } from "../../models/rejection";

/** The folder of a run's outputs while it is being written. */
export interface FileOutputs extends Outputs {
  /** Writes lines that are already encoded. */
  readonly append: (stream: Stream, bytes: Uint8Array) => void;
  /** Writes the summary and gives the folder its name: from here on it is whole. */
  readonly commit: (summary: object) => void;
  /** Closes what is open and leaves the partial folder; returns its path. */
  readonly abandon: () => string;
}

/** The files of a run that hold a record a line. */
export const STREAMS = ["measurements", "deadlines", "conversations", "rejects"] as const;
export type Stream = (typeof STREAMS)[number];
const SUMMARY = "summary.json";
const OWN_FILES: ReadonlySet<string> = new Set([...STREAMS.map((name) => `${name}.ndjson`), SUMMARY]);

/**
 * Opens the outputs of a run. They are written to `<folder>.partial` beside the folder and renamed when they are whole,
 * so that a killed run leaves nothing that looks so. Throws `AppError` where the folder is taken or cannot be written.
 */
export function openFileOutputs(name: string, options: { readonly replace: boolean }): FileOutputs {
  const folder = name.replace(/(?<=.)[/\\]+$/, "");
  const partial = `${folder}.partial`;
  refuseForeign(partial);
  if (existsSync(folder)) {
    const advice = "Choose another --out, or --force to replace it.";
    if (!options.replace) throw new AppError("outputExists", `The output "${folder}" exists.`, advice);
    refuseForeign(folder);
  }
  const writers = guarded(folder, () => {
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    return new Map(STREAMS.map((name) => [name, createLineWriter(path.join(partial, `${name}.ndjson`))]));
  });
  const write = (stream: Stream, line: object) => guarded(folder, () => writers.get(stream)?.write(line));
  return {
    measurement: (record) => write("measurements", record),
    deadline: (record) => write("deadlines", record),
    conversation: (record) => write("conversations", record),
    rejection: (rejection) => write("rejects", toRejectionRecord(rejection)),
    append: (stream, bytes) => guarded(folder, () => writers.get(stream)?.append(bytes)),
    commit(summary) {
      guarded(folder, () => {
        for (const writer of writers.values()) writer.close();
        const last = createLineWriter(path.join(partial, SUMMARY));
        last.write(summary, 2);
        last.close();
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

const BUFFER_CHARACTERS = 1 << 18;

interface LineWriter {
  readonly append: (bytes: Uint8Array) => void;
  readonly write: (line: object, indent?: number) => void;
  readonly close: () => void;
}

function createLineWriter(file: string): LineWriter {
  const descriptor = openSync(file, "w");
  let lines: string[] = [];
  let characters = 0;
  let isOpen = true;

  function flush(): void {
    const bytes = Buffer.from(lines.join(""));
    lines = [];
    characters = 0;
    writeAll(bytes);
  }

  function writeAll(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
  }

  return {
    append(bytes) {
      flush();
      writeAll(bytes);
    },
    write(line, indent) {
      const text = `${JSON.stringify(line, undefined, indent)}\n`;
      lines.push(text);
      characters += text.length;
      if (characters > BUFFER_CHARACTERS) flush();
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      flush();
      closeSync(descriptor);
    },
  };
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
