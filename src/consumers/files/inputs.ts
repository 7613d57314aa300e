import { readdirSync, statSync } from "node:fs";
import path from "node:path";

import { AppError } from "../../models/app-error";

/** A file of a log. `name` is relative to the log's root, with `/`, and is what outputs show. */
export interface InputFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

/** What stands for standard input among the paths. */
export const STANDARD_INPUT = "-";

const LOG_NAME = /(?:\.(?:ndjson|jsonl|json|log|txt)(?:\.(?:gz|zst))?|\.(?:gz|zst))$/i;

/**
 * The files of a log: the paths given, and what lies in folders among them, in bytewise order of their names. In a
 * folder, files with a log's ending count, and those without any ending (as delivery streams write them).
 */
export function findInputs(paths: readonly string[]): InputFile[] {
  const found = paths.flatMap((given) => (given === STANDARD_INPUT ? [given] : filesUnder(given)));
  const root = commonFolder(paths.filter((given) => given !== STANDARD_INPUT));
  return [...new Set(found)]
    .map((file) => describe(file, root))
    .sort((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)));
}

function describe(file: string, root: string): InputFile {
  if (file === STANDARD_INPUT) return { path: file, name: file, bytes: 0 };
  const name = path.relative(root, file).split(path.sep).join("/");
  return { path: file, name, bytes: statSync(file).size };
}

function filesUnder(given: string): string[] {
  const absolute = path.resolve(given);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new AppError(
      "inputMissing",
      `There is no file or folder "${given}".`,
      "Check the path; - reads standard input.",
    );
  }
  if (!stats.isDirectory()) return [absolute];
  const files = walk(absolute);
  if (files.length > 0) return files;
  const advice =
    "Name the files themselves, or give them the ending .ndjson, .jsonl, .json or .log (.gz and .zst may follow).";
  throw new AppError("noLogs", `The folder "${given}" holds no log.`, advice);
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith(".")) return [];
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return walk(full);
    const isLog = LOG_NAME.test(entry.name) || !entry.name.includes(".");
    return statSync(full).isFile() && isLog ? [full] : [];
  });
}

/** The deepest folder that holds all that was named; a folder named alone is its own root. */
function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((given) => {
    const absolute = path.resolve(given);
    return statSync(absolute).isDirectory() ? absolute : path.dirname(absolute);
  });
  const [first = [], ...others] = folders.map((folder) => folder.split(path.sep));
  const differsAt = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return first.slice(0, differsAt < 0 ? first.length : differsAt).join(path.sep) || path.sep;
}
