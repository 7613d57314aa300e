import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { AppError } from "../../models/app-error";
import { countOf, formatCount } from "../../models/format-count";
import { SCHEMA_VERSION } from "../../models/schema-version";
import { countLines } from "../../sinks/files/count-lines";
import { MANIFEST, SUMMARY } from "../../sinks/files/streams";
import type { SaidManifest } from "../manifest-record";
import { unfitField } from "./check-manifest";

/** What may be done without a manifest. */
const UNCHECKED = "whether its files are whole is not checked";

/** What the manifest of outputs says; undefined where there is none. Throws `AppError` where it is damaged, or of another version of the records. */
export function readManifest(folder: string): SaidManifest | undefined {
  const file = path.join(folder, MANIFEST);
  const said = readFields(file, UNCHECKED);
  if (said === undefined) return undefined;
  const manifest = said as SaidManifest;
  const { schemaVersion } = manifest;
  if (typeof schemaVersion === "number" && schemaVersion !== SCHEMA_VERSION)
    throw ofOtherVersion(`The outputs in "${folder}"`, schemaVersion);
  const field = unfitField(said);
  if (field !== undefined) throw damaged(file, `is damaged: its ${field} is not what a replay writes there`, UNCHECKED);
  return manifest;
}

/** What the summary of outputs says; undefined where there is none. Throws `AppError` where it is damaged. */
export function readSummary(folder: string): object | undefined {
  return readFields(path.join(folder, SUMMARY), "gaps that it names are not known");
}

/** By the name of a file of lines how many the manifest says that it has, where it says it. */
export function rowsOf(manifest: SaidManifest | undefined): ReadonlyMap<string, number> {
  return new Map((manifest?.files ?? []).flatMap(({ name, rows }) => (rows === undefined ? [] : [[name, rows]])));
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

/** Throws `AppError` where a file of lines has not as many as the manifest says. One that is compressed says itself where it was cut. */
export function refuseOtherRows(file: string, said: number | undefined): void {
  if (said === undefined || !file.endsWith(".ndjson")) return;
  const found = countLines(file);
  if (found !== said) throw otherRows(file, found, said);
}

/** What is said of a file that has not as many lines as the manifest says. */
export function otherRows(file: string, rows: number, said: number): AppError {
  const message = `"${file}" has ${countOf(rows, "line")}, and the manifest beside it says ${formatCount(said)}: it was cut short, changed, or is of another run.`;
  return new AppError("inputUnreadable", message, "Copy the whole folder again, or replay the log again.");
}

function readFields(file: string, without: string): object | undefined {
  if (!existsSync(file)) return undefined;
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isText = error instanceof SyntaxError;
    throw damaged(
      file,
      isText ? "is no JSON: it was cut short or changed" : `cannot be read (${code ?? message})`,
      without,
    );
  }
  if (typeof found === "object" && found !== null && !Array.isArray(found)) return found;
  throw damaged(file, "is damaged: it holds no record", without);
}

function damaged(file: string, why: string, without: string): AppError {
  const advice = `Copy it again, or take it away: then ${without}.`;
  return new AppError("inputUnreadable", `"${file}" ${why}.`, advice);
}
