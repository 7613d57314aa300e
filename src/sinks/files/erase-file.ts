import { rmSync } from "node:fs";
import path from "node:path";

import { ErasurePlan, spelledIn, type Erasure, type Fate } from "../../models/erasure";
import { isGzipName, readOutputLines, writeOutputLines } from "./output-lines";
import { rewrittenName } from "./streams";

/** What was erased from a file, or would be: lines that go, and lines that stay without an id. */
export interface ErasedFile {
  readonly name: string;
  readonly dropped: number;
  readonly blanked: number;
  /** How many lines it has without those that go; undefined where none changes. */
  readonly left?: number;
}

/** Whether anything was, or would be, erased from a file. */
export function isChanged({ dropped, blanked }: ErasedFile): boolean {
  return dropped + blanked > 0;
}

/**
 * Writes a file anew beside itself, where anything in it is to be erased; in a dry run it only counts. The file is read once to
 * see whether it names anybody who is erased, and whose each number is in the end; only one that does is read a second time.
 */
export async function rewriteFile(
  folder: string,
  name: string,
  erasure: Erasure,
  isDryRun: boolean,
): Promise<ErasedFile> {
  const file = path.join(folder, name);
  const ids = [...new Set(spelledIn(erasure).flatMap((id) => [id, id.toUpperCase()]))];
  const plan = new ErasurePlan(erasure);
  const counts = { kept: 0, dropped: 0, blanked: 0 };
  const isFound = await isNamedInFile(file, ids, plan);
  const rewritten = path.join(folder, rewrittenName(name));
  if (isFound) {
    const left = linesLeft(file, ids, plan, (kind) => (counts[kind] += 1));
    if (!isDryRun) await writeOutputLines(rewritten, isGzipName(name), left);
    else while ((await left.next()).done !== true);
  }
  const { kept, dropped, blanked } = counts;
  const erased = { name, dropped, blanked };
  if (isChanged(erased)) return { ...erased, left: kept + blanked };
  if (isFound && !isDryRun) rmSync(rewritten);
  return erased;
}

async function isNamedInFile(file: string, ids: readonly string[], plan: ErasurePlan): Promise<boolean> {
  let isFound = false;
  for await (const line of readOutputLines(file)) {
    const hasId = isNamed(line, ids);
    isFound ||= hasId;
    if (hasId || plan.mustSeeAll()) plan.see(parseJson(line));
  }
  return isFound;
}

async function* linesLeft(
  file: string,
  ids: readonly string[],
  plan: ErasurePlan,
  note: (kind: Fate["kind"]) => void,
): AsyncGenerator<Buffer> {
  for await (const line of readOutputLines(file)) {
    const fate = fateOf(line, ids, plan);
    note(fate.kind);
    if (fate.kind === "kept") yield line;
    if (fate.kind === "blanked") yield Buffer.from(`${JSON.stringify(fate.record)}\n`);
  }
}

/** A line that is no record, as where a disk was full, goes if it has one of the ids in it. */
function fateOf(line: Buffer, ids: readonly string[], plan: ErasurePlan): Fate {
  const hasId = isNamed(line, ids);
  if (!hasId && !plan.mustSeeAll()) return { kind: "kept" };
  const record = parseJson(line);
  return record === undefined ? { kind: hasId ? "dropped" : "kept" } : plan.fateOf(record);
}

function isNamed(line: Buffer, ids: readonly string[]): boolean {
  return ids.some((id) => line.includes(id));
}

/** What a text says as JSON; undefined where it is none. */
export function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString()) as unknown;
  } catch {
    return undefined;
  }
}
