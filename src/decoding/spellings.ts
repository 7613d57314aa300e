import { wellFormed } from "./well-formed";

/** A JSON object as parsed. Keys such as `__proto__` are data. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The spellings of a wire name: camelCase, snake_case (Ruby, Python), PascalCase (.NET), with `_` (Swift). */
export function spellingsOf(wire: string): readonly string[] {
  const snake = wire.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const pascal = wire.charAt(0).toUpperCase() + wire.slice(1);
  return [...new Set([wire, snake, pascal, `_${wire}`])];
}

/** Whether a parsed value is an object, not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const spellingsByName = new Map<string, readonly string[]>();

/** The value under a name in any of its spellings; null counts as absent. */
export function pick(object: JsonObject, wire: string): unknown {
  let spellings = spellingsByName.get(wire);
  if (spellings === undefined) {
    spellings = spellingsOf(wire);
    spellingsByName.set(wire, spellings);
  }
  for (const name of spellings) {
    if (Object.hasOwn(object, name) && object[name] !== null) return object[name];
  }
  return undefined;
}

/** Whether an object has a name in any spelling, also with null. */
export function hasName(object: JsonObject, wire: string): boolean {
  return spellingsOf(wire).some((name) => Object.hasOwn(object, name));
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id in canonical spelling: lower case where it is a UUID. Undefined where it is empty or no text. */
export function canonicalId(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  return UUID.test(value) ? value.toLowerCase() : wellFormed(value);
}
