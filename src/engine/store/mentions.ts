import { Unpacker } from "../../packing/unpacker";
import { unpackValue } from "../../packing/value-unpacker";
import type { EvictionRecord } from "./eviction-records";
import type { SavedContents } from "./saved";

/** Whether what is kept of a conversation names one of the ids, in its records or in the states before them. */
export function isNamedInContents(contents: SavedContents, ids: ReadonlySet<string>): boolean {
  return contents.lifecycles.some(({ history: { base, parts } }) => {
    const states = [base, ...parts.map(({ before }) => before)];
    return isNamedIn(states, ids) || parts.some(({ bytes }) => isNamedIn(new Unpacker(bytes).unpack(), ids));
  });
}

/** Whether what is kept of a conversation that was evicted names one of the ids. */
export function isNamedInEvicted({ contents }: Pick<EvictionRecord, "contents">, ids: ReadonlySet<string>): boolean {
  return isNamedInContents(unpackValue(contents) as SavedContents, ids);
}

function isNamedIn(value: unknown, ids: ReadonlySet<string>): boolean {
  if (typeof value === "string") return ids.has(value);
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Map) return [...value].some((entry) => isNamedIn(entry, ids));
  return Object.values(value).some((item) => isNamedIn(item, ids));
}
