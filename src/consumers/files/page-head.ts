import { isBody } from "../../decoding/content";
import { CONTENT_NAMES } from "../../decoding/envelope";
import { isRecordedName } from "../../decoding/recorded";
import { isOpening, trimmed } from "./brackets";
import { readMembers, type Member } from "./members";

/** Where the list of a page begins, with what stands around each of its elements, so that it can be read as if it were alone. */
export interface PageHead {
  readonly listFrom: number;
  readonly before: Buffer;
  readonly after: Buffer;
}

const OPEN_BRACKET = 0x5b;
/** Of what else a page says, small values are kept: when it was sent, and of which topic it is. */
const KEPT_VALUE_BYTES = 1024;
const KEPT_BYTES_MAX = 16 << 10;
/** What stands under the names of recorded values is the value of one record, which has its limit. */
const NAMES: ReadonlySet<string> = new Set(CONTENT_NAMES.filter((name) => !isRecordedName(name)));
const NONE = Buffer.alloc(0);

/**
 * Finds the list that makes a document too large to be one record, in as much of it as was held (`isWhole` where that is all): the document
 * itself, or what stands in it under one of the names for content. Undefined where it is no page.
 */
export function readPageHead(held: Buffer, isWhole: boolean): PageHead | undefined {
  const [from] = trimmed(held, 0, held.length);
  return headAt(held, from, isWhole, { before: NONE, after: NONE });
}

type Around = Pick<PageHead, "before" | "after">;

function headAt(held: Buffer, from: number, isWhole: boolean, { before, after }: Around): PageHead | undefined {
  if (before.length > KEPT_BYTES_MAX) return undefined;
  if (held[from] === OPEN_BRACKET)
    return { listFrom: from + 1, before: joined(before, "["), after: Buffer.concat([Buffer.from("]"), after]) };
  if (!isOpening(held[from])) return undefined;
  const members = readMembers(held, from);
  // A conversation is one record, however large.
  if (isBody(Object.fromEntries(members.map(({ name }) => [name, {}])))) return undefined;
  const large = members.find(({ until }) => until === undefined) ?? (isWhole ? largestOf(held, members) : undefined);
  if (large === undefined || !NAMES.has(large.name) || members.some((one) => isOtherContent(held, one, large)))
    return undefined;
  const kept = members.filter((one) => one !== large && bytesOf(one) <= KEPT_VALUE_BYTES);
  const beside = kept.map((one) => `${JSON.stringify(one.name)}:${held.toString("utf8", one.from, one.until)},`);
  return headAt(held, large.from, isWhole, {
    before: joined(before, `{${beside.join("")}${JSON.stringify(large.name)}:`),
    after: Buffer.concat([Buffer.from("}"), after]),
  });
}

/** Of an object that is whole, the member that makes it large. */
function largestOf(held: Buffer, members: readonly Member[]): Member | undefined {
  const lists = members.filter((one) => NAMES.has(one.name) && isOpening(held[one.from]));
  return lists.sort((left, right) => bytesOf(right) - bytesOf(left))[0];
}

/** What also holds content might be meant as well. */
function isOtherContent(held: Buffer, one: Member, large: Member): boolean {
  return one !== large && NAMES.has(one.name) && isOpening(held[one.from]);
}

function bytesOf({ from, until = Infinity }: Member): number {
  return until - from;
}

function joined(before: Buffer, text: string): Buffer {
  return Buffer.concat([before, Buffer.from(text)]);
}
