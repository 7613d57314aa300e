import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";

import { AppError } from "../../models/app-error";
import { guarded } from "./guarded";
import { lockOutput, type RunLock } from "./run-lock";
import { CHECKPOINT, LINE_FILES, MANIFEST, rewrittenName, SUMMARY, TABLE_FILES } from "./streams";

const OWN_FILES: ReadonlySet<string> = new Set([
  ...[...LINE_FILES, ...TABLE_FILES, MANIFEST, SUMMARY].flatMap((name) => [name, rewrittenName(name)]),
  CHECKPOINT,
  `${CHECKPOINT}.new`,
]);

/** A folder that a run alone may write, until it is released. */
export interface Claim {
  readonly folder: string;
  /** Where the outputs are written until they are whole. */
  readonly partial: string;
  /** Throws `AppError` where the folder may not be given its name: it is somebody's. */
  readonly check: () => void;
  readonly release: () => void;
}

/** How a folder is claimed: whether an earlier run's outputs may be replaced, or gone on with. */
export interface ClaimOptions {
  readonly replace: boolean;
  readonly resume: boolean;
}

/**
 * Claims a folder for the outputs of a run. An empty one is simply used. Throws `AppError` where it holds anything, where
 * an earlier run left its outputs unfinished (unless they are to be replaced or gone on with), or where another run writes.
 */
export function claimOutputs(name: string, { replace, resume }: ClaimOptions): Claim {
  const { folder, partial } = guarded(name, () => ({ folder: folderOf(name), partial: partialOf(name) }));
  const lock = guarded(folder, () => {
    mkdirSync(path.dirname(folder), { recursive: true });
    return lockOutput(folder);
  });
  const check = () => {
    refuseMount(folder);
    refuseTaken(folder, replace);
  };
  try {
    guarded(folder, () => {
      check();
      refuseUnfinished(partial, replace || resume, lock);
    });
  } catch (error) {
    lock.release();
    throw error;
  }
  return { folder, partial, check, release: lock.release };
}

/**
 * Claims the outputs of a run that is over, to change them. Throws `AppError` where there are none, where a run writes them,
 * or where one left more of them beside that are not whole. `what`: what those may hold, too.
 */
export function claimWhole(name: string, what?: string): Pick<Claim, "folder" | "release"> {
  const folder = guarded(name, () => folderOf(name));
  refuseMissing(name, folder);
  const lock = guarded(folder, () => lockOutput(folder));
  try {
    findWhole(name, what);
  } catch (error) {
    lock.release();
    throw error;
  }
  return { folder, release: lock.release };
}

/** Finds the outputs of a run that is over, to look into them. Throws `AppError` where there are none, or not all are whole. */
export function findWhole(name: string, what = "what is to be erased"): string {
  const { folder, partial } = guarded(name, () => ({ folder: folderOf(name), partial: partialOf(name) }));
  refuseMissing(name, folder);
  guarded(folder, () => {
    contentOf(folder);
    refusePartial(partial, what);
  });
  return folder;
}

function refuseMissing(name: string, folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new AppError(
      "wrongUse",
      `"${name}" is a file, and outputs lie in a folder.`,
      "Name the folder that `convofold replay --out` wrote.",
    );
  if (existsSync(folder) || existsSync(partialOf(name))) return;
  throw new AppError("inputMissing", `There is no folder "${name}".`, "Check the path.");
}

function refusePartial(partial: string, what: string): void {
  if (contentOf(partial).length === 0) return;
  const message = `"${partial}" was left by a run that was stopped or killed, and holds ${what}, too.`;
  throw new AppError(
    "outputExists",
    message,
    "Finish that run with `convofold replay --resume`, or remove the folder.",
  );
}

/** The folder of a run's outputs while they are not whole. */
export function partialOf(name: string): string {
  return `${folderOf(name)}${PARTIAL}`;
}

/** What the name of such a folder ends with. */
export const PARTIAL = ".partial";

/** The folder that a name stands for: what a link leads to, as that is what is renamed. */
function folderOf(name: string): string {
  const folder = name.replace(/(?<=.)[/\\]+$/, "");
  const isLink = lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink && existsSync(folder) ? realpathSync(folder) : folder;
}

function refuseTaken(folder: string, replace: boolean): void {
  const found = contentOf(folder);
  if (found.length === 0) return;
  const advice = "Choose another --out, or --force to replace it.";
  if (!replace) throw new AppError("outputExists", `The output "${folder}" exists.`, advice);
  refuseForeign(folder, found);
}

function refuseUnfinished(partial: string, isAsked: boolean, { stale }: RunLock): void {
  const found = contentOf(partial);
  if (found.length === 0) return;
  refuseForeign(partial, found);
  if (isAsked) return;
  const who = stale === undefined ? "" : ` (${stale})`;
  const message = `"${partial}" was left by a run that was stopped or killed${who}.`;
  throw new AppError(
    "outputExists",
    message,
    "--resume goes on with it, --force starts anew; or choose another --out.",
  );
}

/** Only what a run wrote is ever replaced: a folder with anything else in it is somebody's. */
function refuseForeign(folder: string, found: readonly string[]): void {
  const foreign = found.find((name) => !OWN_FILES.has(name));
  if (foreign === undefined) return;
  const message = `"${folder}" holds "${foreign}", which no run wrote, and is not replaced.`;
  throw new AppError("outputExists", message, "Choose another --out.");
}

function contentOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  if (statSync(folder).isDirectory()) return readdirSync(folder);
  throw new AppError("outputExists", `"${folder}" is no folder.`, "A run writes a folder: choose another --out.");
}

/** Outputs are renamed as a whole, which cannot be done onto a mounted folder. */
function refuseMount(folder: string): void {
  if (!existsSync(folder) || statSync(folder).dev === statSync(path.dirname(path.resolve(folder))).dev) return;
  const message = `"${folder}" is where another file system is mounted: it cannot be written as a whole.`;
  throw new AppError("outputExists", message, `Name a folder within it, such as "${path.join(folder, "outputs")}".`);
}
