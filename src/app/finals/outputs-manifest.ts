import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { AppError } from "../../models/app-error";
import { describeError } from "../../models/fault";
import { SCHEMA_VERSION } from "../../models/schema-version";
import { MANIFEST, SUMMARY } from "../../sinks/files/streams";
import type { Manifest } from "../manifest-record";

/** What the manifest of outputs says; undefined where there is none. Throws `AppError` where it is damaged, or of another version of the records. */
export function readManifest(folder: string): Partial<Manifest> | undefined {
  const said = readFields(path.join(folder, MANIFEST), "whether its files are whole is not checked");
  if (said === undefined) return undefined;
  const manifest = said as Partial<Manifest>;
  if (manifest.schemaVersion !== undefined && manifest.schemaVersion !== SCHEMA_VERSION)
    throw ofOtherVersion(`The outputs in "${folder}"`, manifest.schemaVersion);
  return manifest;
}

/** What the summary of outputs says; undefined where there is none. Throws `AppError` where it is damaged. */
export function readSummary(folder: string): object | undefined {
  return readFields(path.join(folder, SUMMARY), "gaps that it names are not known");
}

/** By the name of a file of lines how many the manifest says that it has. */
export function rowsOf(manifest: Partial<Manifest> | undefined): ReadonlyMap<string, number> {
  const files = Array.isArray(manifest?.files) ? manifest.files : [];
  return new Map(files.map(({ name, rows }) => [name, rows] as const));
}

/** What is said of records of another version than this one's. */
export function ofOtherVersion(what: string, version: unknown): AppError {
  const message = `${what} are of version ${String(version)} of the records, and version ${String(SCHEMA_VERSION)} is read here.`;
  return new AppError(
    "inputUnreadable",
    message,
    "Read them with the release that wrote them, or replay the log again.",
  );
}

/** What is said of a file that has not as many lines as the manifest says. */
export function otherRows(file: string, rows: number, said: number): AppError {
  const message = `"${file}" has ${String(rows)} lines, and the manifest beside it says ${String(said)}: it was cut short, changed, or is of another run.`;
  return new AppError("inputUnreadable", message, "Copy the whole folder again, or replay the log again.");
}

function readFields(file: string, without: string): object | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Object(JSON.parse(readFileSync(file, "utf8"))) as object;
  } catch (error) {
    const why =
      error instanceof SyntaxError
        ? "is no JSON: it was cut short or changed"
        : `cannot be read: ${describeError(error).error}`;
    const advice = `Copy it again, or take it away: then ${without}.`;
    throw new AppError("inputUnreadable", `"${file}" ${why}.`, advice);
  }
}
