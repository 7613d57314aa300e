import { readdirSync } from "node:fs";

import { AppError } from "../../models/app-error";
import type { Erasure } from "../../models/erasure";
import type { Instant } from "../../models/instant";
import { claimWhole, findWhole } from "./claim";
import {
  finishInterrupted,
  giveNames,
  isInterrupted,
  readSummary,
  removeRewritten,
  writeManifest,
  writeSummary,
} from "./erase-commit";
import { isChanged, rewriteFile, type ErasedFile } from "./erase-file";
import { guarded, outputFailure } from "./guarded";
import { LINE_FILES, MANIFEST, rewrittenName, SUMMARY, TABLE_FILES } from "./streams";

/** What was erased from the outputs of a run, and which files in the folder were not looked into. */
export interface ErasedOutputs {
  readonly files: readonly ErasedFile[];
  /** Whether the summary named whom is erased. */
  readonly isInSummary: boolean;
  /** Whether an erasure before was interrupted while its files took their names, and is finished now. */
  readonly isFinished: boolean;
  /** Tables, which are copies of the files: they go where anything is erased. */
  readonly tables: readonly string[];
  readonly passedOver: readonly string[];
}

/** How outputs are erased. */
export interface FileErasure {
  readonly erasure: Erasure;
  /** The instant that the summary gives. */
  readonly erasedAt: Instant;
  /** Counts, and changes nothing. */
  readonly isDryRun: boolean;
}

/**
 * Erases from the outputs of a run. Each file that changes is written anew beside the old one, and takes its name when all are
 * whole: whoever is interrupted does it again. Throws `AppError` where there are no whole outputs, or a run writes them.
 */
export async function eraseOutputs(name: string, options: FileErasure): Promise<ErasedOutputs> {
  if (options.isDryRun) {
    const folder = findWhole(name);
    return erase(folder, options, () => isInterrupted(folder)).catch((error: unknown) => {
      throw asAppError(folder, error);
    });
  }
  const { folder, release } = claimWhole(name);
  try {
    return await erase(folder, options, () => finishInterrupted(folder));
  } catch (error) {
    // What was begun is of no use, and a copy of what is to be erased; what is whole is given its name the next time.
    if (!isInterrupted(folder)) removeRewritten(folder);
    throw asAppError(folder, error);
  } finally {
    release();
  }
}

async function erase(
  folder: string,
  { erasure, erasedAt, isDryRun }: FileErasure,
  finishBefore: () => boolean,
): Promise<ErasedOutputs> {
  const found = guarded(folder, () => readdirSync(folder));
  const names = LINE_FILES.filter((one) => found.includes(one));
  if (names.length === 0) throw noOutputs(folder, found);
  const isFinished = guarded(folder, finishBefore);
  const files: ErasedFile[] = [];
  for (const one of names) files.push(await rewriteFile(folder, one, erasure, isDryRun));
  const summary = guarded(folder, () => readSummary(folder, erasure));
  const isInSummary = summary?.isNamed === true;
  const isErased = isInSummary || files.some(isChanged);
  if (!isDryRun && isErased) {
    guarded(folder, () => {
      writeManifest(folder, files);
      if (summary !== undefined) writeSummary(folder, summary, files, erasedAt);
      giveNames(folder);
    });
  }
  const own = [...LINE_FILES, MANIFEST, SUMMARY];
  const known = new Set([...own, ...TABLE_FILES].flatMap((one) => [one, rewrittenName(one)]));
  const tables = isErased ? found.filter((one) => TABLE_FILES.includes(one)) : [];
  return { files, isInSummary, isFinished, tables, passedOver: found.filter((one) => !known.has(one)) };
}

function asAppError(folder: string, error: unknown): unknown {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code.startsWith("Z_")) {
    const message = `A compressed file in "${folder}" is damaged (${code}): nothing was erased.`;
    return new AppError("inputUnreadable", message, "Replay its log again, or remove the file.");
  }
  return outputFailure(folder, error) ?? error;
}

function noOutputs(folder: string, found: readonly string[]): AppError {
  if (found.some((one) => TABLE_FILES.includes(one))) {
    const message = `"${folder}" holds tables without the NDJSON that they were made of: nothing is erased from tables.`;
    return new AppError("notFound", message, "Delete them, and make them anew of outputs that were erased.");
  }
  const message = `"${folder}" holds no outputs of a run.`;
  return new AppError("notFound", message, "Name the folder that `convofold replay --out` wrote.");
}
