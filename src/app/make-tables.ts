import { existsSync } from "node:fs";
import path from "node:path";

import { AppError } from "../models/app-error";
import { claimWhole } from "../sinks/files/claim";
import { MANIFEST, STREAMS } from "../sinks/files/streams";
import { writeTables, type TablesOptions, type WrittenTable } from "../sinks/tables/write-tables";
import { readManifest, refuseOtherRows, rowsOf } from "./finals/outputs-manifest";
import { withTables } from "./manifest";
import { writeWholeFile } from "./whole-file";

/** Makes tables of the outputs of a run that is over, in the place of earlier ones of that form. Throws `AppError` where that cannot be, or a file is not whole. */
export async function makeTables(name: string, options: TablesOptions): Promise<readonly WrittenTable[]> {
  const { folder, release } = claimWhole(name, "outputs that would be in no table");
  try {
    const files = STREAMS.map((stream) => [stream, fileOf(folder, stream)] as const);
    const before = readManifest(folder);
    const rows = rowsOf(before);
    for (const [stream, file] of files) refuseOtherRows(file, rows.get(`${stream}.ndjson`));
    const tables = await writeTables({ folder, files }, options);
    const manifest = path.join(folder, MANIFEST);
    if (before !== undefined)
      writeWholeFile(manifest, true, `${JSON.stringify(withTables(before, tables), undefined, 2)}\n`);
    return tables;
  } finally {
    release();
  }
}

function fileOf(folder: string, stream: string): string {
  const found = ["", ".gz"]
    .map((ending) => path.join(folder, `${stream}.ndjson${ending}`))
    .find((file) => existsSync(file));
  if (found !== undefined) return found;
  const advice = "Name the whole folder that `convofold replay --out` wrote.";
  throw new AppError("inputMissing", `The outputs in "${folder}" lack ${stream}.ndjson.`, advice);
}
