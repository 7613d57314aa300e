import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The files that a place is, or has within it. */
function filesOf(place) {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  const entries = readdirSync(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** The digest of each file, by its place. */
const digestsOf = (files) =>
  [...files].sort().map((file) => [file, createHash("sha256").update(readFileSync(file)).digest("base64")]);
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What a folder is built from: the digests of all its sources, and the version of Node. */
export function readSources(places) {
  return [["node", process.version], ...digestsOf(places.flatMap(filesOf))];
}

/** Where it is recorded what a folder was built from. */
export const recordOf = (folder) => path.join(folder, ".built.json");

/** Where a record is written before it takes its place: one that a killed build has written in part is never read. */
const draftOf = (folder) => `${recordOf(folder)}.new`;

/** A record that can be read; undefined where there is none. */
function readRecord(folder) {
  try {
    const { from, written } = JSON.parse(readFileSync(recordOf(folder), "utf8"));
    return Array.isArray(written) ? { from, written, files: written.map(([file]) => file) } : undefined;
  } catch {
    return undefined;
  }
}

const isModule = (file) => /\.[cm]?js$/.test(file);

/** Whether a folder was built from these sources, each file that was in it then is there as it was, and no module came since. */
export function isFresh(folder, sources) {
  const built = readRecord(folder);
  if (built === undefined || !isSame(built.from, sources)) return false;
  const there = new Set(filesOf(folder));
  if (!built.files.every((file) => there.has(file)) || !isSame(digestsOf(built.files), built.written)) return false;
  const known = new Set(built.files);
  return [...there].every((file) => known.has(file) || !isModule(file));
}

/** Forgets what a folder was built from: it is about to be built. */
export function forget(folder) {
  for (const file of [recordOf(folder), draftOf(folder)]) rmSync(file, { force: true });
}

/** Records what a folder was built from. Sources are those with which the build began: what changed meanwhile is built the next time. */
export function record(folder, sources) {
  forget(folder);
  const written = digestsOf(filesOf(folder));
  writeFileSync(draftOf(folder), JSON.stringify({ from: sources, written }));
  renameSync(draftOf(folder), recordOf(folder));
}

/** Takes all out of a folder but what others than the build write there, by their names. */
function empty(folder, others) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (!others.includes(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Builds a folder from nothing, so that no module of other sources is left in it. Says whether the sources stayed as they were
 * meanwhile: where they did not, or where the build throws, it has no record, and is built again the next time.
 */
export function buildAnew(folder, { others, read, build }) {
  forget(folder);
  empty(folder, others);
  const sources = read();
  build();
  const isWhole = isSame(read(), sources);
  if (isWhole) record(folder, sources);
  return isWhole;
}
