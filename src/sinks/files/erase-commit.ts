import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { withoutMentions, type Erasure } from "../../models/erasure";
import { formatInstant, type Instant } from "../../models/instant";
import { parseJson, type ErasedFile } from "./erase-file";
import { syncToDisk } from "./output-lines";
import { LINE_FILES, MANIFEST, removeTables, rewrittenName, SUMMARY, TABLE_FILES } from "./streams";

const REWRITTEN = [...LINE_FILES, MANIFEST, SUMMARY];

/**
 * Whether an erasure was interrupted while its files took their names. The summary is written anew when all others are whole,
 * and is the last to take its name: where a whole one lies beside the old one, the others that do are whole, too.
 */
export function isInterrupted(folder: string): boolean {
  const file = path.join(folder, rewrittenName(SUMMARY));
  return existsSync(file) && parseJson(readFileSync(file)) !== undefined;
}

/** Finishes an erasure that was interrupted; removes what was only begun. True where there was something to be finished. */
export function finishInterrupted(folder: string): boolean {
  const isToBeFinished = isInterrupted(folder);
  if (isToBeFinished) giveNames(folder);
  removeRewritten(folder);
  return isToBeFinished;
}

/** What is in a summary of those who are erased, and the summary without it. */
export interface ErasedSummary {
  readonly isNamed: boolean;
  readonly left: object;
}

/** Looks for those who are erased in the summary of a run; undefined where there is none. */
export function readSummary(folder: string, erasure: Erasure): ErasedSummary | undefined {
  const file = path.join(folder, SUMMARY);
  if (!existsSync(file)) return undefined;
  const before = parseJson(readFileSync(file)) ?? {};
  const left = withoutMentions(before, erasure) as object;
  return { isNamed: left !== before, left };
}

/** Writes a summary beside the old one, which says when something was erased and how much, and not who. */
export function writeSummary(folder: string, { left }: ErasedSummary, files: readonly ErasedFile[], at: Instant): void {
  const sum = (kind: "dropped" | "blanked") => files.reduce((total, file) => total + file[kind], 0);
  const entry = { erasedAt: formatInstant(at), linesDropped: sum("dropped"), linesBlanked: sum("blanked") };
  const { erasures = [] } = left as { readonly erasures?: readonly object[] };
  const rewritten = path.join(folder, rewrittenName(SUMMARY));
  writeFileSync(rewritten, `${JSON.stringify({ ...left, erasures: [...erasures, entry] }, undefined, 2)}\n`);
  syncToDisk(rewritten);
  syncToDisk(folder);
}

/** Writes a manifest beside the old one, where there is one: without the tables, and with the rows that the files have now. */
export function writeManifest(folder: string, erased: readonly ErasedFile[]): void {
  const file = path.join(folder, MANIFEST);
  const before = existsSync(file) ? parseJson(readFileSync(file)) : undefined;
  const { files } = Object(before) as { readonly files?: unknown };
  if (!Array.isArray(files)) return;
  const erasedByName = new Map(erased.map((one) => [one.name.replace(/\.gz$/, ""), one]));
  const left = files
    .map((one) => Object(one) as { readonly name?: string; readonly rows?: unknown })
    .filter(({ name = "" }) => !TABLE_FILES.includes(name))
    .map((one) => ({ ...one, ...rowsLeft(one.rows, erasedByName.get(one.name ?? "")) }));
  const rewritten = path.join(folder, rewrittenName(MANIFEST));
  writeFileSync(rewritten, `${JSON.stringify({ ...Object(before), files: left }, undefined, 2)}\n`);
  syncToDisk(rewritten);
}

/**
 * How many rows a file that changes has now. One that was cut before is still said to have more than it has, and so is refused as it
 * was; one that an interrupted erasure took lines off already, in the manifest alone, has as many as were counted.
 */
function rowsLeft(before: unknown, erased: ErasedFile | undefined): { readonly rows?: number } {
  if (erased?.left === undefined) return {};
  const { left, dropped } = erased;
  return { rows: typeof before === "number" ? Math.max(left, before - dropped) : left };
}

/**
 * Gives the files that were written anew the names of those before, the summary last. Tables are copies of what was before, and
 * are taken away.
 */
export function giveNames(folder: string): void {
  removeTables(folder);
  for (const name of REWRITTEN) {
    const [rewritten, file] = [path.join(folder, rewrittenName(name)), path.join(folder, name)];
    if (!existsSync(rewritten)) continue;
    // All others are to have their names on the disk before the summary says so. One that was compressed meanwhile is erased anew.
    if (name === SUMMARY) syncToDisk(folder);
    if (existsSync(file)) renameSync(rewritten, file);
  }
  syncToDisk(folder);
}

/** Removes files that were written anew and did not take their names: copies of what is to be erased. */
export function removeRewritten(folder: string): void {
  for (const name of REWRITTEN) rmSync(path.join(folder, rewrittenName(name)), { force: true });
}
