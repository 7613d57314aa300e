import { rmSync } from "node:fs";
import path from "node:path";

/** The files of a run that hold a record a line. */
export const STREAMS = ["measurements", "deadlines", "conversations", "rejects"] as const;
/** Those of them that hold what stands of the conversations. */
export const FINAL_STREAMS = [
  "measurements",
  "deadlines",
  "conversations",
] as const satisfies readonly (typeof STREAMS)[number][];
/** Those that hold every change, where a run is to write them. */
export const REVISION_STREAMS = ["measurements.revisions", "deadlines.revisions"] as const;
/** Every file of lines that a run may write. */
export const ALL_STREAMS = [...STREAMS, ...REVISION_STREAMS] as const;
export type Stream = (typeof ALL_STREAMS)[number];

/** The file that sums a run up. */
export const SUMMARY = "summary.json";

/** The file that says what the others hold. */
export const MANIFEST = "manifest.json";

/** The tables that are made of the streams where a run is to make them: each stream, and the communications of the views. */
export const TABLES = ["measurements", "deadlines", "conversations", "communications", "rejects"] as const;
export type Table = (typeof TABLES)[number];
/** In which forms tables are written. */
export const TABLE_FORMATS = ["csv", "parquet"] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];
/** Where a run keeps what it needs to go on after it was killed. It is gone once the run is whole. */
export const CHECKPOINT = "checkpoint";

/** The files in which a whole run has its lines, some of which may have been compressed since. */
export const LINE_FILES = ALL_STREAMS.flatMap((stream) => [`${stream}.ndjson`, `${stream}.ndjson.gz`]);

/** Where a file of a whole run is written anew, until it takes the name of the one before. */
export function rewrittenName(name: string): string {
  return `${name}.rewritten`;
}

/** Where a file of a run is written anew with marks, until it takes its own name. */
export function markedName(name: string): string {
  return `${name}.marked`;
}

/** Copies of what the files of lines hold, for other tools. */
export const TABLE_FILES = TABLES.flatMap((table) => TABLE_FORMATS.map((format) => `${table}.${format}`));

/** Takes tables away, also those that were only begun. */
export function removeTables(folder: string): void {
  for (const name of TABLE_FILES.flatMap((one) => [one, rewrittenName(one)]))
    rmSync(path.join(folder, name), { force: true });
}
