import type { SaidManifest } from "../manifest-record";

/** Where in a value something does not fit, as `.files[0].name`; undefined where all does. */
type Check = (value: unknown) => string | undefined;

const check =
  (fits: (value: unknown) => boolean): Check =>
  (value) =>
    fits(value) ? undefined : "";

const text = check((value) => typeof value === "string");
const count = check((value) => Number.isSafeInteger(value) && Number(value) >= 0);
const object = check((value) => typeof value === "object" && value !== null && !Array.isArray(value));

const optional =
  (one: Check): Check =>
  (value) =>
    value === undefined ? undefined : one(value);

const listOf =
  (item: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return "";
    const places = value.map((one, index) => prefixed(`[${String(index)}]`, item(one)));
    return places.find((place) => place !== undefined);
  };

const fields =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (object(value) !== undefined) return "";
    const found = new Map<string, unknown>(Object.entries(value as object));
    const places = Object.entries(checks).map(([name, one]) => prefixed(`.${name}`, one(found.get(name))));
    return places.find((place) => place !== undefined);
  };

function prefixed(start: string, place: string | undefined): string | undefined {
  return place === undefined ? undefined : `${start}${place}`;
}

/** By hand: a library for it would be most of what a report on outputs loads. */
const MANIFEST_FIELDS: Readonly<Record<keyof SaidManifest, Check>> = {
  schemaVersion: optional(count),
  product: optional(text),
  semanticsVersion: optional(count),
  policyDigest: optional(text),
  timeZoneData: optional(text),
  files: optional(listOf(fields({ name: text, rows: optional(count) }))),
  measurements: optional(listOf(fields({ name: text, meaning: text }))),
  deadlines: optional(listOf(fields({ kind: text, due: text, metBy: text }))),
};

/** The first field of a manifest that does not hold what a replay writes there, as `files[0].name`; undefined where all do. */
export function unfitField(manifest: object): string | undefined {
  return fields(MANIFEST_FIELDS)(manifest)?.slice(1);
}
