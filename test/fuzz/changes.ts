import type { Random } from "../../src/consumers/simulation/random";
import { changeAt, CHANGES, isObject, type Json } from "../support/mutations";

/** Words that a program may take for its own. */
export const NAMES = [
  ...["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "prototype", "then", "length", "size"],
  ...["get", "0", "-0", "NaN", "null", "undefined", "true", "", " ", "\u0000", "\n", "\u001b[31m", "\u202e", "\ud800"],
  ...["../../etc/passwd", "a/b", "a#2", "%00", "<script>", "${x}", "'; --", "Ω".repeat(300)],
];

const DATES: readonly Json[] = [
  ...["0000-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "1999-12-31T23:59:59.999Z", "2000-01-01T00:00:00.000Z"],
  ...["2026-02-30T00:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T23:59:60Z", "2026-03-02T09:00:00+15:59"],
  ...["2026-03-02T08:00:00.123456789123Z", "2026-03-02", "2026-03-02T08:00:00", "2099-12-31T23:59:59.999Z"],
  ...["2100-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "+275760-09-13T00:00:00.000Z", "-271821-04-20T00:00:00.000Z"],
  ...[0, -1, 1, 1_772_438_400, 1_772_438_400_000, 4_102_444_799_999, 8_640_000_000_000_000, 1.7e308],
];

const NUMBERS: readonly Json[] = [
  ...[0, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 8_640_000_000_000_001, 1e21, 1e308, 5e-324],
  ...["9007199254740991", "1e5", "0x10", "Infinity"],
];

/** Values that are no text of anybody: ids, states, dates and numbers take each other's place. */
const ANY: readonly Json[] = [...NAMES, ...DATES, ...NUMBERS, null, true, false, [], {}, [[]], [null], [{}]];

const withKey = (old: Record<string, Json>, key: string, value: Json): Json =>
  Object.fromEntries([...Object.entries(old), [key, value]]);

const HOSTILE: readonly ((old: Json, random: Random) => Json)[] = [
  (_, random) => random.pick(NAMES),
  (_, random) => random.pick(DATES),
  (_, random) => random.pick(NUMBERS),
  (_, random) => random.pick(ANY),
  (old, random) => (isObject(old) ? withKey(old, random.pick(NAMES), random.pick(ANY)) : old),
  (old, random) => (typeof old === "string" ? shift(old, random) : old),
  (old, random) => (typeof old === "number" ? old + random.pick([1, -1, 86_400_000, 2 ** 40, -(2 ** 40)]) : old),
  (old, random) => (Array.isArray(old) ? shuffled(old as readonly Json[], random) : old),
];

/** A date moved by hours to years; other texts as they are. */
function shift(text: string, random: Random): Json {
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  const by =
    random.pick([-1, 1]) * random.pick([1, 1000, 3_600_000, 86_400_000, 400 * 86_400_000, 20_000 * 86_400_000]);
  return Number.isNaN(at) || Math.abs(at + by) > 8.64e15 ? text : new Date(at + by).toISOString();
}

function shuffled(list: readonly Json[], random: Random): Json {
  return [...list].sort(() => random.int(-1, 1));
}

const MANY = [2, 40, 1999, 2001, 5000];

/** An element of a list, some thousand times, each with an id of its own or all with the same. */
function multiply(list: readonly Json[], random: Random): Json {
  const [first] = list;
  const isSame = random.chance(20);
  const count = random.pick(MANY);
  if (first === undefined || !isObject(first)) return list;
  return Array.from({ length: count }, (_, index) =>
    "id" in first && !isSame ? { ...first, id: `many${index}` } : first,
  );
}

/** A value below so many lists or objects. */
function bury(value: Json, levels: number, random: Random): Json {
  let buried = value;
  const inObject = random.chance(50);
  for (let level = 0; level < levels; level += 1) buried = inObject ? { x: buried } : [buried];
  return buried;
}

/** Changes a document in up to five places. */
export function changeDocument(document: Json, random: Random): Json {
  let changed = document;
  for (let times = random.int(0, random.pick([1, 2, 5])); times > 0; times -= 1) {
    const change = random.pick(random.chance(60) ? HOSTILE : CHANGES);
    changed = changeSomewhere(changed, random, (old) => change(old, random));
  }
  if (!random.chance(1)) return changed;
  const change = random.pick<(old: Json) => Json>([
    (old) => (Array.isArray(old) ? multiply(old as readonly Json[], random) : old),
    (old) => bury(old, random.int(3, 90), random),
    () => "x".repeat(random.pick([1000, 70_000, 900_000])),
  ]);
  return changeSomewhere(changed, random, change);
}

/** Changes the value at a place that is found by going down from the top, one member at a time. */
function changeSomewhere(document: Json, random: Random, change: (old: Json) => Json): Json {
  const path: (string | number)[] = [];
  let value = document;
  while (typeof value === "object" && value !== null && !random.chance(12)) {
    const keys = Object.keys(value);
    if (keys.length === 0) break;
    const key = random.pick(keys);
    path.push(Array.isArray(value) ? Number(key) : key);
    value = (value as Record<string, Json>)[key] ?? null;
  }
  return changeAt(document, path, change);
}
