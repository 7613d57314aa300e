import { canonicalEnumValue, type EnumName } from "../models/enums";
import { FOLDED_FIELDS, FOLDED_OBJECTS, type FoldedField, type FoldedObject } from "../models/folded-fields";
import { parseInstant, type Instant } from "../models/instant";
import type { Facts } from "../models/facts";
import { factsNamed } from "../models/named-facts";
import type { Fault } from "./fault";
import { supervisingRoles } from "./media-roles";
import { zonesOfNumbers } from "./number-zones";
import { readSegments } from "./read-segments";
import { wellFormed } from "./well-formed";
import { canonicalId, isObject, spellingsOf, type JsonObject } from "./spellings";

/** The facts of a participant or communication, or what is wrong with it. */
export interface FactsReading {
  readonly facts: Facts;
  readonly fault: Fault | undefined;
  /** The latest instant inside that is not a planned one. */
  readonly latest: Instant | undefined;
  /** `field=value` of enum values that are not known. */
  readonly unknownValues: readonly string[];
}

type Reader = (value: unknown, draft: Draft) => Fault | undefined;

interface Draft {
  readonly facts: Record<string, unknown>;
  /** How preferred the names were that gave facts, where they were not the best ones: lower is better. */
  ranks: Map<string, number> | undefined;
  latest: Instant | undefined;
  unknownValues: string[];
}

const readers = new Map<string, Reader>();
/** The rank of the most preferred name of each fact. */
const bestRanks = new Map<string, number>();
[...FOLDED_FIELDS, ...FOLDED_OBJECTS].forEach((entry, index) => {
  spellingsOf(entry.wire).forEach((name, spelling) => {
    const rank = index * 10 + spelling;
    for (const { fact } of "fields" in entry ? entry.fields : [entry]) {
      if (!bestRanks.has(fact)) bestRanks.set(fact, rank);
    }
    const reader: Reader =
      "fields" in entry
        ? (value, draft) => readObject(entry, value, rank, draft)
        : (value, draft) => readField(entry, value, rank, draft);
    if (!readers.has(name)) readers.set(name, reader);
  });
});

/** Reads the folded fields of a participant or communication, in any spelling. Other fields are not checked. */
export function readFacts(object: JsonObject): FactsReading {
  const draft: Draft = { facts: {}, ranks: undefined, latest: undefined, unknownValues: [] };
  let fault: Fault | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === null || value === undefined) continue;
    fault ??= readers.get(key)?.(value, draft);
  }
  if (draft.facts["errorCode"] !== undefined) draft.facts["failed"] = true;
  return {
    facts: factsNamed(draft.facts),
    fault,
    latest: draft.latest,
    unknownValues: draft.unknownValues,
  };
}

/** The fields inside each object by their names, with how much less preferred a name is than the wire's own. */
const objectReaders = new Map<
  FoldedObject,
  ReadonlyMap<string, { readonly field: FoldedField; readonly less: number }>
>(
  FOLDED_OBJECTS.map((entry) => [
    entry,
    new Map(
      entry.fields.flatMap((field) =>
        spellingsOf(field.wire).map((name, spelling) => [name, { field, less: spelling / 10 }] as const),
      ),
    ),
  ]),
);

function readObject(entry: FoldedObject, value: unknown, rank: number, draft: Draft): Fault | undefined {
  if (!isObject(value)) return { reason: "wrongType", path: entry.wire };
  for (const key of Object.keys(value)) {
    const reader = objectReaders.get(entry)?.get(key);
    const inner = value[key];
    if (reader === undefined || inner === null || inner === undefined) continue;
    const fault = readField(reader.field, inner, rank + reader.less, draft);
    if (fault !== undefined) return { ...fault, path: `${entry.wire}.${fault.path}` };
  }
  return undefined;
}

function readField(field: FoldedField, value: unknown, rank: number, draft: Draft): Fault | undefined {
  const wrongType: Fault = { reason: "wrongType", path: field.wire };
  switch (field.kind) {
    case "id":
      if (typeof value !== "string") return wrongType;
      return keep(field, canonicalId(value), rank, draft);
    case "text":
      if (typeof value !== "string") return wrongType;
      return keep(field, wellFormed(value) || undefined, rank, draft);
    case "presence":
      if (typeof value !== "string") return wrongType;
      return keep(field, value !== "" || undefined, rank, draft);
    case "flag":
      return typeof value === "boolean" ? keep(field, value, rank, draft) : wrongType;
    case "integer":
      return Number.isSafeInteger(value) ? keep(field, value, rank, draft) : wrongType;
    case "enum":
      if (typeof value !== "string" || field.enum === undefined) return wrongType;
      return keep(field, readEnumValue(field.enum, value, draft.unknownValues), rank, draft);
    case "instant":
    case "planned": {
      if (typeof value !== "string") return wrongType;
      const instant = parseInstant(value);
      if (instant === undefined) return { reason: "noInstant", path: field.wire };
      if (field.kind === "instant") draft.latest = Math.max(draft.latest ?? instant, instant);
      return keep(field, instant, rank, draft);
    }
    case "segments": {
      const reading = readSegments(value, field.wire);
      if ("reason" in reading) return reading;
      if (reading.latest !== undefined) draft.latest = Math.max(draft.latest ?? reading.latest, reading.latest);
      return keep(field, reading.segments.length === 0 ? undefined : reading.segments, rank, draft);
    }
    case "zones":
      return keep(field, Array.isArray(value) ? zonesOfNumbers(value) : undefined, rank, draft);
    case "roles":
      return keep(field, Array.isArray(value) ? supervisingRoles(value) : undefined, rank, draft);
  }
}

/** The canonical spelling of an enum's value; one that is not known stays as it is, and is noted. */
export function readEnumValue(name: EnumName, value: string, unknownValues: string[]): string | undefined {
  if (value === "") return undefined;
  const known = canonicalEnumValue(name, value);
  if (known !== undefined) return known;
  const other = wellFormed(value);
  unknownValues.push(`${name}=${other}`);
  return other;
}

/** Keeps a fact under its best name: which one counts does not depend on the order of the keys. */
function keep({ fact }: FoldedField, value: unknown, rank: number, draft: Draft): undefined {
  if (value === undefined) return;
  const isBest = rank === bestRanks.get(fact);
  const isTaken = draft.facts[fact] !== undefined;
  if (isTaken && !isBest && (draft.ranks?.get(fact) ?? 0) <= rank) return;
  if (isBest) draft.ranks?.delete(fact);
  else (draft.ranks ??= new Map()).set(fact, rank);
  draft.facts[fact] = value;
}
