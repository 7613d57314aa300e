import { isBody, isContentList } from "../../decoding/content";
import { CONTENT_NAMES } from "../../decoding/envelope";
import { isRecordedName } from "../../decoding/recorded";
import { parseBytes } from "../../decoding/structure";
import { ENVELOPES_MAX } from "../../decoding/unwrap";
import { isOpening, trimmed } from "./brackets";
import { readMembers, type Member } from "./members";

/** What stands around the elements of a list, so that one can be read as if it were alone. `after` is a closing bracket for each level. */
export interface Around {
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Where the list of a page begins, what stands around its elements, and what stood around the page. */
export interface PageHead extends Around {
  readonly listFrom: number;
  readonly outer: Around;
}

const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
/** Of what else a page says, small values are kept: when it was sent, and of which topic it is. */
export const KEPT_VALUE_BYTES = 1024;
/** All that is kept of a page, at most. */
export const KEPT_BYTES_MAX = 16 << 10;
/** An envelope is an object and a list in it at most: what lies deeper is not read anyway. */
const LEVELS_MAX = 2 * ENVELOPES_MAX;
/** What stands under the names of recorded values is the value of one record, which has its limit. */
const NAMES: ReadonlySet<string> = new Set(CONTENT_NAMES.filter((name) => !isRecordedName(name)));
/** What stands around a document of its own. */
export const NOTHING_AROUND: Around = { before: Buffer.alloc(0), after: Buffer.alloc(0) };

/**
 * Finds the list that makes a document too large to be one record, in as much of it as was buffered (`isWhole` where that is all): the document
 * itself, or what stands in it under one of the names for content. Undefined where it is no page, or lies too deep in others.
 */
export function readPageHead(buffered: Buffer, isWhole: boolean, outer: Around): PageHead | undefined {
  const [from] = trimmed(buffered, 0, buffered.length);
  const found = listAt(buffered, from, isWhole, outer);
  return found === undefined ? undefined : { ...found, outer };
}

function listAt(buffered: Buffer, from: number, isWhole: boolean, around: Around): Omit<PageHead, "outer"> | undefined {
  const { before, after } = around;
  if (before.length > KEPT_BYTES_MAX || after.length >= LEVELS_MAX) return undefined;
  if (buffered[from] === OPEN_BRACKET) return { listFrom: from + 1, ...inside(around, "[", "]") };
  if (!isOpening(buffered[from])) return undefined;
  const members = readMembers(buffered, from);
  // A conversation is one record, however large.
  if (isBody(Object.fromEntries(members.map(({ name }) => [name, {}])))) return undefined;
  const large =
    members.find(({ until }) => until === undefined) ?? (isWhole ? largestOf(buffered, members) : undefined);
  if (large === undefined || !NAMES.has(large.name)) return undefined;
  const lists = members.filter((one) => isList(buffered, one));
  // Of several lists the first is read, also where another one is the large one.
  const [list = large] = isList(buffered, large) ? lists : [];
  if (!NAMES.has(list.name) || members.some((one) => one !== list && isOtherContent(buffered, one))) return undefined;
  const kept = members.filter((one) => one !== list && !lists.includes(one) && bytesOf(one) <= KEPT_VALUE_BYTES);
  const beside = kept.map((one) => `${JSON.stringify(one.name)}:${buffered.toString("utf8", one.from, one.until)},`);
  const opening = `{${beside.join("")}${JSON.stringify(list.name)}:`;
  return listAt(buffered, list.from, isWhole, inside(around, opening, "}"));
}

/** Of an object that is whole, the member that makes it large. */
function largestOf(buffered: Buffer, members: readonly Member[]): Member | undefined {
  const lists = members.filter((one) => NAMES.has(one.name) && isOpening(buffered[one.from]));
  return lists.sort((left, right) => bytesOf(right) - bytesOf(left))[0];
}

/** Whether a member is a list of what may be records; one that goes on behind what is buffered is taken to be. */
function isList(buffered: Buffer, { name, from, until }: Member): boolean {
  if (!CONTENT_NAMES.includes(name) || buffered[from] !== OPEN_BRACKET) return false;
  if (until === undefined) return true;
  const parsed = parseBytes(buffered.subarray(from, until));
  return !("value" in parsed) || isContentList(parsed.value);
}

/** An object that also holds content might be meant as well. */
function isOtherContent(buffered: Buffer, one: Member): boolean {
  return NAMES.has(one.name) && buffered[one.from] === OPEN_BRACE;
}

function bytesOf({ from, until = Infinity }: Member): number {
  return until - from;
}

function inside({ before, after }: Around, opening: string, closing: string): Around {
  return {
    before: Buffer.concat([before, Buffer.from(opening)]),
    after: Buffer.concat([Buffer.from(closing), after]),
  };
}
