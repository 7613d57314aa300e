import type { Decoded } from "../models/decoded";
import { contain } from "../models/fault";
import { isSamePosition, type Position } from "../models/position";
import { ignored, rejected } from "./assemble";
import { decodeBody } from "./decode-body";
import { rejectFaulted } from "./faulted";
import { readRecord } from "./read-record";
import { recordValueName } from "./recorded";
import { isObject } from "./spellings";
import { parseBytes } from "./structure";
import { unwrap, type Unwrapped, type Wrapping } from "./unwrap";

/**
 * Decodes one record of a log: takes its envelopes off, finds its shape, reads the folded fields and splits it into
 * observations. Never throws: what cannot be read is a rejection, what is known to be no news is ignored. A record that
 * holds a list is refused here; `decodeRecords` reads it.
 */
export function decodeRecord(bytes: Buffer, place: Position): Decoded {
  return onlyOne(decodeRecords(bytes, place), place);
}

/** Decodes a record, and each of those in it where it holds a list: they are distinguished by `item` of their positions. */
export function decodeRecords(bytes: Buffer, place: Position): readonly Decoded[] {
  return decodeAll(readRecord(bytes, atPlace(place)));
}

/** Decodes each of the records of a list, of which some may have a fault of our own; undefined where it is none. */
export function decodeList(bytes: Buffer, place: Position): readonly Decoded[] | undefined {
  const decode = () => decodeRecords(bytes, place);
  const decoded = contain<readonly Decoded[]>(decode, () => []);
  return decoded.length > 1 ? decoded : undefined;
}

/** Decodes a record that is already parsed. */
export function decodeDocument(document: unknown, place: Position): Decoded {
  return onlyOne(decodeAll(unwrap(document, atPlace(place))), place);
}

function atPlace(position: Position): Wrapping {
  return { position, partition: undefined, timestamp: undefined };
}

/** What there is where one record is asked for. */
export function onlyOne(decoded: readonly Decoded[], place: Position): Decoded {
  const [first, second] = decoded;
  if (first !== undefined && second === undefined) return first;
  return rejected(place, { reason: "unknownShape", path: "$", detail: "It is a list of records, where one is read." });
}

/** A fault of our own in one of several costs none of the others. */
function decodeAll(found: readonly Unwrapped[]): readonly Decoded[] {
  if (found.length === 1) return found.map(decodeContent);
  return numbered(found).map((one) =>
    contain(
      () => decodeContent(one),
      (fault) => rejectFaulted(one.wrapping.position, fault),
    ),
  );
}

/** Bodies that lie at the same place are numbered. */
function numbered(found: readonly Unwrapped[]): readonly Unwrapped[] {
  if (found.length === 1) return found;
  const counts = new Map<Position, number>();
  for (const { wrapping } of found) counts.set(wrapping.position, (counts.get(wrapping.position) ?? 0) + 1);
  const numbers = new Map<Position, number>();
  return found.map((one) => {
    const { position } = one.wrapping;
    if (counts.get(position) === 1) return one;
    const item = (numbers.get(position) ?? 0) + 1;
    numbers.set(position, item);
    return { ...one, wrapping: { ...one.wrapping, position: { ...position, item } } };
  });
}

/**
 * The document of the record at a position, to be shown: the whole of what its bytes hold, or its own body where that
 * holds several records, is no JSON by itself, or a line with such a value.
 */
export function documentAt(bytes: Buffer, position: Position): unknown {
  const { item: _, ...place } = position;
  const found = numbered(readRecord(bytes, atPlace(place)));
  const one = found.find(({ wrapping }) => isSamePosition(wrapping.position, position)) ?? found[0];
  if (found.length === 1) {
    const parsed = parseBytes(bytes);
    if (!("reason" in parsed) && !isPacked(parsed.value)) return parsed.value;
  }
  return one !== undefined && "body" in one.content ? one.content.body : undefined;
}

/** Whether it is a recorded line that has its value as text or in base64. */
function isPacked(document: unknown): boolean {
  const name = isObject(document) ? recordValueName(document) : undefined;
  return name !== undefined && isObject(document) && typeof document[name] === "string";
}

function decodeContent({ content, wrapping }: Unwrapped): Decoded {
  if ("fault" in content) return rejectFaulted(wrapping.position, content.fault);
  if ("policySwitch" in content) return { ...ignored(wrapping.position, "policySwitch"), ...content };
  if ("ignored" in content) return ignored(wrapping.position, content.ignored);
  return "reason" in content ? rejected(wrapping.position, content) : decodeBody(content, wrapping);
}
