import { readdirSync, statSync, type Dirent, type Stats } from "node:fs";
import path from "node:path";

import { AppError } from "../../models/app-error";

/** A file of a log. `name` is relative to the log's root, with `/`, and is what outputs show. */
export interface InputFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

/** What lies in a folder of a log and is no part of it, and why not. */
export interface SkippedFile {
  readonly file: string;
  readonly why: string;
}

/** The files of a log, and what its folders hold besides. */
export interface FoundLog {
  readonly files: readonly InputFile[];
  readonly skipped: readonly SkippedFile[];
}

/** What stands for standard input among the paths. */
export const STANDARD_INPUT = "-";

const LOG_NAME = /(?:\.(?:ndjson|jsonl|json|log|txt)(?:\.(?:gz|zst))?|\.(?:gz|zst))$/i;

/**
 * The files of a log: the paths given, and what lies in folders among them, in bytewise order of their names. In a
 * folder, files with a log's ending count, and those without any ending (as delivery streams write them); what else is
 * there is named as skipped, but for names that begin with a dot.
 */
export function findLog(paths: readonly string[]): FoundLog {
  const given = paths.filter((one) => one !== STANDARD_INPUT);
  const found = given.map((one) => filesUnder(one));
  const root = commonFolder(given);
  const all = [...(given.length < paths.length ? [STANDARD_INPUT] : []), ...found.flatMap(({ files }) => files)];
  const skipped = found.flatMap((one) => one.skipped).map(({ file, why }) => ({ file: nameIn(root, file), why }));
  return {
    files: [...new Set(all)]
      .map((file) => describe(file, root))
      .sort((left, right) => compareBytes(left.name, right.name)),
    skipped: skipped.sort((left, right) => compareBytes(left.file, right.file)),
  };
}

/** The files of a log alone. */
export function findInputs(paths: readonly string[]): readonly InputFile[] {
  return findLog(paths).files;
}

function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function describe(file: string, root: string): InputFile {
  if (file === STANDARD_INPUT) return { path: file, name: file, bytes: 0 };
  return { path: file, name: nameIn(root, file), bytes: statSync(file).size };
}

function nameIn(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join("/");
}

interface Walked {
  readonly files: readonly string[];
  readonly skipped: readonly SkippedFile[];
}

const LOG_ENDINGS = "the ending .ndjson, .jsonl, .json, .log or .txt (.gz and .zst may follow)";

function filesUnder(given: string): Walked {
  const absolute = path.resolve(given);
  const stats = statOf(absolute);
  if (stats === undefined) {
    throw new AppError(
      "inputMissing",
      `There is no file or folder "${given}".`,
      "Check the path; - reads standard input.",
    );
  }
  if (!stats.isDirectory()) return { files: [absolute], skipped: [] };
  const walked = walk(absolute);
  if (walked.files.length > 0) return walked;
  const skipped = walked.skipped.map(({ file, why }) => `"${nameIn(absolute, file)}" (${why})`);
  const holds = skipped.length === 0 ? "" : ` It holds ${listed(skipped)}.`;
  const advice = `Name the files themselves, or give them ${LOG_ENDINGS}.`;
  throw new AppError("noLogs", `The folder "${given}" holds no log.${holds}`, advice);
}

const LISTED_MAX = 5;

function listed(all: readonly string[]): string {
  const more = all.length - LISTED_MAX;
  return `${all.slice(0, LISTED_MAX).join(", ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
}

function walk(folder: string): Walked {
  const files: string[] = [];
  const skipped: SkippedFile[] = [];
  for (const entry of entriesOf(folder, skipped)) {
    if (entry.name.startsWith(".")) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      const inner = walk(file);
      files.push(...inner.files);
      skipped.push(...inner.skipped);
      continue;
    }
    const why = whySkipped(entry.name, statOf(file));
    if (why === undefined) files.push(file);
    else skipped.push({ file, why });
  }
  return { files, skipped };
}

function entriesOf(folder: string, skipped: SkippedFile[]): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    skipped.push({ file: folder, why: `a folder that cannot be read (${code ?? "unknown"})` });
    return [];
  }
}

/** Why a file of a folder is left out that would be read where it is named itself. */
export const NO_LOG_ENDING = "its ending is none of a log";

/** Why something in a folder is no file of the log; undefined where it is one. */
function whySkipped(name: string, stats: Stats | undefined): string | undefined {
  if (stats === undefined) return "a link to what is not there";
  if (stats.isDirectory()) return "a link to a folder";
  if (stats.isFIFO()) return "a named pipe";
  if (stats.isSocket()) return "a socket";
  if (!stats.isFile()) return "a device";
  if (LOG_NAME.test(name) || !name.includes(".")) return undefined;
  const ending = path.extname(name).toLowerCase();
  const packed = UNPACK_BY_ENDING.get(ending);
  return packed === undefined ? NO_LOG_ENDING : `packed in a way that is not read: ${packed}`;
}

/** How to come at what lies in files that are packed otherwise. */
const UNPACK_BY_ENDING: ReadonlyMap<string, string> = new Map([
  [".bz2", "unpack it with bunzip2"],
  [".xz", "unpack it with xz -d"],
  [".lz4", "unpack it with lz4 -d"],
  [".zip", "unpack it with unzip"],
  [".7z", "unpack it with 7z x"],
  [".tar", "unpack it with tar -x"],
  [".tgz", "unpack it with tar -xz"],
]);

/** What a path leads to; undefined where that is nothing, or a link that leads in a circle. */
function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
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
