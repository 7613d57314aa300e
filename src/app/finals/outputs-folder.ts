import { existsSync, statSync } from "node:fs";
import path from "node:path";

import type { InputFile } from "../../consumers/files/inputs";
import { AppError } from "../../models/app-error";
import { PARTIAL, partialOf } from "../../sinks/files/claim";
import { CHECKPOINT, LINE_FILES, SUMMARY, TABLE_FILES, type Stream } from "../../sinks/files/streams";
import { readManifest, rowsOf } from "./outputs-manifest";

/** The streams that finals are made of. */
export const READ_STREAMS = ["measurements", "deadlines", "conversations"] as const satisfies readonly Stream[];
export type ReadStream = (typeof READ_STREAMS)[number];

/** A file of outputs, and how many lines its manifest says that it has. */
export interface OutputFile extends InputFile {
  readonly rows?: number | undefined;
}

/** The files of a folder of outputs, and about how many bytes they unpack to. */
export interface OutputsFolder {
  readonly path: string;
  readonly files: Readonly<Record<ReadStream, OutputFile>>;
  readonly bytes: number;
}

/** About how much larger than on disk a compressed file is. */
const UNPACKED = 14;
const ENDINGS = ["", ".gz", ".zst"];

/** The outputs of a run that a folder holds; undefined where it holds none. Throws `AppError` where they are not whole. */
export function findOutputs(folder: string): OutputsFolder | undefined {
  refuseStillWritten(folder);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const found = READ_STREAMS.map((stream) => [stream, findStream(folder, stream)] as const);
  if (found.every(([, file]) => file === undefined)) {
    refuseTablesAlone(folder);
    return undefined;
  }
  const missing = found.find(([, file]) => file === undefined);
  if (missing !== undefined) {
    throw new AppError(
      "inputMissing",
      `The outputs in "${folder}" lack ${missing[0]}.ndjson.`,
      "Copy the whole folder that `convofold replay --out` wrote.",
    );
  }
  const rows = rowsOf(readManifest(folder));
  const files = Object.fromEntries(
    found.map(([stream, file]) => [stream, { ...file, rows: rows.get(`${stream}.ndjson`) }]),
  ) as Record<ReadStream, OutputFile>;
  const bytes = Object.values(files).reduce(
    (sum, file) => sum + file.bytes * (file.path.endsWith(".ndjson") ? 1 : UNPACKED),
    0,
  );
  return { path: folder, files, bytes };
}

/** Throws where a folder is what a replay had written so far, or is still to become one. */
export function refuseStillWritten(folder: string): void {
  const name = folder.replace(/[/\\]+$/, "");
  const isPartial = name.endsWith(PARTIAL) && !existsSync(path.join(folder, SUMMARY));
  const partial = isPartial ? name : existsSync(folder) ? undefined : partialOf(folder);
  if (partial === undefined || !isOfReplay(partial)) return;
  const out = partial.slice(0, -PARTIAL.length);
  throw new AppError(
    "inputMissing",
    `"${partial}" is what a replay that is still running, or was stopped, had written so far.`,
    `Let it end, or go on with \`convofold replay LOG --out ${out} --resume\`; then name "${out}".`,
  );
}

/** Logs may be called so, too, as a download is that goes on: a replay is known by its files. */
function isOfReplay(partial: string): boolean {
  return [...LINE_FILES, CHECKPOINT].some((name) => existsSync(path.join(partial, name)));
}

/** Tables are made to be read by other tools: what they leave out is in the NDJSON that lay beside them. */
function refuseTablesAlone(folder: string): void {
  const table = TABLE_FILES.find((name) => existsSync(path.join(folder, name)));
  if (table === undefined) return;
  const message = `"${folder}" holds ${table}, and not the NDJSON that it was made of, which is wanted here.`;
  const advice =
    "Copy the whole folder that `convofold replay --out` wrote; tables alone are read by `convofold query`.";
  throw new AppError("inputMissing", message, advice);
}

function findStream(folder: string, stream: ReadStream): InputFile | undefined {
  for (const ending of ENDINGS) {
    const file = path.join(folder, `${stream}.ndjson${ending}`);
    if (existsSync(file)) return { path: file, name: path.basename(file), bytes: statSync(file).size };
  }
  return undefined;
}
