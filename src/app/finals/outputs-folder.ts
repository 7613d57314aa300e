import { existsSync, statSync } from "node:fs";
import path from "node:path";

import type { InputFile } from "../../consumers/files/inputs";
import { AppError } from "../../models/app-error";
import { TABLE_FILES, type Stream } from "../../sinks/files/streams";

/** The streams that finals are made of. */
export const READ_STREAMS = ["measurements", "deadlines", "conversations"] as const satisfies readonly Stream[];
export type ReadStream = (typeof READ_STREAMS)[number];

/** The files of a folder of outputs, and about how many bytes they unpack to. */
export interface OutputsFolder {
  readonly path: string;
  readonly files: Readonly<Record<ReadStream, InputFile>>;
  readonly bytes: number;
}

/** About how much larger than on disk a compressed file is. */
const UNPACKED = 14;
const ENDINGS = ["", ".gz", ".zst"];

/** The outputs of a run that a folder holds; undefined where it holds none. Throws `AppError` where only some are there. */
export function findOutputs(folder: string): OutputsFolder | undefined {
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
  const files = Object.fromEntries(found) as Record<ReadStream, InputFile>;
  const bytes = Object.values(files).reduce(
    (sum, file) => sum + file.bytes * (file.path.endsWith(".ndjson") ? 1 : UNPACKED),
    0,
  );
  return { path: folder, files, bytes };
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
