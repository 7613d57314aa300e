import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
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

/** Whether a folder was built from these sources, and each file that was in it then is there as it was. */
export function isFresh(folder, sources) {
  if (!existsSync(recordOf(folder))) return false;
  const { from, written } = JSON.parse(readFileSync(recordOf(folder), "utf8"));
  const files = written.map(([file]) => file);
  return isSame(from, sources) && files.every((file) => existsSync(file)) && isSame(digestsOf(files), written);
}

/** Forgets what a folder was built from: it is about to be built. */
export function forget(folder) {
  rmSync(recordOf(folder), { force: true });
}

/** Records what a folder was built from. Sources are those with which the build began: what changed meanwhile is built the next time. */
export function record(folder, sources) {
  forget(folder);
  writeFileSync(recordOf(folder), JSON.stringify({ from: sources, written: digestsOf(filesOf(folder)) }));
}
