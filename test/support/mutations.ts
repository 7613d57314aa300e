import { createRandom, type Random } from "../../src/consumers/simulation/random";

/** Changes to JSON documents that keep them JSON: what other writers, versions and rubbish do to them. */

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const STRANGE: readonly Json[] = [
  null,
  true,
  0,
  -1,
  2.5,
  1e300,
  "",
  "text",
  "Ünïcödé \u2028 \ud83d\ude00",
  "2026-03-02T09:00:00Z",
  "2026-13-02T09:00:00.000Z",
  "not a date",
  [],
  {},
  [{}],
  { id: "x" },
];
const NAMES = ["held", "state", "endTime", "id", "participants", "calls", "user", "wrapup", "muted", "conversationId"];

const respell = (name: string, random: Random): string =>
  random.pick([
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    name.charAt(0).toUpperCase() + name.slice(1),
    `_${name}`,
  ]);

/** Every path to a value in a document. */
function pathsOf(value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: [string | number, Json][] = Array.isArray(value)
    ? (value as readonly Json[]).map((element, index) => [index, element])
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

/** A document with another value at a path. */
export function changeAt(value: Json, path: readonly (string | number)[], change: (old: Json) => Json): Json {
  const [head, ...rest] = path;
  if (head === undefined) return change(value);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((element, index) =>
      index === head ? changeAt(element, rest, change) : element,
    );
  }
  const object = value as Record<string, Json>;
  return Object.fromEntries(
    Object.entries(object).map(([key, inner]) => [key, key === head ? changeAt(inner, rest, change) : inner]),
  );
}

/** Whether a value is an object, not a list. */
export const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What others make of a value. */
export const CHANGES: readonly ((old: Json, random: Random) => Json)[] = [
  (_, random) => random.pick(STRANGE),
  (old, random) => (isObject(old) ? { ...old, [random.pick(NAMES)]: random.pick(STRANGE) } : old),
  (old, random) => (isObject(old) ? Object.fromEntries(Object.entries(old).filter(() => random.chance(80))) : old),
  (old) => (isObject(old) ? Object.fromEntries(Object.entries(old).reverse()) : old),
  (old, random) =>
    isObject(old)
      ? Object.fromEntries(
          Object.entries(old).map(([key, inner]) => [random.chance(10) ? respell(key, random) : key, inner]),
        )
      : old,
  (old, random) => (Array.isArray(old) ? [...(old as readonly Json[]), random.pick(STRANGE)] : old),
  (old) => (Array.isArray(old) ? [...(old as readonly Json[]), ...(old as readonly Json[])] : old),
  (old) => (typeof old === "string" ? old.toUpperCase() : old),
  (old) => (isObject(old) && "value" in old ? { ...old, value: JSON.stringify(old["value"]) } : old),
];

/** The text of a document with strange but valid JSON: escapes, white space, keys that come twice. */
export const WRITINGS: readonly ((document: Json, random: Random) => string)[] = [
  (document) => JSON.stringify(document),
  (document) => JSON.stringify(document),
  (document) => JSON.stringify(document, undefined, 1).replaceAll("\n", "\r\n\t"),
  (document) => JSON.stringify(document).replace(/[aeu/](?=[^"]*":)/g, (letter) => letter),
  (document, random) =>
    JSON.stringify(document).replace(/: ?"([^"\\]+)"/g, (whole, text: string) =>
      random.chance(5) ? `:"${text.replace(/[^]/g, escapeLetter)}"` : whole,
    ),
  (document, random) =>
    JSON.stringify(document).replace(/"(held|id|state|muted|endTime)":/g, (whole, name: string) =>
      random.chance(10) ? `"${name}":${JSON.stringify(random.pick(STRANGE))},${whole}` : whole,
    ),
];

const escapeLetter = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A document changed in up to three places, as text that is JSON. */
export function mutateDocument(text: string, seed: number): string {
  const random = createRandom(seed, 1);
  let document = JSON.parse(text) as Json;
  for (let times = random.int(0, 3); times > 0; times -= 1) {
    const path = random.pick(pathsOf(document));
    const change = random.pick(CHANGES);
    document = changeAt(document, path, (old) => change(old, random));
  }
  return random.pick(WRITINGS)(document, random);
}

/** Bytes with one of them changed, left out or put in: mostly no JSON any more. */
export function mutateBytes(bytes: Buffer, seed: number): Buffer {
  return changeByte(bytes, createRandom(seed, 1));
}

/** The same, by a source of chance. */
export function changeByte(bytes: Buffer, random: Random): Buffer {
  const at = random.int(0, bytes.length - 1);
  const byte = Buffer.from([
    random.pick([0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a, 0x30, 0x20, 0x00, 0xff, 0x61]),
  ]);
  const kind = random.int(0, 2);
  const skipped = kind === 1 ? 0 : 1;
  return Buffer.concat([bytes.subarray(0, at), ...(kind === 2 ? [] : [byte]), bytes.subarray(at + skipped)]);
}
