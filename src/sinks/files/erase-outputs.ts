import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { AppError } from "../../models/app-error";
import { ErasurePlan, spelledIn, type Erasure, type Fate } from "../../models/erasure";
import { formatInstant, type Instant } from "../../models/instant";
import { claimWhole } from "./claim";
import { guarded, outputFailure } from "./guarded";
import { isGzipName, readOutputLines, syncToDisk, writeOutputLines } from "./output-lines";
import { LINE_FILES, rewrittenName, SUMMARY } from "./streams";

/** What was erased from a file, or would be: lines that go, and lines that stay without an id. */
export interface ErasedFile {
  readonly name: string;
  readonly dropped: number;
  readonly blanked: number;
}

/** What was erased from the outputs of a run, and which files in the folder were not looked into. */
export interface ErasedOutputs {
  readonly files: readonly ErasedFile[];
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
export async function eraseOutputs(name: string, order: FileErasure): Promise<ErasedOutputs> {
  const { folder, release } = claimWhole(name);
  const clear = () => {
    for (const one of [...LINE_FILES, SUMMARY]) rmSync(path.join(folder, rewrittenName(one)), { force: true });
  };
  try {
    const found = guarded(folder, () => readdirSync(folder));
    const names = LINE_FILES.filter((one) => found.includes(one));
    if (names.length === 0) throw noOutputs(folder);
    clear();
    const files: ErasedFile[] = [];
    for (const one of names) files.push(await rewrite(folder, one, order));
    if (!order.isDryRun && files.some(isChanged)) guarded(folder, () => commit(folder, files, order));
    const known = new Set([...LINE_FILES, SUMMARY, ...LINE_FILES.map(rewrittenName), rewrittenName(SUMMARY)]);
    return { files, passedOver: found.filter((one) => !known.has(one)) };
  } catch (error) {
    // What was begun is of no use, and a copy of what is to be erased.
    clear();
    throw asAppError(folder, error);
  } finally {
    release();
  }
}

/** Whether anything was, or would be, erased from a file. */
export function isChanged({ dropped, blanked }: ErasedFile): boolean {
  return dropped + blanked > 0;
}

/** Writes a file anew beside itself, where anything in it is to be erased. */
async function rewrite(folder: string, name: string, { erasure, isDryRun }: FileErasure): Promise<ErasedFile> {
  const file = path.join(folder, name);
  const ids = spelledIn(erasure);
  const plan = new ErasurePlan(erasure);
  for await (const line of readOutputLines(file)) if (plan.mustSeeAll() || isNamed(line, ids)) plan.see(parse(line));
  const counts = { name, dropped: 0, blanked: 0 };
  for await (const line of readOutputLines(file)) {
    const { kind } = fateOf(line, ids, plan);
    if (kind !== "kept") counts[kind] += 1;
  }
  if (isDryRun || !isChanged(counts)) return counts;
  await writeOutputLines(path.join(folder, rewrittenName(name)), isGzipName(name), left(file, ids, plan));
  return counts;
}

async function* left(file: string, ids: readonly string[], plan: ErasurePlan): AsyncGenerator<Buffer> {
  for await (const line of readOutputLines(file)) {
    const fate = fateOf(line, ids, plan);
    if (fate.kind === "kept") yield line;
    if (fate.kind === "blanked") yield Buffer.from(`${JSON.stringify(fate.record)}\n`);
  }
}

/** A line that is no record, as where a disk was full, goes if it has one of the ids in it. */
function fateOf(line: Buffer, ids: readonly string[], plan: ErasurePlan): Fate {
  const hasId = isNamed(line, ids);
  if (!hasId && !plan.mustSeeAll()) return { kind: "kept" };
  const record = parse(line);
  return record === undefined ? { kind: hasId ? "dropped" : "kept" } : plan.fateOf(record);
}

function isNamed(line: Buffer, ids: readonly string[]): boolean {
  return ids.some((id) => line.includes(id));
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString()) as unknown;
  } catch {
    return undefined;
  }
}

/** The summary is the last to take its name: it says that the others were changed. */
function commit(folder: string, files: readonly ErasedFile[], order: FileErasure): void {
  const changed = files.filter(isChanged).map(({ name }) => name);
  const summary = path.join(folder, SUMMARY);
  if (existsSync(summary)) {
    const before = parse(readFileSync(summary));
    const rewritten = path.join(folder, rewrittenName(SUMMARY));
    writeFileSync(rewritten, `${JSON.stringify(noted(before, files, order), undefined, 2)}\n`);
    syncToDisk(rewritten);
    changed.push(SUMMARY);
  }
  for (const name of changed) renameSync(path.join(folder, rewrittenName(name)), path.join(folder, name));
  syncToDisk(folder);
}

/** A summary that says that something was erased, when and how much, and names none of the conversations that are gone. */
function noted(summary: unknown, files: readonly ErasedFile[], { erasure, erasedAt }: FileErasure): object {
  const before = (summary ?? {}) as Readonly<Partial<Record<NamingKey, { readonly conversations?: unknown }>>> & {
    readonly erasures?: unknown;
  };
  const sum = (kind: "dropped" | "blanked") => files.reduce((total, file) => total + file[kind], 0);
  const entry = { erasedAt: formatInstant(erasedAt), linesDropped: sum("dropped"), linesBlanked: sum("blanked") };
  const { erasures = [] } = before;
  const without = NAMING_KEYS.flatMap((key) => {
    const named = before[key]?.conversations as readonly string[] | undefined;
    const left = named?.filter((id) => !erasure.conversations.has(id));
    return left === undefined ? [] : [[key, { ...before[key], conversations: left }] as const];
  });
  return { ...before, ...Object.fromEntries(without), erasures: [...(erasures as readonly object[]), entry] };
}

/** The parts of a summary that name conversations. */
const NAMING_KEYS = ["timeSuspect", "faulted", "pastBound"] as const;
type NamingKey = (typeof NAMING_KEYS)[number];

function asAppError(folder: string, error: unknown): unknown {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (code.startsWith("Z_")) {
    const message = `A compressed file in "${folder}" is damaged (${code}): nothing was erased.`;
    return new AppError("inputUnreadable", message, "Replay its log again, or remove the file.");
  }
  return outputFailure(folder, error) ?? error;
}

function noOutputs(folder: string): AppError {
  const message = `"${folder}" holds no outputs of a run.`;
  return new AppError("notFound", message, "Name the folder that `convofold replay --out` wrote.");
}
