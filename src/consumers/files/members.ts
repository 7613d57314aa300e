import { isClosing, trimmed } from "./brackets";
import { JsonFollower } from "./json-follower";

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;

/** A member of an object as it stands in bytes: its name, and where its value lies. */
export interface Member {
  readonly name: string;
  readonly from: number;
  /** Undefined where the bytes end before the value does. */
  readonly until: number | undefined;
}

/** The members of the object that begins at a place, as far as the bytes go; none where no object does. */
export function readMembers(bytes: Buffer, start: number): Member[] {
  const members: Member[] = [];
  let at = start + 1;
  while (at < bytes.length) {
    const colon = endOf(bytes, at, COLON);
    const name = nameIn(bytes, at, colon);
    if (name === undefined) break;
    const end = endOf(bytes, colon + 1, COMMA);
    const [from, until] = trimmed(bytes, colon + 1, end);
    members.push({ name, from, until: end === bytes.length ? undefined : until });
    if (end === bytes.length || isClosing(bytes[end])) break;
    at = end + 1;
  }
  return members;
}

function nameIn(bytes: Buffer, start: number, end: number): string | undefined {
  if (end >= bytes.length) return undefined;
  const [from, until] = trimmed(bytes, start, end);
  if (until - from < 2 || bytes[from] !== QUOTE || bytes[until - 1] !== QUOTE) return undefined;
  return bytes.toString("utf8", from + 1, until - 1);
}

/** Where a mark stands next in the object itself, or its end; the end of the bytes where there is neither. */
function endOf(bytes: Buffer, start: number, mark: number): number {
  const json = new JsonFollower();
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (json.isOutside() && (byte === mark || isClosing(byte))) return at;
    json.step(byte);
  }
  return bytes.length;
}
